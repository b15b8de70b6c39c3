import { readFileSync } from "node:fs";
import { allocateElementSets, type ElementSets } from "../../orbits/element-sets.js";

/** The two lines of each element set of a text, whatever stands between them. */
export function twoLineSets(text: string): { line1: string; line2: string }[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line1, i) => {
    const line2 = lines[i + 1];
    return line1.startsWith("1 ") && line2?.startsWith("2 ") ? [{ line1, line2 }] : [];
  });
}

/**
 * Element sets by nothing but the fixed columns, with no checks: for tests of propagation that should not
 * depend on the project's own reader.
 */
export function elementsFromColumns(sets: readonly { line1: string; line2: string }[]): ElementSets {
  const elements = allocateElementSets(
    sets.length,
    sets.map(({ line1 }) => line1.slice(2, 7)),
  );
  sets.forEach(({ line1, line2 }, i) => {
    const yy = Number(line1.slice(18, 20));
    const [day = "", fraction = ""] = line1.slice(20, 32).trim().split(".");
    elements.catalogueNumbers[i] = Number(line1.slice(2, 7));
    elements.epochDay[i] = Date.UTC(yy < 57 ? 2000 + yy : 1900 + yy, 0, Number(day)) / 86_400_000;
    elements.epochSecondOfDay[i] = Number(`0.${fraction}`) * 86_400;
    elements.bstar[i] = Number(
      `${line1.slice(53, 54)}.${line1.slice(54, 59).trim()}e${line1.slice(59, 61).replace(" ", "")}`,
    );
    elements.inclinationDeg[i] = Number(line2.slice(8, 16));
    elements.rightAscensionDeg[i] = Number(line2.slice(17, 25));
    elements.eccentricity[i] = Number(`.${line2.slice(26, 33).replaceAll(" ", "0")}`);
    elements.argumentOfPerigeeDeg[i] = Number(line2.slice(34, 42));
    elements.meanAnomalyDeg[i] = Number(line2.slice(43, 51));
    elements.meanMotionRevPerDay[i] = Number(line2.slice(52, 63));
  });
  return elements;
}

/** Element sets of a file, by `elementsFromColumns`. */
export function elementsOfFile(path: string): ElementSets {
  return elementsFromColumns(twoLineSets(readFileSync(path, "utf8")));
}
