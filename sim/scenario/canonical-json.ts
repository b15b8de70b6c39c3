/**
 * JSON in one form only: keys sorted, no white space, so that equal contents give equal bytes. Typed arrays
 * count as lists, and what JSON cannot say (undefined, infinities) is left out or named.
 */
export function canonicalJson(value: unknown): string {
  if (ArrayBuffer.isView(value)) return canonicalJson(Array.from(value as Uint8Array));
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value instanceof Map || value instanceof Set) return canonicalJson([...value]);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) return JSON.stringify(String(value));
  return typeof value === "bigint" ? `"${value}n"` : (JSON.stringify(value) ?? "null");
}
