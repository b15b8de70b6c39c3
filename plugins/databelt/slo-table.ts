import type { SloEntry } from "./published.js";

/** What holds for sizes between two entries: a straight line, or the entry of the next larger size. */
export type SloBetween = "linear" | "next-larger";

/**
 * The longest that moving a state of this size may take, ms. Below the first entry its value holds; beyond the last one the
 * line through the last two goes on (`linear`), or the last value holds (`next-larger`).
 *
 * @param table at least one entry, by size, ascending
 */
export function migrationSloMs(table: readonly SloEntry[], sizeBytes: number, between: SloBetween): number {
  const next = table.findIndex((entry) => entry.sizeBytes >= sizeBytes);
  if (next === 0) return table[0].migrationMs;
  if (between === "next-larger") return table.at(next)!.migrationMs;
  const upper = next === -1 ? table.length - 1 : next;
  if (upper === 0) return table[0].migrationMs;
  const [a, b] = [table[upper - 1], table[upper]];
  const share = (sizeBytes - a.sizeBytes) / (b.sizeBytes - a.sizeBytes);
  return a.migrationMs + share * (b.migrationMs - a.migrationMs);
}
