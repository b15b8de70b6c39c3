import { InputError } from "../input-error.js";
import { findJsonSyntaxError } from "./json-syntax.js";
import { type Place, placeOf, textStart } from "./text-place.js";

/**
 * A JSON text that can tell where its values stand. Parsing is `JSON.parse`'s; places are looked for in the
 * text only when a problem asks for them.
 */
export class JsonSource {
  readonly value: unknown;
  readonly #text: string;
  readonly #start: number;
  /** Offsets of the items of lists that were asked for, by the list's own offset. */
  readonly #items = new Map<number, number[]>();

  /** @throws InputError at the first syntax error, and for an empty text */
  constructor(file: string, text: string) {
    this.#text = text;
    const bom = textStart(text);
    this.#start = skipBlanks(text, bom);
    if (this.#start === text.length) {
      throw new InputError([{ file, line: 1, column: 1, message: "the file is empty" }]);
    }
    try {
      this.value = JSON.parse(bom === 0 ? text : text.slice(bom));
    } catch (error) {
      const found = findJsonSyntaxError(text, bom);
      const message = found === undefined ? (error as Error).message : `expected ${found.expected}`;
      const place = placeOf(text, found?.offset ?? 0);
      throw new InputError([{ file, ...place, message: `not JSON: ${message}` }]);
    }
  }

  /** Where the value at `path` begins; where a step of it does not exist, its nearest ancestor. */
  placeOf(path: readonly (string | number)[]): Place {
    let offset = this.#start;
    for (const step of path) {
      const next = typeof step === "number" ? this.#itemsOf(offset)[step] : this.#member(offset, step);
      if (next === undefined) break;
      offset = next;
    }
    return placeOf(this.#text, offset);
  }

  #itemsOf(list: number): readonly number[] {
    let items = this.#items.get(list);
    if (items === undefined) {
      items = [];
      const text = this.#text;
      let at = skipBlanks(text, list + 1);
      while (text[list] === "[" && at < text.length && text[at] !== "]") {
        items.push(at);
        at = skipBlanks(text, skipValue(text, at));
        if (text[at] === ",") at = skipBlanks(text, at + 1);
      }
      this.#items.set(list, items);
    }
    return items;
  }

  /** Offset of the value of a key; of the last such, as in `JSON.parse`. */
  #member(object: number, key: string): number | undefined {
    const text = this.#text;
    if (text[object] !== "{") return undefined;
    let found: number | undefined;
    let at = skipBlanks(text, object + 1);
    while (at < text.length && text[at] !== "}") {
      const keyEnd = skipValue(text, at);
      const value = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
      if (JSON.parse(text.slice(at, keyEnd)) === key) found = value;
      at = skipBlanks(text, skipValue(text, value));
      if (text[at] === ",") at = skipBlanks(text, at + 1);
    }
    return found;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
  }
  return at;
}

/** End of the value at offset `from` in a text that is known to be JSON. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '"') {
      at = skipString(text, at);
    } else if (char === "{" || char === "[") {
      depth++;
      at++;
    } else if (char === "}" || char === "]") {
      if (depth === 0) return at;
      depth--;
      at++;
    } else {
      if (depth === 0 && (char === "," || char === ":" || char.trim() === "")) return at;
      at++;
      continue;
    }
    if (depth === 0) return at;
  }
  return at;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
