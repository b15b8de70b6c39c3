import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { reversedPath } from "../../../plugins/databelt/reversed-path.js";
import { type FakeLink, fakeTopology } from "./fake-graph.js";

const nodes = (path: readonly { node: number }[]) => path.map(({ node }) => node);

describe("the reversed path", () => {
  test("begins at the destination and ends at the source, with the latency from the source", () => {
    const line = fakeTopology(4, [
      [0, 1, 10],
      [1, 2, 20],
      [2, 3, 35],
    ]);
    expect(reversedPath(line, 0, 3)).toEqual([
      { node: 3, latencyMs: 65 },
      { node: 2, latencyMs: 30 },
      { node: 1, latencyMs: 10 },
      { node: 0, latencyMs: 0 },
    ]);
    expect(reversedPath(line, 2, 2)).toEqual([{ node: 2, latencyMs: 0 }]);
  });

  test("is the source alone where the destination cannot be reached", () => {
    expect(reversedPath(fakeTopology(3, [[0, 1, 10]]), 0, 2)).toEqual([{ node: 0, latencyMs: 0 }]);
  });

  test("passes through no node that does not relay", () => {
    const links: FakeLink[] = [
      [0, 1, 1],
      [1, 2, 1],
      [0, 3, 5],
      [3, 2, 5],
    ];
    expect(nodes(reversedPath(fakeTopology(4, links, { relays: [0, 0, 0, 1] }), 0, 2))).toEqual([2, 3, 0]);
  });

  test("keeps, of equal ways, the one over the node whose name comes last", () => {
    const links: FakeLink[] = [
      [0, 1, 5],
      [0, 2, 5],
      [1, 3, 5],
      [2, 3, 5],
    ];
    const over = (names: readonly string[]) => nodes(reversedPath(fakeTopology(4, links, { names }), 0, 3));
    expect(over(["a", "b", "c", "d"])).toEqual([3, 2, 0]);
    expect(over(["a", "c", "b", "d"])).toEqual([3, 1, 0]);
  });

  test("is as short as Floyd and Warshall's, on any graph", () => {
    const graph = fc.integer({ min: 2, max: 9 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        links: fc.uniqueArray(
          fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.integer({ min: 0, max: 6 })),
          { selector: ([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`, maxLength: 20 },
        ),
      }),
    );
    fc.assert(
      fc.property(graph, ({ count, links: drawn }) => {
        const links = drawn.filter(([a, b]) => a !== b);
        const least = Array.from({ length: count }, (_, i) =>
          Array.from({ length: count }, (_, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
        );
        for (const [a, b, ms] of links) least[a][b] = least[b][a] = ms;
        for (let k = 0; k < count; k++)
          for (let i = 0; i < count; i++)
            for (let j = 0; j < count; j++) least[i][j] = Math.min(least[i][j], least[i][k] + least[k][j]);
        const topology = fakeTopology(count, links);
        for (let target = 0; target < count; target++) {
          const path = reversedPath(topology, 0, target);
          expect(path.at(-1)).toEqual({ node: 0, latencyMs: 0 });
          if (least[0][target] === Number.POSITIVE_INFINITY) expect(path).toHaveLength(1);
          else for (const { node, latencyMs } of path) expect(latencyMs).toBe(least[0][node]);
        }
      }),
    );
  });
});
