import type { ElementSets } from "../element-sets.js";
import type { InputProblem } from "../input-error.js";

/**
 * One warning where names repeat and one where catalogue numbers do, each with the count and the first
 * example. Published catalogues repeat both, so neither is a mistake; satellites without name or with number
 * 0 repeat nothing.
 *
 * @param lineOf line of the satellite with the given index; called for examples only
 */
export function repeatWarnings(
  file: string,
  elements: ElementSets,
  lineOf: (index: number) => number | undefined,
): InputProblem[] {
  const warnings: InputProblem[] = [];
  const names = findRepeats(elements.count, (i) => elements.names.at(i) || undefined);
  if (names !== undefined) warnings.push(warning(file, names, "name", `"${names.key}"`, lineOf));
  const numbers = findRepeats(elements.count, (i) => elements.catalogueNumbers[i] || undefined);
  if (numbers !== undefined) {
    warnings.push(warning(file, numbers, "catalogue number", String(numbers.key), lineOf));
  }
  return warnings;
}

interface Repeats {
  /** Satellites whose key an earlier one has. */
  readonly count: number;
  readonly key: string | number;
  /** The first such satellite, and the one it repeats. */
  readonly index: number;
  readonly earlier: number;
}

function findRepeats(
  count: number,
  keyOf: (index: number) => string | number | undefined,
): Repeats | undefined {
  const seen = new Map<string | number, number>();
  let repeats = 0;
  let index = -1;
  for (let i = 0; i < count; i++) {
    const key = keyOf(i);
    if (key === undefined) continue;
    if (!seen.has(key)) seen.set(key, i);
    else if (repeats++ === 0) index = i;
  }
  if (repeats === 0) return undefined;
  const key = keyOf(index) as string | number;
  return { count: repeats, key, index, earlier: seen.get(key) as number };
}

function warning(
  file: string,
  repeats: Repeats,
  what: string,
  example: string,
  lineOf: (index: number) => number | undefined,
): InputProblem {
  const line = lineOf(repeats.index);
  const earlier = lineOf(repeats.earlier);
  const satellites = repeats.count === 1 ? "1 satellite repeats" : `${repeats.count} satellites repeat`;
  const where = earlier === undefined ? "" : ` (first on line ${earlier})`;
  return {
    file,
    ...(line !== undefined && { line, column: 1 }),
    message: `${satellites} the ${what} of an earlier one, for example ${example}${where}; satellites are told apart by their place in the file`,
  };
}
