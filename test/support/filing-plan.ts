import type { Instant } from "../../orbits/instant.js";
import { cities } from "../../orbits/readers/cities.js";
import { evenAltitudesKm, ringElements } from "../../orbits/rings.js";
import { walkerElements } from "../../orbits/walker.js";
import type { GroundPlanEntry, IslPlanEntry } from "../../routing/link-plan.js";
import type { NodeTable, Shell } from "../../routing/nodes.js";
import type { SatelliteSource, SkyPlan } from "../../workers/sky-plan.js";
import { nodeTable, shellOf, sitePosition, walker } from "./circular-orbits.js";
import { allMembers } from "./frames.js";

const START: Instant = { day: 20_072, secondOfDay: 46_800 };
const STEP_NS = 10e9;
const STATIONS = 100;
const LOWEST_KM = 500;
const HIGHEST_KM = 2000;

/** Sun-synchronous rings, and as many Walker shells at 30 degrees, evenly spaced between 500 and 2,000 km. */
export interface FilingSize {
  readonly rings: number;
  readonly slotsPerRing: number;
  readonly shells: number;
  readonly planes: number;
  readonly slotsPerPlane: number;
}

/** Our reading of the million satellites filed in January 2026: half of them in rings, half in shells. */
export const MILLION: FilingSize = {
  rings: 250,
  slotsPerRing: 2000,
  shells: 25,
  planes: 200,
  slotsPerPlane: 100,
};

/** Rings linked by `rings`, shells by `plus-grid`, and the 100 most populous cities by `nearest`. */
export function filingPlan(size: FilingSize, tickCount: number): SkyPlan {
  const { shells, satellites } = sourcesOf(size);
  const inRings = shells[0].count;
  const satelliteCount = shells.reduce((sum, { count }) => sum + count, 0);
  const nodes = nodeTable(satelliteCount, STATIONS, shells);
  const sites = cities(STATIONS).flatMap(({ latitudeDeg, longitudeDeg }) =>
    sitePosition(latitudeDeg, longitudeDeg),
  );
  return {
    seed: 1,
    time: {
      start: START,
      startIso: "2024-12-15T13:00:00.000Z",
      durationNs: tickCount * STEP_NS,
      stepNs: STEP_NS,
      tickCount,
    },
    nodes,
    satellites,
    groundPositionsKm: Float64Array.from(sites),
    links: {
      isl: [
        islEntry("rings", 0, allMembers(inRings), shells.slice(0, 1)),
        islEntry("plus-grid", 1, allMembers(satelliteCount - inRings, inRings), shells.slice(1)),
      ],
      ground: [groundEntry(nodes)],
      classes: [
        { kind: "isl", bandwidthBps: 20e9, hopDelayMs: 0 },
        { kind: "isl", bandwidthBps: 20e9, hopDelayMs: 0 },
        { kind: "gsl", bandwidthBps: 4e9, hopDelayMs: 0 },
      ],
    },
    staticLinks: [],
    staticClass: 3,
  };
}

function sourcesOf({ rings, slotsPerRing, shells: shellCount, planes, slotsPerPlane }: FilingSize): {
  shells: Shell[];
  satellites: SatelliteSource[];
} {
  const altitudesKm = evenAltitudesKm(LOWEST_KM, HIGHEST_KM, rings);
  const elements = ringElements(
    { name: "ring", altitudesKm, satellitesPerRing: slotsPerRing, localTimeOfNodeSeconds: 6 * 3600 },
    START,
  );
  const shells: Shell[] = [
    {
      name: "ring",
      source: "ring",
      first: 0,
      count: elements.count,
      rings: { rings, slotsPerRing },
    },
  ];
  const satellites: SatelliteSource[] = [{ kind: "sgp4", first: 0, count: elements.count, elements }];
  let first = elements.count;
  for (const [i, altitudeKm] of evenAltitudesKm(LOWEST_KM, HIGHEST_KM, shellCount).entries()) {
    const pattern = walker({ planes, slotsPerPlane, altitudeKm, inclinationDeg: 30 });
    const name = `shell-${i}`;
    const shell = shellOf(pattern, first, name);
    shells.push(shell);
    satellites.push({
      kind: "sgp4",
      first,
      count: shell.count,
      elements: walkerElements({ name, ...pattern }, START),
    });
    first += shell.count;
  }
  return { shells, satellites };
}

function islEntry(
  name: string,
  linkClass: number,
  members: Uint32Array,
  shells: readonly Shell[],
): IslPlanEntry {
  return {
    protocol: { ref: { name }, config: {} },
    entry: { maxLinks: 4, maxRangeKm: Number.POSITIVE_INFINITY, members, shells },
    linkClass,
    check: true,
  };
}

function groundEntry({ groundCount, satelliteCount }: NodeTable): GroundPlanEntry {
  return {
    protocol: { ref: { name: "nearest" }, config: {} },
    entry: {
      maxLinks: 1,
      maxSlantRangeKm: Number.POSITIVE_INFINITY,
      members: allMembers(groundCount, satelliteCount),
      maskDeg: new Float64Array(groundCount).fill(25),
    },
    linkClass: 2,
  };
}
