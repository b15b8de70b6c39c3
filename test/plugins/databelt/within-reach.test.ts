import { describe, expect, test } from "vitest";
import { reversedPath } from "../../../plugins/databelt/reversed-path.js";
import { withinReach } from "../../../plugins/databelt/within-reach.js";
import { type FakeLink, fakeTopology } from "./fake-graph.js";

describe("nodes about to leave", () => {
  test("are those without a way to the destination by then", () => {
    const later = fakeTopology(5, [
      [0, 2, 1],
      [2, 4, 1],
      [1, 3, 1],
    ]);
    expect([...withinReach(later, 4)]).toEqual([1, 0, 1, 0, 1]);
  });

  test("are beyond a node that does not relay", () => {
    const links: FakeLink[] = [
      [0, 1, 1],
      [1, 2, 1],
    ];
    expect([...withinReach(fakeTopology(3, links, { relays: [1, 0, 0] }), 2)]).toEqual([0, 1, 1]);
  });

  test("are not on the way of holders", () => {
    const topology = fakeTopology(4, [
      [0, 1, 5],
      [1, 3, 5],
      [0, 2, 9],
      [2, 3, 9],
    ]);
    const over = (present: readonly number[]) => reversedPath({ ...topology, present }, 0, 3);
    expect(over([1, 1, 1, 1]).map(({ node }) => node)).toEqual([3, 1, 0]);
    expect(over([1, 0, 1, 1]).map(({ node }) => node)).toEqual([3, 2, 0]);
    expect(over([1, 0, 0, 1])).toEqual([{ node: 0, latencyMs: 0 }]);
  });
});
