import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { FrameView } from "../../routing/frame-view.js";
import { defineGroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import { LinkProtocolError, LinkSetupError } from "../../routing/link-errors.js";
import { LinkList } from "../../routing/link-list.js";
import { defineLinkProtocol } from "../../routing/link-protocol.js";
import { createLinkStage } from "../../routing/link-stage.js";
import type { LinkClass, LinkTable } from "../../routing/link-table.js";
import type { Shell } from "../../routing/nodes.js";
import { nodeTable, shellOf, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOf, pairsOf } from "../support/frames.js";
import { stageOf } from "../support/stages.js";

const SITES = [sitePosition(48.2, 16.4), sitePosition(-33.9, 18.4), sitePosition(90, 0)];

/** Satellites of a small Walker shell and three sites. */
function smallWorld(usable?: Uint8Array): FrameView {
  const shell = shellOf(walker({ planes: 12, slotsPerPlane: 12 }));
  const positions = Float64Array.of(
    ...walkerPositions(walker({ planes: 12, slotsPerPlane: 12 })),
    ...SITES.flat(),
  );
  return frameOf(positions, nodeTable(shell.count, SITES.length, [shell]), usable);
}

function linksOf(table: LinkTable, from: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [table.a[from + i], table.b[from + i]]);
}

const A_CLASS: LinkClass = { kind: "fixed", bandwidthBps: 1e9, hopDelayMs: 0 };

/** An ISL protocol that chooses the given pairs. */
const choosing = (pairs: readonly (readonly [number, number])[], name = "mine") =>
  defineLinkProtocol({
    name,
    setup: () => (_tick, links) => {
      for (const [a, b] of pairs) links.add(a, b);
    },
  });

describe("link stage", () => {
  it("refuses more classes of links than a table can tell apart", () => {
    const { nodes } = smallWorld();
    const { plan } = stageOf(nodes, []);
    const withClasses = (count: number) => () =>
      createLinkStage({ ...plan, classes: Array(count).fill(A_CLASS) }, nodes, { isl: [], ground: [] });
    expect(withClasses(65_537)).toThrow("expected at most 65536 classes of links");
    expect(withClasses(65_536)).not.toThrow();
  });

  it("gives sorted parts without repeats, whichever order and direction links were chosen in", () => {
    const { stage } = stageOf(smallWorld().nodes, [
      {
        protocol: choosing([
          [5, 4],
          [1, 0],
          [4, 5],
          [0, 1],
          [0, 11],
          [2, 1],
        ]),
      },
    ]);
    const { links } = stage.build(smallWorld());
    expect(linksOf(links, 0, links.count)).toEqual([
      [0, 1],
      [0, 11],
      [1, 2],
      [4, 5],
    ]);
    expect(links).toMatchObject({ islCount: 4, gslCount: 0, fixedCount: 0, count: 4 });
    const { positionsKm: p } = smallWorld();
    expect(links.lengthKm[0]).toBeCloseTo(Math.hypot(p[0] - p[3], p[1] - p[4], p[2] - p[5]), 9);
  });

  it("puts ISLs first, then ground links, then those of static networks, each with its class", () => {
    const frame = smallWorld();
    const staticLinks = [
      { a: 145, b: 146, lengthKm: 0, latencyMs: 7, bandwidthBps: 1e9, jitterMs: 0 },
      { a: 144, b: 145, lengthKm: 300, latencyMs: 1, bandwidthBps: 2e9, jitterMs: 0 },
      { a: 144, b: 146, lengthKm: 0, latencyMs: 9, bandwidthBps: 3e9, jitterMs: 0 },
    ];
    const { stage } = stageOf(
      frame.nodes,
      [{ protocol: "plus-grid" }],
      [{ protocol: "all-visible", maskDeg: 5 }],
      staticLinks,
    );
    // The middle one is down at this tick.
    const fixed = { count: 2, index: Uint32Array.of(0, 1), latencyMs: Float64Array.of(7.5, 1.5) };
    const { links } = stage.build(frame, { fixed, fixedClass: 2 });
    const firstFixed = links.count - 2;
    expect(links.fixedCount).toBe(2);
    expect(linksOf(links, firstFixed, 2)).toEqual([
      [144, 145],
      [145, 146],
    ]);
    expect([...links.fixedLatencyMs.subarray(0, 2)]).toEqual([1.5, 7.5]);
    expect([...links.lengthKm.subarray(firstFixed, links.count)]).toEqual([300, 0]);
    const classes = [...links.linkClass.subarray(0, links.count)];
    expect(classes).toEqual([...Array(links.islCount).fill(0), ...Array(links.gslCount).fill(1), 3, 2]);
    expect(links.gslCount).toBeGreaterThan(0);
  });

  it("leaves out fixed links of masked nodes", () => {
    const usable = new Uint8Array(147).fill(1);
    usable[145] = 0;
    const staticLinks = [{ a: 144, b: 145, lengthKm: 0, latencyMs: 7, bandwidthBps: 1e9, jitterMs: 0 }];
    const { stage } = stageOf(smallWorld().nodes, [], [], staticLinks);
    const fixed = { count: 1, index: Uint32Array.of(0), latencyMs: Float64Array.of(7) };
    expect(stage.build(smallWorld(usable), { fixed }).links.count).toBe(0);
    expect(stage.build(smallWorld(), { fixed }).links.count).toBe(1);
  });

  it("strikes what may not be, and counts it by its reason", () => {
    const usable = new Uint8Array(147).fill(1);
    usable[7] = 0;
    const frame = smallWorld(usable);
    const pairs = [
      [6, 7],
      [0, 6],
      [0, 1],
      [0, 2],
    ] as const;
    const { stage } = stageOf(frame.nodes, [{ protocol: choosing(pairs), maxRangeKm: 13_000 }]);
    const { links, struck } = stage.build(frame);
    // Slots are 30 degrees apart: 3,586 km, which clears the Earth; at 60 degrees it is in the way.
    expect(linksOf(links, 0, links.count)).toEqual([[0, 1]]);
    expect(struck).toEqual([{ unusable: 1, outOfRange: 1, behindEarth: 1, notVisible: 0 }]);
  });

  it("lets a list with check: false be out of range and behind the Earth, but not at a masked node", () => {
    const usable = new Uint8Array(147).fill(1);
    usable[7] = 0;
    const frame = smallWorld(usable);
    const config = {
      pairs: [
        [6, 7],
        [0, 6],
        [0, 1],
      ],
    };
    const build = (check: boolean) =>
      stageOf(frame.nodes, [{ protocol: "list", config, check, maxRangeKm: 100 }]).stage.build(frame);
    expect(build(true).links.count).toBe(0);
    const { links, struck } = build(false);
    expect(linksOf(links, 0, links.count)).toEqual([
      [0, 1],
      [0, 6],
    ]);
    expect(struck[0].unusable).toBe(1);
  });

  it("strikes ground links to what is not visible", () => {
    const all = defineGroundLinkProtocol({
      name: "everything",
      setup:
        ({ nodes, entry }) =>
        (_tick, links) => {
          for (const site of entry.members)
            for (let id = 0; id < nodes.satelliteCount; id++) links.add(id, site);
          links.add(0, 1);
        },
    });
    const frame = smallWorld();
    const { stage } = stageOf(
      frame.nodes,
      [],
      [{ protocol: all }, { protocol: "all-visible", members: new Uint32Array() }],
    );
    const { links, struck } = stage.build(frame);
    const gsls = linksOf(links, 0, links.count);
    const { stage: byName } = stageOf(frame.nodes, [], [{ protocol: "all-visible" }]);
    const reference = byName.build(frame).links;
    expect(gsls).toEqual(linksOf(reference, 0, reference.count));
    expect(struck[0]).toEqual({
      unusable: 0,
      outOfRange: 0,
      behindEarth: 0,
      notVisible: 3 * 144 + 1 - gsls.length,
    });
  });

  it("gives each site its nearest satellites", () => {
    const frame = smallWorld();
    const rows = (maxLinks: number) => {
      const { links } = stageOf(frame.nodes, [], [{ protocol: "nearest", maskDeg: 0, maxLinks }]).stage.build(
        frame,
      );
      return Array.from({ length: links.count }, (_, i) => ({ site: links.b[i], km: links.lengthKm[i] }));
    };
    const every = rows(1000);
    for (const k of [1, 3]) {
      for (const site of [144, 145, 146]) {
        const ranges = (list: typeof every) =>
          list
            .filter((r) => r.site === site)
            .map(({ km }) => km)
            .sort((a, b) => a - b);
        expect(ranges(rows(k))).toEqual(ranges(every).slice(0, k));
      }
    }
  });

  it("does not depend on what it built before", () => {
    fc.assert(
      fc.property(clouds(60), clouds(60), (before, now) => {
        const nodes = nodeTable(Math.max(before.count, now.count));
        const view = (cloud: typeof now) => {
          const positions = new Float64Array(3 * nodes.count);
          const usable = new Uint8Array(nodes.count);
          positions.set(cloud.positionsKm);
          usable.set(cloud.usable);
          return frameOf(positions, nodes, usable);
        };
        const used = stageOf(nodes, [{ protocol: "nearest" }]).stage;
        used.build(view(before));
        const fresh = stageOf(nodes, [{ protocol: "nearest" }]).stage.build(view(now)).links;
        const again = used.build(view(now)).links;
        expect(linksOf(again, 0, again.count)).toEqual(linksOf(fresh, 0, fresh.count));
        expect([...again.lengthKm.subarray(0, again.count)]).toEqual([
          ...fresh.lengthKm.subarray(0, fresh.count),
        ]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("protocols in the link stage", () => {
  it("are handed their own last output if they are stateful, and give it for the next tick", () => {
    const seen: (readonly [number, number][] | undefined)[] = [];
    const walk = defineLinkProtocol({
      name: "walk",
      stateful: true,
      setup: () => (tick, links) => {
        seen.push(tick.previous && pairsOf(tick.previous));
        links.add(0, (tick.previous?.b[0] ?? 0) + 1);
      },
    });
    const frame = smallWorld();
    const { stage } = stageOf(frame.nodes, [{ protocol: "none" }, { protocol: walk }]);
    expect(stage.stateful).toBe(true);
    const first = stage.build(frame);
    const second = stage.build({ ...frame, tick: 1 }, { previous: first.outputs });
    expect(seen).toEqual([undefined, [[0, 1]]]);
    expect([...second.outputs.keys()]).toEqual([1]);
    // What belongs to the caller stays as it was.
    stage.build({ ...frame, tick: 2 }, { previous: second.outputs });
    expect(pairsOf(first.outputs.get(1) as LinkList)).toEqual([[0, 1]]);
    // The second choice was struck (too far), and yet is what the next tick sees.
    expect(pairsOf(second.outputs.get(1) as LinkList)).toEqual([[0, 2]]);
    expect(second.links.count).toBe(0);
  });

  it("get neither state nor foresight unless they declare it", () => {
    let checked = 0;
    const plain = defineLinkProtocol({
      name: "plain",
      setup: () => (tick) => {
        expect(tick.previous).toBeUndefined();
        expect(tick.positionsAt).toBeUndefined();
        checked++;
      },
    });
    const seer = defineLinkProtocol({
      name: "seer",
      lookAhead: true,
      setup: () => (tick) => {
        expect(tick.positionsAt?.(5)).toEqual(Float64Array.of(5));
        checked++;
      },
    });
    const frame = smallWorld();
    const { stage } = stageOf(frame.nodes, [{ protocol: plain }, { protocol: seer }]);
    expect(stage.stateful).toBe(false);
    const previous = new Map([[0, new LinkList()]]);
    expect(stage.build(frame, { previous, lookAhead: (ns) => Float64Array.of(ns) }).outputs.size).toBe(0);
    expect(checked).toBe(2);
  });

  it("share one index of the usable satellites", () => {
    const indices = new Set<unknown>();
    const curious = defineLinkProtocol({
      name: "curious",
      setup: () => (tick) => {
        indices.add(tick.index);
        expect(tick.index.count).toBe(144);
      },
    });
    const curiousGround = defineGroundLinkProtocol({
      name: "curious",
      setup: () => (tick) => {
        indices.add(tick.index);
        expect(tick.visible.offsets).toHaveLength(4);
      },
    });
    const frame = smallWorld();
    stageOf(
      frame.nodes,
      [{ protocol: curious }, { protocol: curious }],
      [{ protocol: curiousGround }],
    ).stage.build(frame);
    expect(indices.size).toBe(1);
  });

  it.each([
    { what: "a node with itself", pairs: [[3, 3]] as const, why: "it links node 3 with itself" },
    {
      what: "a node that does not exist",
      pairs: [[0, 147]] as const,
      why: "it links node 147, which does not exist",
    },
    { what: "a negative id", pairs: [[-1, 2]] as const, why: "it links node -1, which does not exist" },
    {
      what: "a site, in an ISL",
      pairs: [[0, 144]] as const,
      why: "it links node 144, which is no satellite",
    },
  ])("are stopped, by name and tick, when they link $what", ({ pairs, why }) => {
    const frame = { ...smallWorld(), tick: 17 };
    const { stage } = stageOf(frame.nodes, [{ protocol: choosing(pairs, "wild") }]);
    const failure = () => stage.build(frame);
    expect(failure).toThrow(LinkProtocolError);
    expect(failure).toThrow(`link protocol "wild" failed at tick 17: ${why}`);
  });

  it("are named with the tick when they throw, and so are ground protocols", () => {
    const cause = new RangeError("out of ideas");
    const throwing = () => () => {
      throw cause;
    };
    const frame = { ...smallWorld(), tick: 3 };
    const isl = stageOf(frame.nodes, [{ protocol: defineLinkProtocol({ name: "bad", setup: throwing }) }]);
    const gsl = stageOf(
      frame.nodes,
      [],
      [{ protocol: defineGroundLinkProtocol({ name: "bad", setup: throwing }) }],
    );
    for (const { stage } of [isl, gsl]) {
      expect(() => stage.build(frame)).toThrow('link protocol "bad" failed at tick 3: out of ideas');
    }
    try {
      isl.stage.build(frame);
    } catch (error) {
      expect(error).toMatchObject({ protocol: "bad", tick: 3, cause });
    }
  });

  it("are refused at set-up with the place of their entry", () => {
    const shell: Shell = { name: "real", source: "real", first: 0, count: 4 };
    const nodes = nodeTable(4, 0, [shell]);
    const setUp = () => stageOf(nodes, [{ protocol: "none" }, { protocol: "plus-grid" }]);
    expect(setUp).toThrow(LinkSetupError);
    try {
      setUp();
    } catch (error) {
      expect(error).toMatchObject({
        kind: "isl",
        entry: 1,
        message: expect.stringContaining('shell "real"'),
      });
    }
  });
});
