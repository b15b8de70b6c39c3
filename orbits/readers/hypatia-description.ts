import { parseDecimal } from "./decimal-text.js";
import { ProblemList } from "./problem-list.js";
import { quote, textStart } from "./text-place.js";

/** How long links may be, as a Hypatia state directory says; absent where it does not. */
export interface HypatiaDescription {
  readonly maxGslKm?: number;
  readonly maxIslKm?: number;
}

const LENGTHS = { max_gsl_length_m: "maxGslKm", max_isl_length_m: "maxIslKm" } as const;

/**
 * Reads Hypatia's `description.txt`: `key=value` lines, of which `max_gsl_length_m` and `max_isl_length_m`
 * (metres) are used and keys of other tools are let be.
 *
 * @throws InputError with every line that is no `key=value`, a key given twice, and lengths that are no
 *   numbers above 0
 */
export function readHypatiaDescription(file: string, text: string): HypatiaDescription {
  const problems = new ProblemList(file);
  const found: { maxGslKm?: number; maxIslKm?: number } = {};
  const lines = new Map<string, number>();
  text
    .slice(textStart(text))
    .split("\n")
    .forEach((content, index) => {
      if (content.trim() === "") return;
      const line = index + 1;
      const equals = content.indexOf("=");
      if (equals === -1) {
        problems.add(line, 1, `expected key=value, found ${quote(content.trim())}`);
        return;
      }
      const key = content.slice(0, equals).trim();
      const earlier = lines.get(key);
      if (earlier !== undefined) {
        problems.add(line, 1, `${key} is given twice; first on line ${earlier}`);
        return;
      }
      lines.set(key, line);
      if (!Object.hasOwn(LENGTHS, key)) return;
      const km = kilometres(content.slice(equals + 1));
      if (km !== undefined) {
        found[LENGTHS[key as keyof typeof LENGTHS]] = km;
        return;
      }
      const value = content.slice(equals + 1).trim();
      problems.add(line, equals + 2, `${key}: expected metres, a number above 0, found ${quote(value)}`);
    });
  problems.throwIfAny();
  return found;
}

/**
 * Metres as kilometres by moving the decimal point, which rounds once: what `metresText` wrote comes back as
 * the same double.
 */
function kilometres(text: string): number | undefined {
  const metres = parseDecimal(text);
  if (metres === undefined || metres <= 0) return undefined;
  return /e/i.test(text) ? metres / 1000 : Number(`${text.trim()}e-3`);
}

/**
 * Kilometres as metres with ten decimals, as Hypatia writes lengths, and more only where it takes more to read
 * the same kilometres again.
 */
export function metresText(km: number): string {
  const metres = (km * 1000).toFixed(10);
  if (kilometres(metres) === km) return metres;
  const [whole, decimals] = km.toFixed(16).split(".") as [string, string];
  return `${Number(whole + decimals.slice(0, 3))}.${decimals.slice(3)}`;
}
