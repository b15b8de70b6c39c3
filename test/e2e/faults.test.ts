import { describe, expect, test } from "vitest";
import type { World } from "../../index.js";
import { pairsOf } from "../support/link-pairs.js";
import { recordSmall } from "../support/run-small.js";

/** Pairs that the graph joins, from its rows. */
function graphPairs({ graph }: World): Set<string> {
  const pairs = new Set<string>();
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let arc = graph.offsets[node] as number; arc < (graph.offsets[node + 1] as number); arc++) {
      const other = graph.heads[arc] as number;
      pairs.add(node < other ? `${node}-${other}` : `${other}-${node}`);
    }
  }
  return pairs;
}

const touches = (pair: string, node: number): boolean => pair.split("-").includes(String(node));

describe("a node that goes down", () => {
  test("loses its links at once, is left out by protocols from the next tick, and comes back with a tick", async () => {
    const NODE = 17;
    const seen: Record<string, unknown> = {};
    const { events, topology } = await recordSmall(
      (sim) => {
        const look = (name: string) => {
          const { world } = sim;
          const all = pairsOf(world);
          const left = graphPairs(world);
          seen[name] = {
            usable: world.isUsable(NODE),
            chosen: all.filter((pair) => touches(pair, NODE)).length > 0,
            joined: [...left].some((pair) => touches(pair, NODE)),
            // Within a tick only its own links go.
            othersLeft: all.filter((pair) => !touches(pair, NODE)).every((pair) => left.has(pair)),
          };
        };
        const set = (at: number, usable: boolean) =>
          sim.schedule({ at }, () => sim.setNodeUsable(NODE, usable));
        const lookAt = (at: number, name: string) => sim.schedule({ at }, () => look(name));
        lookAt(11, "before");
        set(12, false);
        lookAt(12, "struck");
        lookAt(21, "masked");
        set(22, true);
        lookAt(23, "up, but not before the next tick");
        lookAt(31, "back");
        set(32, false);
        set(33, true);
        lookAt(34, "down for a moment");
        lookAt(41, "back again");
      },
      ["time.duration=1 min"],
    );
    const up = { usable: true, chosen: true, joined: true, othersLeft: true };
    const struck = { usable: false, chosen: true, joined: false, othersLeft: true };
    const masked = { usable: false, chosen: false, joined: false, othersLeft: true };
    expect(seen).toEqual({
      before: up,
      struck,
      masked,
      "up, but not before the next tick": masked,
      back: up,
      "down for a moment": struck,
      "back again": up,
    });
    const faults = events.filter(({ kind }) => kind.startsWith("node."));
    expect(faults.map(({ kind, subject, time, data }) => [kind, subject, time, data])).toEqual([
      ["node.down", "shell-1-5", 12, { node: NODE, cause: "plugin acting" }],
      ["node.up", "shell-1-5", 22, { node: NODE, cause: "plugin acting" }],
      ["node.down", "shell-1-5", 32, { node: NODE, cause: "plugin acting" }],
      ["node.up", "shell-1-5", 33, { node: NODE, cause: "plugin acting" }],
    ]);
    expect(topology.map((row) => row.usableNodes)).toEqual([106, 106, 105, 106, 106, 106]);
  });

  test("is told once, however often it is said", async () => {
    const { events } = await recordSmall((sim) => {
      sim.on("tick", (world) => sim.setNodeUsable(3, world.tick % 4 !== 0));
      sim.on("tick", (world) => sim.setNodeUsable(3, world.tick % 4 !== 0));
    });
    const faults = events.filter(({ kind }) => kind.startsWith("node."));
    const kinds = faults.map(({ kind, time }) => `${kind} ${time}`);
    expect(kinds.slice(0, 4)).toEqual(["node.down 0", "node.up 10", "node.down 40", "node.up 50"]);
    expect(kinds).toHaveLength(12);
  });

  test("may be down from the setup of a plugin on", async () => {
    const { topology, events } = await recordSmall(
      (sim) => {
        sim.setNodeUsable(4, false);
        sim.setNodeUsable(5, false);
        sim.schedule({ at: 15 }, () => sim.setNodeUsable(5, true));
      },
      ["time.duration=30 s"],
    );
    expect(topology.map((row) => row.usableNodes)).toEqual([104, 104, 105]);
    expect(events[0]).toMatchObject({ kind: "node.down", timeNs: 0, seq: 0, data: { node: 4 } });
  });

  test("must be a node", async () => {
    await recordSmall((sim) => {
      for (const node of [-1, 106, 1.5, Number.NaN]) {
        expect(() => sim.setNodeUsable(node, false)).toThrow("ids are 0 to 105");
        expect(() => sim.setLinkUsable(0, node, false)).toThrow("ids are 0 to 105");
      }
      expect(() => sim.setLinkUsable(7, 7, false)).toThrow("not node 7 with itself");
    });
  });
});

describe("a link that goes down", () => {
  test("is struck from what protocols choose as long as it is down, and from the graph at once", async () => {
    let pair: [number, number] = [0, 0];
    const seen: Record<string, unknown> = {};
    const chosen: number[] = [];
    const { events, topology } = await recordSmall(
      (sim) => {
        const { world } = sim;
        const look = (name: string) => {
          seen[name] = {
            chosen: pairsOf(world).includes(pair.join("-")),
            joined: graphPairs(world).has(pair.join("-")),
            usable: world.isUsable(pair[0]) && world.isUsable(pair[1]),
            missing: world.links.count - graphPairs(world).size,
          };
        };
        sim.on("tick", () => {
          chosen.push(world.links.islCount);
          if (world.tick === 1) pair = [world.links.a[5] as number, world.links.b[5] as number];
        });
        sim.schedule({ at: 11 }, () => look("before"));
        // Either end may be named first.
        sim.schedule({ at: 12 }, () => sim.setLinkUsable(pair[1], pair[0], false));
        sim.schedule({ at: 13 }, () => look("struck"));
        sim.schedule({ at: 21 }, () => look("down"));
        sim.schedule({ at: 22 }, () => sim.setLinkUsable(pair[0], pair[1], true));
        sim.schedule({ at: 23 }, () => look("up, but not before the next tick"));
        sim.schedule({ at: 31 }, () => look("back"));
      },
      ["time.duration=40 s", "time.step=10 s"],
    );
    const up = { chosen: true, joined: true, usable: true, missing: 0 };
    const down = { chosen: true, joined: false, usable: true, missing: 1 };
    expect(seen).toEqual({
      before: up,
      struck: down,
      down,
      "up, but not before the next tick": down,
      back: up,
    });
    expect(topology.map(({ isls }, tick) => (chosen[tick] as number) - isls)).toEqual([0, 0, 1, 0]);
    const faults = events.map(({ kind }) => kind).filter((kind) => kind.startsWith("link."));
    expect(faults).toEqual(["link.down", "link.up"]);
  });
});

test("who hears of a fault finds the network without what went down", async () => {
  const NODE = 17;
  const heard: string[] = [];
  await recordSmall((sim) => {
    sim.on("node.down", () => {
      const left = [...graphPairs(sim.world)].filter((pair) => touches(pair, NODE));
      heard.push(`node: ${left.length} links left`);
    });
    sim.on("link.down", ({ subject }) => {
      heard.push(`link: ${graphPairs(sim.world).has(subject) ? "still" : "no longer"} there`);
    });
    sim.schedule({ at: 5 }, () => {
      // Looked at first, so that a network from before the fault is at hand.
      const pair = [...graphPairs(sim.world)].find((each) => !touches(each, NODE)) ?? "";
      const [a, b] = pair.split("-").map(Number);
      sim.setNodeUsable(NODE, false);
      sim.setLinkUsable(a, b, false);
    });
  });
  expect(heard).toEqual(["node: 0 links left", "link: no longer there"]);
});
