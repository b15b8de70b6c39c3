import { describe, expect, test } from "vitest";
import type { SimEvent, World } from "../../../../index.js";
import { ecefToGeodetic } from "../../../../orbits/geodesy.js";
import { recordSmall } from "../../../support/run-small.js";

interface Change {
  readonly at: number;
  readonly node: number;
  readonly up: boolean;
}

function nodeChanges(events: readonly SimEvent[]): Change[] {
  return events
    .filter(({ kind }) => kind === "node.down" || kind === "node.up")
    .map(({ kind, data, time }) => ({ at: time, node: data.node as number, up: kind === "node.up" }));
}

/** Runs the small scenario (4 min, 96 satellites, 10 cities) with faults; `look` is called at each tick. */
function withFaults(faults: string, look: (world: World) => void = () => {}, changes: string[] = []) {
  return recordSmall((sim) => void sim.on("tick", look), [`faults=${faults}`, ...changes]);
}

/** Seconds for which a node of the list was up, and how often it failed and came back. */
function history(changes: readonly Change[], nodes: number, until: number) {
  const since = new Array<number>(nodes).fill(0);
  const isUp = new Array<boolean>(nodes).fill(true);
  let upSeconds = 0;
  let downSeconds = 0;
  for (const { at, node, up } of changes) {
    if (isUp[node] === true) upSeconds += at - since[node]!;
    else downSeconds += at - since[node]!;
    expect(isUp[node]).toBe(!up);
    isUp[node] = up;
    since[node] = at;
  }
  for (const [node, up] of isUp.entries()) {
    if (up) upSeconds += until - since[node]!;
    else downSeconds += until - since[node]!;
  }
  const failures = changes.filter(({ up }) => !up).length;
  return { upSeconds, downSeconds, failures, repairs: changes.length - failures };
}

describe("random failures of nodes", () => {
  test("come at the stated rates: failures over time up, repairs over time down", async () => {
    const { events } = await withFaults(
      "[{ random: { nodes: shell, mttf: 100 s, mttr: 20 s } }]",
      undefined,
      ["time.duration=30 min"],
    );
    const { upSeconds, downSeconds, failures, repairs } = history(nodeChanges(events), 96, 1800);
    // Counts of a Poisson process: four standard deviations.
    expect(Math.abs(failures - upSeconds / 100)).toBeLessThan(4 * Math.sqrt(upSeconds / 100));
    expect(Math.abs(repairs - downSeconds / 20)).toBeLessThan(4 * Math.sqrt(downSeconds / 20));
    expect(failures).toBeGreaterThan(1000);
  });

  test("by Weibull's law have the stated mean, and few early ones where they come of wear", async () => {
    const faults =
      "[{ random: { nodes: shell, mttf: 100 s, mttr: never, distribution: weibull, shape: 6 } }]";
    const { events } = await withFaults(faults);
    const changes = nodeChanges(events);
    expect(changes).toHaveLength(96);
    const mean = changes.reduce((sum, { at }) => sum + at, 0) / 96;
    // Its coefficient of variation at shape 6 is 0.194.
    expect(Math.abs(mean - 100)).toBeLessThan((4 * 19.4) / Math.sqrt(96));
    expect(Math.min(...changes.map(({ at }) => at))).toBeGreaterThan(20);
  });

  test("are those of the seed, and of no other entry", async () => {
    const one = "{ random: { nodes: shell, mttf: 500 s, mttr: 20 s } }";
    const of = async (faults: string, seed = 5) =>
      (await withFaults(faults, undefined, [`seed=${seed}`])).events
        .filter(({ data }) => data.cause === "faults.0")
        .map(({ timeNs, kind, subject }) => `${timeNs} ${kind} ${subject}`);
    const alone = await of(`[${one}]`);
    expect(await of(`[${one}, { random: { nodes: edge, mttf: 100 s, mttr: 1 s } }]`)).toEqual(alone);
    expect(await of(`[${one}]`, 6)).not.toEqual(alone);
  });
});

describe("random failures of links", () => {
  test("come at the stated rate over all links that exist, and strike those of the kind", async () => {
    let linkSeconds = 0;
    const { events } = await withFaults(
      "[{ random: { links: isl, mttf: 2000 s, mttr: 10 s } }]",
      ({ links }) => {
        linkSeconds += 10 * links.islCount;
      },
    );
    const failed = events.filter(({ kind }) => kind === "link.down");
    const expected = linkSeconds / 2000;
    expect(Math.abs(failed.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    expect(failed.every(({ data }) => (data.a as number) < 96 && (data.b as number) < 96)).toBe(true);
    expect(events.filter(({ kind }) => kind === "link.up").length).toBeGreaterThan(failed.length / 2);
  });

  test("of some nodes only are theirs", async () => {
    const { events } = await withFaults("[{ random: { links: gsl, for: Tokyo, mttf: 5 s, mttr: 2 s } }]");
    const failed = events.filter(({ kind }) => kind === "link.down");
    expect(failed.length).toBeGreaterThan(3);
    // Ground nodes follow the 96 satellites; Tokyo is the most populous.
    expect(new Set(failed.map(({ data }) => data.b))).toEqual(new Set([96]));
  });
});

describe("an outage", () => {
  test("takes nodes and links down for its time, and the network is without them", async () => {
    const isolated: number[] = [];
    const { events } = await withFaults(
      "[{ outage: { nodes: Tokyo, from: 25 s, to: 55 s } }, { outage: { link: [0, 1], from: 5 s } }]",
      (world) => {
        if (!world.isUsable(96)) isolated.push(world.tickTime);
      },
    );
    expect(isolated).toEqual([30, 40, 50]);
    expect(
      events.filter(({ kind }) => /^(node|link)\./.test(kind)).map(({ kind, time }) => [kind, time]),
    ).toEqual([
      ["link.down", 5],
      ["node.down", 25],
      ["node.up", 55],
    ]);
  });

  test("does not end what another cause keeps down", async () => {
    const { events } = await withFaults(
      "[{ outage: { nodes: Tokyo, from: 10 s, to: 90 s } }, { outage: { nodes: Tokyo, from: 20 s, to: 40 s } }]",
    );
    expect(nodeChanges(events)).toEqual([
      { at: 10, node: 96, up: false },
      { at: 90, node: 96, up: true },
    ]);
  });
});

describe("a region", () => {
  test("takes ground nodes within its circle down, and no others", async () => {
    const down = new Set<number>();
    await withFaults(
      "[{ region: { circle: { latitude: 35.7 deg, longitude: 139.7 deg, radius: 300 km }, from: 0 s } }]",
      (world) => {
        for (let node = 0; node < world.nodes.count; node++) if (!world.isUsable(node)) down.add(node);
      },
    );
    expect([...down]).toEqual([96]);
  });

  test("of latitudes takes satellites while they are there", async () => {
    const seen: boolean[] = [];
    await withFaults("[{ region: { latitudes: [-40 deg, 0 deg], from: 0 s, to: 150 s } }]", (world) => {
      for (let node = 0; node < 96; node++) {
        const { latitudeDeg } = ecefToGeodetic([...world.position(node)] as [number, number, number]);
        const isInside = latitudeDeg >= -40 && latitudeDeg <= 0;
        const isOn = world.tickTime < 150;
        // Struck as of the tick at which it went in; it comes back with the tick after it came out.
        if (isInside && isOn && world.tick > 0) expect(world.isUsable(node)).toBe(false);
        if (!isInside) seen.push(world.isUsable(node));
        if (world.tickTime > 160) expect(world.isUsable(node)).toBe(true);
      }
    });
    expect(seen.filter((usable) => usable).length).toBeGreaterThan(seen.length * 0.9);
  });
});

describe("a storm", () => {
  test("takes its share at once, told together, and they are repaired one by one", async () => {
    const faults = "[{ storm: { nodes: shell, share: 0.2, at: 65 s, mttr: 30 s } }]";
    const usable: number[] = [];
    const { events } = await withFaults(faults, (world) => {
      usable.push(Array.from({ length: 96 }, (_, node) => world.isUsable(node)).filter(Boolean).length);
    });
    const changes = nodeChanges(events);
    expect(changes.filter(({ up }) => !up).map(({ at }) => at)).toEqual(new Array(19).fill(65));
    expect(usable.slice(0, 7)).toEqual(new Array(7).fill(96));
    expect(usable[7]).toBeLessThan(90);
    expect(usable.at(-1)).toBeGreaterThan(90);
  });

  test("leaves what it took where nothing repairs it, spread over its time", async () => {
    const faults = "[{ storm: { nodes: shell, share: 0.5, at: 20 s, spread: 60 s, mttr: never } }]";
    const { events } = await withFaults(faults);
    const times = nodeChanges(events).map(({ at }) => at);
    expect(times).toHaveLength(48);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...times)).toBeLessThan(80);
    expect(new Set(times).size).toBeGreaterThan(40);
  });
});
