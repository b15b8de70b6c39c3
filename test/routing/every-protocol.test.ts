import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { NodeTable } from "../../routing/nodes.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../routing/topology/index.js";
import { segmentDistanceKm, squaredDistance } from "../support/brute-force.js";
import { nodeTable, shellOf, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOf } from "../support/frames.js";
import { stageOf } from "../support/stages.js";
import { elevationDeg } from "../support/verify-explanation.js";

const SITES = [
  [48.2, 16.4],
  [-33.9, 18.4],
  [1.35, 103.8],
  [89.9, 0],
  [-0.2, -78.5],
] as const;
const CLEARANCE_RADIUS_KM = 6378.135 + 80;

const ISL = [...builtInLinkProtocols.keys()];
const GROUND = [...builtInGroundLinkProtocols.keys()];
/** What makes links shell by shell, in a pattern of planes and slots. */
const isGrid = (name: string) => /^(plus-grid|brick|ring)/.test(name);
/** `mst` and what a list says is linked whatever the number; in mode union, others may choose a satellite too. */
const isCapped = (name: string, mode: string | undefined) => !/^(mst|list)/.test(name) && mode !== "union";

interface Scene {
  readonly nodes: NodeTable;
  readonly positionsKm: Float64Array;
  readonly usable: Uint8Array;
}

function sceneOf(
  satellitesKm: Float64Array,
  shells: NodeTable["shells"] | undefined,
  masked: number[],
): Scene {
  const count = satellitesKm.length / 3;
  const nodes = nodeTable(count, SITES.length, shells);
  const sites = SITES.flatMap(([latitude, longitude]) => sitePosition(latitude, longitude));
  const usable = new Uint8Array(nodes.count).fill(1);
  for (const id of masked) usable[id % nodes.count] = 0;
  return { nodes, positionsKm: Float64Array.of(...satellitesKm, ...sites), usable };
}

const masked = fc.array(fc.nat(), { maxLength: 12 });

const walkers = fc
  .record({
    type: fc.constantFrom("delta" as const, "star" as const),
    planes: fc.integer({ min: 1, max: 14 }),
    slotsPerPlane: fc.integer({ min: 1, max: 18 }),
    altitudeKm: fc.constantFrom(300, 550, 1200, 8000),
    inclinationDeg: fc.constantFrom(0, 53, 87.9, 97.6),
    phasing: fc.constantFrom(0, 1, 0.5, "half-slot" as const),
    seconds: fc.nat({ max: 90_000 }),
    masked,
  })
  .map(({ seconds, masked: ids, ...shape }) => {
    const shell = shellOf(walker(shape));
    return sceneOf(walkerPositions(walker(shape), seconds), [shell], ids);
  });

const crowds = fc
  .tuple(clouds(70), masked)
  .filter(([{ count }]) => count >= 2)
  .map(([{ positionsKm, usable }, ids]) => {
    const down = [...usable.keys()].filter((id) => usable[id] === 0);
    return sceneOf(positionsKm, undefined, [...ids, ...down]);
  });

const settings = fc.record({
  maxLinks: fc.integer({ min: 1, max: 6 }),
  maxRangeKm: fc.constantFrom(500, 2000, 5016, Number.POSITIVE_INFINITY),
  siteLinks: fc.integer({ min: 1, max: 4 }),
  maskDeg: fc.constantFrom(Number.NEGATIVE_INFINITY, 0, 25, 60),
  maxSlantRangeKm: fc.constantFrom(1500, Number.POSITIVE_INFINITY),
  mode: fc.constantFrom("greedy", "mutual", "union"),
});

function configOf(name: string, { nodes }: Scene, mode: string): { config?: object; mode?: string } {
  if (name === "list") {
    const { satelliteCount } = nodes;
    const pairs = Array.from({ length: 3 * satelliteCount }, (_, i) => [i, 7 * i + 1 + (i % 5)])
      .map(([a, b]) => [a % satelliteCount, b % satelliteCount])
      .filter(([a, b]) => a !== b);
    return { config: { pairs } };
  }
  return /^nearest(\+|$)/.test(name) ? { config: { mode }, mode } : {};
}

describe.each(ISL.filter((name) => name !== "hypatia").map((name, i) => [name, GROUND[i % GROUND.length]]))(
  "%s, with %s to the ground",
  (name, ground) => {
    it("links usable ends that may be linked, each pair once, told alike from both ends, within the cap", () => {
      const scenes = isGrid(name) ? walkers : fc.oneof(walkers, crowds);
      fc.assert(
        fc.property(scenes, settings, (scene, { mode: wanted, ...limits }) => {
          const { nodes, positionsKm, usable } = scene;
          const { config, mode } = configOf(name, scene, wanted);
          // A grid refuses to give more links than allowed: that is tested beside it.
          const maxLinks = isGrid(name) ? Math.max(4, limits.maxLinks) : limits.maxLinks;
          const { maxRangeKm, maskDeg, maxSlantRangeKm, siteLinks } = limits;
          const { stage, classes } = stageOf(
            nodes,
            [{ protocol: name, config, maxLinks, maxRangeKm }],
            [{ protocol: ground, maxLinks: siteLinks, maskDeg, maxSlantRangeKm }],
          );
          const frame = frameOf(positionsKm, nodes, usable);
          const { links } = stage.build(frame, { lookAhead: () => positionsKm });
          const { satelliteCount } = nodes;
          const islDegree = new Uint32Array(nodes.count);
          const gslDegree = new Uint32Array(nodes.count);
          const keys = new Set<string>();
          for (let i = 0; i < links.count; i++) {
            const [a, b] = [links.a[i], links.b[i]];
            expect(a).toBeLessThan(b);
            keys.add(`${a}-${b}`);
            expect([usable[a], usable[b]]).toEqual([1, 1]);
            const km = Math.sqrt(squaredDistance(positionsKm, a, b));
            expect(Math.abs(links.lengthKm[i] - km)).toBeLessThanOrEqual(1e-9 * Math.max(1, km));
            if (i < links.islCount) {
              expect(b).toBeLessThan(satelliteCount);
              expect(km).toBeLessThanOrEqual(maxRangeKm);
              expect(segmentDistanceKm(positionsKm, a, b)).toBeGreaterThanOrEqual(CLEARANCE_RADIUS_KM - 1e-8);
              islDegree[a]++;
              islDegree[b]++;
            } else {
              expect(a).toBeLessThan(satelliteCount);
              expect(b).toBeGreaterThanOrEqual(satelliteCount);
              expect(km).toBeLessThanOrEqual(maxSlantRangeKm + 1e-9);
              expect(elevationDeg(positionsKm, b, a)).toBeGreaterThanOrEqual(maskDeg - 1e-6);
              gslDegree[b]++;
            }
          }
          expect(keys.size).toBe(links.count);
          if (isCapped(name, mode)) expect(Math.max(0, ...islDegree)).toBeLessThanOrEqual(maxLinks);
          if (ground !== "all-visible") expect(Math.max(...gslDegree)).toBeLessThanOrEqual(siteLinks);

          const options = { groundRelay: false, cost: "latency" } as const;
          const graph = new GraphBuilder().build(
            links,
            classes,
            usable,
            nodes,
            options,
            undefined,
            positionsKm,
          );
          const arcs = new Map<string, number>();
          for (let node = 0; node < nodes.count; node++) {
            for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
              arcs.set(`${node}-${graph.heads[arc]}`, graph.latencyMs[arc]);
            }
          }
          expect(arcs.size).toBe(2 * links.count);
          for (const key of keys) {
            const there = arcs.get(key);
            expect(there).toBeGreaterThanOrEqual(0);
            expect(arcs.get(key.split("-").reverse().join("-"))).toBe(there);
          }
        }),
        { numRuns: 40 },
      );
    });
  },
);
