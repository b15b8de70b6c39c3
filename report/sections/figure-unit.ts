/** Units by the endings of the names that figures of a summary have. */
const ENDINGS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Ms\b/, "ms"],
  [/Km(?:Mean|Max|Min)?\b/, "km"],
  [/Deg\b/, "deg"],
  [/Bps\b/, "bit/s"],
  [/Bytes\b/, "bytes"],
  [/Seconds\b/, "s"],
];

/**
 * The unit of a figure of a flattened summary, by its name; `"1"` for plain numbers.
 * @param units of the run's own metrics, by their names
 */
export function unitOfFigure(figure: string, units: ReadonlyMap<string, string>): string {
  const metric = /^metrics\.(.+)\.([^.]+)$/.exec(figure);
  if (metric !== null) return metric[2] === "count" ? "1" : (units.get(metric[1] as string) ?? "1");
  return ENDINGS.find(([ending]) => ending.test(figure))?.[1] ?? "1";
}
