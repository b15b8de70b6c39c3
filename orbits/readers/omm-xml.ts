import { XMLParser, XMLValidator } from "fast-xml-parser";
import { InputError } from "../input-error.js";
import type { OmmRecords } from "./omm-records.js";
import type { ProblemList } from "./problem-list.js";
import { type Place, placeOf, quote, textStart } from "./text-place.js";

type Element = Readonly<Record<string, unknown>>;

/**
 * OMM as XML: one `omm`, or an `ndm` of many. Source of the structure: CCSDS 505.0-B-3 (NDM/XML), section 4.
 * Units in attributes are the standard's only ones and are not read.
 *
 * @throws InputError where the text is not XML or is not of that form
 */
export function ommRecordsFromXml(text: string, problems: ProblemList): OmmRecords {
  const root = parseXml(problems.file, text);
  const messages = messagesOf(problems.file, root);
  const objects = messages.map(fieldsOf);
  return {
    count: objects.length,
    field: (index, key) => (objects[index] as Element)[key],
    keys: (index) => Object.keys(objects[index] as Element),
    placeOf: (index, key) => placeOfMessage(text, index, key),
  };
}

function parseXml(file: string, text: string): Element {
  const content = text.slice(textStart(text));
  if (content.trim() === "") fail(file, { line: 1, column: 1 }, "the file is empty");
  const valid = XMLValidator.validate(content);
  if (valid !== true) {
    const { line, col, msg } = valid.err;
    fail(file, { line, column: col }, `not XML: ${msg}`);
  }
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    parseTagValue: false,
    isArray: (name) => name === "omm",
  });
  try {
    return parser.parse(content) as Element;
  } catch (error) {
    // Its limits on nesting and entities, and names it refuses.
    return fail(file, { line: 1, column: 1 }, `not XML that can be read: ${(error as Error).message}`);
  }
}

function messagesOf(file: string, root: Element): readonly unknown[] {
  const ndm = root.ndm;
  const messages = isElement(ndm) ? ndm.omm : root.omm;
  if (Array.isArray(messages)) return messages;
  const found = Object.keys(root)[0] ?? "nothing";
  const inside = ndm === undefined ? `<ndm> or <omm>, found ${quote(found)}` : "<omm> inside of <ndm>";
  return fail(file, { line: 1, column: 1 }, `expected ${inside}`);
}

/** All fields of a message in one object; they are told apart by their names alone. */
function fieldsOf(message: unknown): Element {
  const segment = child(child(message, "body"), "segment");
  const data = child(segment, "data");
  return {
    ...child(segment, "metadata"),
    ...child(data, "meanElements"),
    ...child(data, "tleParameters"),
  };
}

function child(parent: unknown, name: string): Element {
  const value = isElement(parent) ? parent[name] : undefined;
  return isElement(value) ? value : {};
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Line and column of the message with the given index, or of one field of it. */
function placeOfMessage(text: string, index: number, key: string | undefined): Place {
  const tags = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:[\w.-]+:)?omm(?=[\s/>])/g;
  let seen = -1;
  let start = 0;
  let end = text.length;
  for (const match of text.matchAll(tags)) {
    if (match[0].startsWith("<!")) continue;
    seen++;
    if (seen === index) start = match.index;
    if (seen === index + 1) {
      end = match.index;
      break;
    }
  }
  if (key !== undefined) {
    const field = text.slice(start, end).search(new RegExp(`<(?:[\\w.-]+:)?${key}(?=[\\s/>])`));
    if (field !== -1) start += field;
  }
  return placeOf(text, start);
}

function fail(file: string, place: Place, message: string): never {
  throw new InputError([{ file, ...place, message }]);
}
