import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";

const node = z.int().min(0);

const config = z
  .strictObject({
    pairs: z
      .array(z.tuple([node, node]))
      .transform((pairs): Uint32Array => Uint32Array.from(pairs.flat()))
      .optional()
      .describe("Pairs of node ids of the whole scenario, such as [[0, 1], [1, 2]]."),
    file: z.string().min(1).optional().describe("A file with two node ids a line, in place of pairs."),
    check: z
      .boolean()
      .default(true)
      .describe("False lets links be longer than maxRange, or behind the Earth."),
  })
  .refine(({ pairs, file }) => (pairs === undefined) !== (file === undefined), {
    error: "expected either pairs or file",
  });

/** `pairs` is flat: `[a0, b0, a1, b1, ...]`. Whoever loads a scenario turns `file` into it. */
export type ListConfig = z.output<typeof config>;

/**
 * `list`: the pairs that the scenario names, ids of the whole scenario, in whatever entry. The stage strikes
 * those that are not admissible at a tick, unless the plan's entry says `check: false`.
 */
export const list = defineLinkProtocol<ListConfig>({
  name: "list",
  description: "the pairs of node ids that the scenario or a file names",
  config,
  setup({ nodes, config: { pairs } }) {
    if (pairs === undefined) throw new Error("list needs the pairs of its file");
    const a = pairs.filter((_, i) => i % 2 === 0);
    const b = pairs.filter((_, i) => i % 2 === 1);
    for (let i = 0; i < b.length; i++) checkPair(a[i], b[i], nodes.satelliteCount);
    return (_tick, links) => links.addAll(a, b);
  },
});

function checkPair(a: number, b: number, satelliteCount: number): void {
  if (a === b) throw new Error(`list links node ${a} with itself`);
  const highest = Math.max(a, b);
  if (highest >= satelliteCount) {
    throw new Error(`list names ${a} and ${b}; ids of satellites are 0 to ${satelliteCount - 1}`);
  }
}
