import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject } from "vitest";

/** A run with traffic, faults, links that remember, a contact plan and recorded frames; 120 ticks. */
export const EVENTFUL = `
name: stopped
seed: 7
time: { start: 2026-01-01T00:00:00Z, duration: 4 min, step: 2 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
ground:
  - cities: 12
links:
  isl: { protocol: nearest, links: 4, hysteresis: 200 km, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 400 Mbps, minElevation: 15 deg, hysteresis: 100 km }
network: { transport: flow }
traffic:
  - poisson: { from: edge, to: edge, size: { exponential: 400 kB }, rate: 2 /s }
faults:
  - random: { nodes: shell, mttf: 3 h, mttr: 1 min }
  - storm: { nodes: shell, share: 0.2, at: 1 min, spread: 1 min, mttr: 1 min }
probes:
  - { from: Tokyo, to: "*" }
output: { dir: ./results, frames: true, contactPlan: true }
`;

/** A folder for what all tests of a file share. */
export function sharedTemporaryFolder(): string {
  return mkdtempSync(join(inject("sharedFolder"), "stopped-"));
}

/** Every file of a results folder but its manifest, by name. */
export function filesOf(dir: string): Map<string, Buffer> {
  const names = readdirSync(dir).filter((name) => name !== "manifest.json" && name !== "parts");
  return new Map(names.sort().map((name) => [name, readFileSync(join(dir, name))]));
}

/** The same files with the same bytes. */
export function expectSameResults(dir: string, whole: ReadonlyMap<string, Buffer>): void {
  expect(existsSync(join(dir, "parts"))).toBe(false);
  const files = filesOf(dir);
  expect([...files.keys()]).toEqual([...whole.keys()]);
  const different = [...whole.keys()].filter((name) => !files.get(name)?.equals(whole.get(name) as Buffer));
  expect(different).toEqual([]);
}
