import { chiefElements } from "../../orbits/cluster-chief.js";
import type { ElementSets } from "../../orbits/element-sets.js";
import { InputError } from "../../orbits/input-error.js";
import type { Instant } from "../../orbits/instant.js";
import { readTle } from "../../orbits/readers/tle.js";
import type { ChecksumRule } from "../../orbits/readers/tle-line-check.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Loading } from "./loading.js";
import type { ClusterConfig } from "./schema/cluster.js";
import { plainView, type View } from "./view.js";

/** A cluster's chief as one element set. */
export interface LoadedChief {
  readonly elements: ElementSets;
  readonly view: View;
}

/** Reads a chief; notes what is wrong with it, and is undefined then. */
export async function loadChief(
  loading: Loading,
  path: Path,
  chief: ClusterConfig["chief"],
  epoch: Instant,
): Promise<LoadedChief | undefined> {
  const { kind, ...rest } = chief;
  if (chief.kind === "orbit") return { elements: chiefElements(chief, epoch), view: plainView(rest) };
  if (chief.kind === "lines") {
    const elements = chiefOfLines(loading, [...path, "lines"], chief.lines, chief.checksum);
    return elements && { elements, view: plainView(rest) };
  }
  const { tle, checksum } = chief;
  const opened = await loading.read([...path, "tle"], tle);
  const read = opened && loading.collect(() => readTle(opened.shown, opened.text, { checksum }));
  if (opened === undefined || read === undefined) return undefined;
  loading.warnings.push(...read.warnings);
  const { count } = read.elements;
  if (count !== 1) {
    loading.fail([...path, "tle"], `expected one element set, the chief's; "${tle}" has ${count}`);
    return undefined;
  }
  return {
    elements: read.elements,
    view: { shown: { tle, checksum }, content: { tle: opened.sha256, checksum } },
  };
}

/** What is wrong with a line is told at its place in the scenario. */
function chiefOfLines(
  loading: Loading,
  path: Path,
  lines: readonly string[],
  checksum: ChecksumRule,
): ElementSets | undefined {
  const placeOf = (line: number | undefined): Path => (line === undefined ? path : [...path, line - 1]);
  // A block of YAML ends in a line break, which is none of the text.
  const texts = lines.map((line) => line.trimEnd());
  const several = texts.findIndex((text) => /[\r\n]/.test(text));
  if (several >= 0) {
    loading.fail(placeOf(several + 1), "expected one line of an element set; it has line breaks");
    return undefined;
  }
  try {
    const { elements, warnings } = readTle("", texts.join("\n"), { checksum });
    for (const { line, message } of warnings) loading.warn(placeOf(line), message);
    return elements;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { line, message } of error.problems) loading.fail(placeOf(line), message);
    return undefined;
  }
}
