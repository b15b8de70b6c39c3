import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { FrameView } from "../../routing/frame-view.js";
import { assignByCost } from "../../routing/ground-assignment.js";
import { defineGroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import type { LinkStageOutput } from "../../routing/link-stage.js";
import { nodeTable, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { type Cloud, clouds } from "../support/clouds.js";
import { frameOf, pairKeys } from "../support/frames.js";
import { linksIn, type RuledGround, ruledStage } from "../support/ruled-stages.js";

const SITES = [
  { latitudeDeg: 48.2, longitudeDeg: 16.4 },
  { latitudeDeg: 47.9, longitudeDeg: 16.1 },
  { latitudeDeg: 48.2, longitudeDeg: 16.4 },
  { latitudeDeg: -33.9, longitudeDeg: 18.4 },
];

interface Candidate {
  readonly site: number;
  readonly satellite: number;
  readonly rangeKm: number;
  readonly elevationDeg: number;
}

/** Every pair of a site and a usable satellite at or above the mask, by looking at all of them. */
function candidates({ positionsKm: p, usable, nodes }: FrameView, maskDeg: number): Candidate[] {
  const all: Candidate[] = [];
  SITES.forEach(({ latitudeDeg, longitudeDeg }, i) => {
    const site = nodes.satelliteCount + i;
    const lat = (latitudeDeg * Math.PI) / 180;
    const lon = (longitudeDeg * Math.PI) / 180;
    for (let satellite = 0; satellite < nodes.satelliteCount; satellite++) {
      const radius = Math.hypot(p[3 * satellite], p[3 * satellite + 1], p[3 * satellite + 2]);
      if (usable[satellite] !== 1 || radius < 6458.135) continue;
      const [x, y, z] = [0, 1, 2].map((axis) => p[3 * satellite + axis] - p[3 * site + axis]);
      const up = x * Math.cos(lat) * Math.cos(lon) + y * Math.cos(lat) * Math.sin(lon) + z * Math.sin(lat);
      const rangeKm = Math.sqrt(x * x + y * y + z * z);
      const elevationDeg = (Math.asin(Math.max(-1, Math.min(1, up / rangeKm))) * 180) / Math.PI;
      if (elevationDeg >= maskDeg) all.push({ site, satellite, rangeKm, elevationDeg });
    }
  });
  return all;
}

interface Rules {
  readonly perSite: number;
  readonly capacity?: number;
  readonly hysteresis?: number;
  readonly held?: ReadonlySet<string>;
  readonly served?: Map<number, number>;
}

const keyOf = ({ site, satellite }: { site: number; satellite: number }) => `${satellite}-${site}`;

/** The assignment as its rule is written. */
function assigned(
  all: readonly Candidate[],
  costOf: (candidate: Candidate) => number,
  { perSite, capacity = Infinity, hysteresis = 0, held = new Set(), served = new Map() }: Rules,
): string[] {
  const cost = (c: Candidate) => costOf(c) - (held.has(keyOf(c)) ? hysteresis : 0);
  const isHeld = (c: Candidate) => (hysteresis > 0 && held.has(keyOf(c)) ? 0 : 1);
  const inOrder = [...all].sort(
    (p, q) =>
      cost(p) - cost(q) ||
      isHeld(p) - isHeld(q) ||
      p.rangeKm - q.rangeKm ||
      p.site - q.site ||
      p.satellite - q.satellite,
  );
  const links = new Map<number, number>();
  const taken: [number, number][] = [];
  for (const { site, satellite } of inOrder) {
    if ((links.get(site) ?? 0) >= perSite || (served.get(satellite) ?? 0) >= capacity) continue;
    links.set(site, (links.get(site) ?? 0) + 1);
    served.set(satellite, (served.get(satellite) ?? 0) + 1);
    taken.push([satellite, site]);
  }
  return pairKeys(taken);
}

function frameAt(satellites: Float64Array, usable?: Uint8Array): FrameView {
  const count = satellites.length / 3;
  const positions = Float64Array.of(
    ...satellites,
    ...SITES.flatMap(({ latitudeDeg, longitudeDeg }) => sitePosition(latitudeDeg, longitudeDeg)),
  );
  const all = usable && Uint8Array.of(...usable, ...SITES.map(() => 1));
  return frameOf(positions, nodeTable(count, SITES.length), all);
}

const gslsOf = (output: LinkStageOutput) => pairKeys(linksIn(output.links, "gsl"));
const build = (frame: FrameView, entry: RuledGround) => ruledStage(frame.nodes, [], [entry]).build(frame);

const byRange = ({ rangeKm }: Candidate) => rangeKm;
const byElevation = ({ elevationDeg }: Candidate) => -elevationDeg;

const k = fc.integer({ min: 1, max: 5 });
const caps = fc.record({
  antennas: fc.option(k, { nil: undefined }),
  capacity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});

/** Rounding decides between equally high satellites at places of a cloud; then there is nothing to compare. */
function isClear(all: readonly Candidate[]): boolean {
  const elevations = all.map(({ elevationDeg }) => elevationDeg).sort((a, b) => a - b);
  return elevations.every((elevation, i) => i === 0 || elevation - elevations[i - 1] > 1e-9);
}

describe("ground protocols", () => {
  it.each([
    { protocol: "nearest", cost: byRange, unlimited: false },
    { protocol: "highest-elevation", cost: byElevation, unlimited: false },
    { protocol: "all-visible", cost: byRange, unlimited: true },
  ])("$protocol keeps to links, antennas and capacity as written, on awkward clouds", (which) => {
    fc.assert(
      fc.property(clouds(), k, caps, fc.constantFrom(-90, 0, 25), (cloud: Cloud, maxLinks, limits, mask) => {
        const frame = frameAt(cloud.positionsKm, cloud.usable);
        const all = candidates(frame, mask);
        fc.pre(all.every(({ elevationDeg }) => Math.abs(elevationDeg - mask) > 1e-6 || mask === -90));
        // Two of the sites are one place.
        fc.pre(which.cost === byRange || isClear(all.filter(({ site }) => site !== all[0]?.site + 2)));
        const perSite = Math.min(which.unlimited ? Infinity : maxLinks, limits.antennas ?? Infinity);
        const output = build(frame, { protocol: which.protocol, maxLinks, maskDeg: mask, ...limits });
        expect(gslsOf(output)).toEqual(assigned(all, which.cost, { perSite, capacity: limits.capacity }));
        expect(output.struck[0]).toMatchObject({ notVisible: 0 });
      }),
      { numRuns: 150 },
    );
  });

  it("take the satellite with the lower id of two in one place", () => {
    const overhead = sitePosition(48.2, 16.4, 600);
    const frame = frameAt(Float64Array.of(...overhead, ...overhead));
    for (const protocol of ["nearest", "highest-elevation"]) {
      expect(gslsOf(build(frame, { protocol }))).toEqual(["0-2", "0-3", "0-4"]);
      expect(gslsOf(build(frame, { protocol, capacity: 1 }))).toEqual(["0-2", "1-4"]);
    }
  });

  it("count the links of entries before them against a capacity", () => {
    const satellites = walkerPositions(walker(), 500);
    const frame = frameAt(satellites);
    const first = frame.nodes.satelliteCount;
    const entries: RuledGround[] = [
      { protocol: "nearest", maxLinks: 4, members: Uint32Array.of(first, first + 3) },
      { protocol: "nearest", maxLinks: 3, capacity: 1, members: Uint32Array.of(first + 1, first + 2) },
    ];
    const { links } = ruledStage(frame.nodes, [], entries).build(frame);
    const all = candidates(frame, 25);
    const served = new Map<number, number>();
    const before = all.filter(({ site }) => site === first || site === first + 3);
    const ofFirst = assigned(before, byRange, { perSite: 4, served });
    const others = all.filter(({ site }) => site === first + 1 || site === first + 2);
    const ofSecond = assigned(others, byRange, { perSite: 3, capacity: 1, served });
    expect(pairKeys(linksIn(links, "gsl")).sort()).toEqual([...ofFirst, ...ofSecond].sort());
    // The other sites would take some of what the first entry has, and find others.
    const alone = assigned(others, byRange, { perSite: 3, capacity: 1 });
    expect(ofFirst).toHaveLength(8);
    expect(ofSecond).toHaveLength(alone.length);
    expect(ofSecond).not.toEqual(alone);
  });

  it("of a user are cut to antennas and capacity in the order of their list", () => {
    const frame = frameAt(walkerPositions(walker(), 500));
    const eager = defineGroundLinkProtocol({
      name: "eager",
      setup:
        ({ entry }) =>
        ({ visible }, links) => {
          entry.members.forEach((site, i) => {
            for (let row = visible.offsets[i + 1] - 1; row >= visible.offsets[i]; row--) {
              links.add(visible.satellites[row], site);
              links.add(site, visible.satellites[row]);
            }
          });
        },
    });
    const all = candidates(frame, 25);
    const { links, struck } = ruledStage(
      frame.nodes,
      [],
      [{ protocol: eager, antennas: 2, capacity: 1 }],
    ).build(frame);
    // From the far end of each row, site by site.
    const perSite = new Map<number, number>();
    const served = new Set<number>();
    const expected: [number, number][] = [];
    let [overAntennas, overCapacity] = [0, 0];
    for (const { site, satellite } of all.sort((p, q) => p.site - q.site || q.rangeKm - p.rangeKm)) {
      if ((perSite.get(site) ?? 0) >= 2) overAntennas += 2;
      else if (served.has(satellite)) overCapacity += 2;
      else {
        perSite.set(site, (perSite.get(site) ?? 0) + 1);
        served.add(satellite);
        expected.push([satellite, site]);
      }
    }
    expect(pairKeys(linksIn(links, "gsl"))).toEqual(pairKeys(expected));
    expect(struck[0]).toMatchObject({ overAntennas, overCapacity });
    expect(overCapacity).toBeGreaterThan(0);
  });
});

describe("a ranking with ties", () => {
  /** Costs in whole thousands of kilometres: most candidates are equals. */
  const costOf = (rangeKm: number) => Math.floor(rangeKm / 1000);
  const coarse = defineGroundLinkProtocol({
    name: "coarse",
    stateful: true,
    setup: (setup) =>
      assignByCost(setup, {
        maxLinks: setup.entry.maxLinks,
        hysteresis: 1,
        rank({ visible }, costs) {
          for (let row = 0; row < costs.length; row++) costs[row] = costOf(visible.slantRangeKm[row]);
        },
      }),
  });

  it("prefers links of the tick before, then the nearer, then the lower ids", () => {
    for (const capacity of [undefined, 1, 2]) {
      let previous: LinkStageOutput["outputs"] | undefined;
      let held: ReadonlySet<string> | undefined;
      const entry = { protocol: coarse, maxLinks: 3, maskDeg: 5, capacity };
      for (let tick = 0; tick < 40; tick++) {
        const frame = frameAt(walkerPositions(walker(), 15 * tick));
        const output = ruledStage(frame.nodes, [], [entry]).build(frame, previous && { previous });
        const expected = assigned(candidates(frame, 5), ({ rangeKm }) => costOf(rangeKm), {
          perSite: 3,
          capacity,
          hysteresis: 1,
          held,
        });
        expect(gslsOf(output)).toEqual(expected);
        [held, previous] = [new Set(expected), output.outputs];
      }
    }
  });
});

describe("hysteresis of ground links", () => {
  it.each([
    { protocol: "nearest", cost: byRange, hysteresis: 150, text: "150 km" },
    { protocol: "highest-elevation", cost: byElevation, hysteresis: 12, text: "12 deg" },
  ])("keeps links by $text ($protocol), as written, tick by tick", ({ protocol, cost, hysteresis, text }) => {
    for (const capacity of [undefined, 1]) {
      const ticks = Array.from({ length: 40 }, (_, tick) => frameAt(walkerPositions(walker(), 20 * tick)));
      const entry = { protocol, maxLinks: 2, config: { hysteresis: text }, maskDeg: 10, capacity };
      const stage = ruledStage(ticks[0].nodes, [], [entry]);
      expect(stage.stateful).toBe(true);
      let previous: LinkStageOutput["outputs"] | undefined;
      let held: ReadonlySet<string> | undefined;
      let [changes, freeChanges] = [0, 0];
      let free: string[] = [];
      for (const frame of ticks) {
        const output = stage.build(frame, previous && { previous });
        const all = candidates(frame, 10);
        const expected = assigned(all, cost, { perSite: 2, capacity, hysteresis, held });
        expect(gslsOf(output)).toEqual(expected);
        const without = assigned(all, cost, { perSite: 2, capacity });
        changes += expected.filter((key) => held !== undefined && !held.has(key)).length;
        freeChanges += without.filter((key) => held !== undefined && !free.includes(key)).length;
        free = without;
        held = new Set(expected);
        previous = output.outputs;
      }
      expect(changes).toBeGreaterThan(0);
      expect(changes).toBeLessThan(0.9 * freeChanges);
    }
  });

  it("of 0 asks for no memory", () => {
    const frame = frameAt(walkerPositions(walker()));
    for (const config of [{}, { hysteresis: "0 km" }]) {
      const stage = ruledStage(frame.nodes, [], [{ protocol: "nearest", config }]);
      expect(stage.stateful).toBe(false);
      expect(stage.build(frame).outputs.size).toBe(0);
    }
  });
});
