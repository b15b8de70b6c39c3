/** Figures as explanations show them; their full values stand in the structured answer. */

/** `1,234.5 km`; under 10 m in metres, so that no shortfall shows as zero. */
export function km(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude > 0 && magnitude < 0.01) return `${small(value * 1000)} m`;
  return `${value.toLocaleString("en-US", { maximumFractionDigits: magnitude < 1 ? 3 : 1 })} km`;
}

export function deg(value: number): string {
  return Math.abs(value) > 0 && Math.abs(value) < 0.01 ? `${small(value)} deg` : `${value.toFixed(2)} deg`;
}

/** `12.345 ms`; under 10 microseconds in those, so that the hops of a cluster do not show as zero. */
export function ms(value: number): string {
  if (value > 0 && value < 0.01) return `${(1000 * value).toPrecision(3)} us`;
  return `${value.toFixed(3)} ms`;
}

export function seconds(value: number): string {
  return `${Number(value.toFixed(9))} s`;
}

/** A data rate in the largest unit that leaves at least 1. */
export function rate(bps: number): string {
  const units = [
    ["Tbps", 1e12],
    ["Gbps", 1e9],
    ["Mbps", 1e6],
    ["kbps", 1e3],
  ] as const;
  const [unit, factor] = units.find(([, size]) => bps >= size) ?? (["bps", 1] as const);
  return `${Number((bps / factor).toPrecision(4))} ${unit}`;
}

function small(value: number): string {
  return value.toPrecision(2);
}
