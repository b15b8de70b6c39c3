/** Numbers and times as a report writes them; the same wherever it is made. */

/** Whole numbers with their thousands apart, others to four digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(String(value));
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-4) return value.toExponential(3);
  if (magnitude >= 1000) return grouped(value.toFixed(magnitude >= 10_000 ? 0 : 1));
  return String(Number(value.toPrecision(4)));
}

/** `1 probe`, `2,000 probes`. */
export function counted(count: number, what: string): string {
  return `${formatNumber(count)} ${what}${count === 1 ? "" : "s"}`;
}

export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const PARTS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** `1 h 30 min`, `12.5 s`. */
export function formatDuration(ns: number): string {
  let seconds = ns / 1e9;
  const texts: string[] = [];
  for (const [unit, size] of PARTS) {
    const count = Math.floor(seconds / size);
    if (count === 0) continue;
    texts.push(`${formatNumber(count)} ${unit}`);
    seconds -= count * size;
  }
  if (seconds > 0 || texts.length === 0) texts.push(`${formatNumber(Number(seconds.toFixed(9)))} s`);
  return texts.join(" ");
}

function grouped(digits: string): string {
  const [whole, fraction] = digits.split(".") as [string, string?];
  const apart = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}
