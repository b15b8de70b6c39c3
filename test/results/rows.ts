import { fc } from "@fast-check/vitest";
import type { TableRow } from "../../results/index.js";

/** Rows as a run may write them: few and many distinct values, nulls, the extremes of each type. */
export const routeRow: fc.Arbitrary<TableRow<"routes">> = fc.record({
  time_ns: fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((tick) => tick * 10_000_000_000),
    fc.maxSafeInteger(),
    fc.constantFrom(0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ),
  source: fc.oneof(
    fc.constantFrom("Vienna", "Tōkyō", "São Paulo", "\ufeffGraz"),
    fc.string({ unit: "grapheme" }),
  ),
  target: fc.constant("Łódź 🛰"),
  reachable: fc.boolean(),
  rtt_ms: fc.option(fc.oneof(fc.constantFrom(0, -0, 12.5), fc.double())),
  hops: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  path: fc.option(fc.array(fc.nat(9999), { maxLength: 12 }).map((nodes) => nodes.join("-"))),
});

/** A plain row of the route table. */
export function route(tick: number, row: Partial<TableRow<"routes">> = {}): TableRow<"routes"> {
  return {
    time_ns: tick * 1_000_000_000,
    source: "Vienna",
    target: "Tokyo",
    reachable: true,
    rtt_ms: 50 + tick,
    hops: 8,
    path: "1600-3-4-1601",
    ...row,
  };
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
