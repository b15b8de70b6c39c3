import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { definePlugin, loadScenarioText, type RunPlan, type RunResult, runScenario } from "../../index.js";
import { starbelt } from "../support/command.js";
import { sharedPath } from "../support/shared.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";
import { twoLineSets } from "../support/tle-columns.js";

const CATALOGUE = sharedPath("data/tle/starlink_6882.tle");
const SATELLITES = 6882;
const TICKS = 3;

const scenario = () => `
name: planes
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: ${TICKS * 5} min, step: 5 min }
constellation: [{ tle: ${CATALOGUE} }]
ground: [{ cities: 3 }]
links:
  isl: { protocol: plus-grid, maxRange: 5016 km, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
`;

/** Planes of the file itself: inclination and right ascension, brought to one day by their secular drift (J2). */
function orbitsOf(text: string) {
  return twoLineSets(text).map(({ line1, line2 }) => {
    const inclinationDeg = Number(line2.slice(8, 16));
    const revPerDay = Number(line2.slice(52, 63));
    const a =
      6378.137 * (398_600.4418 / 6378.137 ** 3 / ((2 * Math.PI * revPerDay) / 86_400) ** 2) ** (1 / 3);
    const driftDegPerDay =
      -1.5 * 1.08263e-3 * (6378.137 / a) ** 2 * revPerDay * 360 * Math.cos((inclinationDeg * Math.PI) / 180);
    const days = 350.541_667 - Number(line1.slice(20, 32));
    return { inclinationDeg, nodeDeg: Number(line2.slice(17, 25)) + driftDegPerDay * days };
  });
}

const apartDeg = (p: number, q: number) => Math.abs(((((p - q) % 360) + 540) % 360) - 180);

describe.skipIf(!CATALOGUE)("+grid over starlink_6882.tle (needs ../shared: real catalogues)", () => {
  let plan: RunPlan;
  let result: RunResult;
  const notices: string[] = [];
  /** Satellites with two links along and two across at each tick, told from the orbits in the file. */
  const full: number[] = [];
  let astray = 0;

  beforeAll(async () => {
    const orbits = orbitsOf(readFileSync(CATALOGUE as string, "utf8"));
    plan = await loadScenarioText(scenario());
    const count = definePlugin({
      name: "count",
      setup(sim) {
        sim.on("tick", ({ links: { a, b, islCount } }) => {
          const along = new Uint8Array(SATELLITES);
          const across = new Uint8Array(SATELLITES);
          for (let i = 0; i < islCount; i++) {
            const [p, q] = [orbits[a[i]], orbits[b[i]]].map((orbit) => orbit ?? expect.fail("no orbit"));
            if (Math.abs(p.inclinationDeg - q.inclinationDeg) > 0.5) astray++;
            // Planes are 5 degrees apart or more, and hold together to within a degree or so.
            const kind = apartDeg(p.nodeDeg, q.nodeDeg) < 2 ? along : across;
            kind[a[i]]++;
            kind[b[i]]++;
          }
          full.push(along.filter((links, id) => links === 2 && across[id] === 2).length);
        });
      },
    });
    result = await runScenario(plan, {
      out: join(makeTemporaryFolder(), "out"),
      plugins: [{ plugin: count }],
      onNotice: (text) => notices.push(text),
    });
  });

  test("reports everyone: in planes of which shells, or left out and why", () => {
    const [report] = result.summary.inferredPlanes ?? [];
    const { satellites, inPlanes, leftOut, shells } = report ?? expect.fail("no report");
    const out = Object.values(leftOut).reduce((sum, each) => sum + each, 0);
    expect(satellites).toBe(SATELLITES);
    expect(inPlanes + out).toBe(SATELLITES);
    expect(out).toBeGreaterThan(100);
    expect(inPlanes / SATELLITES).toBeGreaterThan(0.8);
    expect(shells.reduce((sum, each) => sum + each.satellites, 0)).toBe(inPlanes);
    const inclinations = new Set(shells.map(({ inclinationDeg }) => Math.round(inclinationDeg)));
    for (const filed of [43, 53, 70, 98]) expect(inclinations).toContain(filed);
    expect(notices.find((text) => text.startsWith("planes of"))).toContain(
      `${inPlanes} of ${SATELLITES} satellites in `,
    );
  });

  test("reports the share with two links in the plane and two across, as the orbits of the file have it", () => {
    const { fullGrid, inPlanes } = result.summary.inferredPlanes?.[0] ?? expect.fail("no report");
    const mean = full.reduce((sum, each) => sum + each, 0) / TICKS;
    expect(full).toHaveLength(TICKS);
    expect(astray).toBe(0);
    // Some orbits lie between two planes, and are counted otherwise by right ascension alone.
    expect(Math.abs(fullGrid.satellitesMean - mean)).toBeLessThan(0.02 * mean);
    expect(fullGrid.shareOfAll).toBeCloseTo(fullGrid.satellitesMean / SATELLITES, 12);
    expect(fullGrid.shareOfInPlanes).toBeCloseTo(fullGrid.satellitesMean / inPlanes, 12);
    // Measured: 0.79 of those in planes, 0.68 of all.
    expect(fullGrid.shareOfInPlanes).toBeGreaterThan(0.78);
    expect(fullGrid.shareOfAll).toBeGreaterThan(0.66);
  });

  test("tells the shells by validate", async () => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, "a.yaml"), scenario());
    const { code, stdout } = await starbelt(["validate", "a.yaml"], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('planes inferred from the orbits of "starlink_6882"\n');
    expect(stdout).toMatch(/^ {2}left out +.*\d/m);
  });
});
