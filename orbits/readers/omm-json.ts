import { JsonSource } from "./json-source.js";
import type { OmmRecords } from "./omm-records.js";
import type { ProblemList } from "./problem-list.js";
import { quote } from "./text-place.js";

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * OMM as JSON: a list of objects or a single one, with numbers (CelesTrak) or numbers as text (Space-Track).
 * @throws InputError where the text is not JSON or is not of that form
 */
export function ommRecordsFromJson(text: string, problems: ProblemList): OmmRecords {
  const source = new JsonSource(problems.file, text);
  const isList = Array.isArray(source.value);
  const objects = (isList ? source.value : [source.value]) as unknown[];
  const pathOf = (index: number) => (isList ? [index] : []);
  objects.forEach((object, index) => {
    if (isObject(object)) return;
    const message = `expected an object with the fields of an OMM, found ${quote(object)}`;
    problems.addAt(() => source.placeOf(pathOf(index)), message);
  });
  problems.throwIfAny();
  const at = (index: number) => objects[index] as JsonObject;
  return {
    count: objects.length,
    field: (index, key) => at(index)[key],
    keys: (index) => Object.keys(at(index)),
    placeOf: (index, key) => source.placeOf(key === undefined ? pathOf(index) : [...pathOf(index), key]),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
