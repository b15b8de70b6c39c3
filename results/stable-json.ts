/**
 * JSON that depends on the content alone: keys sorted by code unit, as in RFC 8785, so that equal values
 * give equal text whatever order they were built in. What `JSON.stringify` would silently change (NaN,
 * infinities, typed arrays, holes) or cannot write is refused with its place.
 */

/** One line without spaces: what hashes are taken of. @throws TypeError naming the place */
export function canonicalJson(value: unknown): string {
  return write(value, "", { indent: "", colon: ":" }, "$", []);
}

/** For people: two spaces of indentation and a newline at the end. @throws TypeError naming the place */
export function prettyJson(value: unknown): string {
  return `${write(value, "\n", { indent: "  ", colon: ": " }, "$", [])}\n`;
}

interface Layout {
  readonly indent: string;
  readonly colon: string;
}

/** @param newline `"\n"` and the indentation of the enclosing level, or nothing at all */
function write(value: unknown, newline: string, layout: Layout, place: string, above: object[]): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${place}: ${value} has no form in JSON`);
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, newline, layout, place, above);
    default:
      throw new TypeError(`${place}: a value of type ${typeof value} has no form in JSON`);
  }
}

function writeObject(value: object, newline: string, layout: Layout, place: string, above: object[]): string {
  if (above.includes(value)) throw new TypeError(`${place}: the value contains itself`);
  const path = [...above, value];
  const inner = newline + layout.indent;
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, i) => write(item, inner, layout, `${place}[${i}]`, path));
    return items.length === 0 ? "[]" : `[${inner}${items.join(`,${inner}`)}${newline}]`;
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return write(value.toJSON(), newline, layout, place, path);
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${place}: an object of class ${value.constructor.name} has no form in JSON`);
  }
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    members.push(JSON.stringify(key) + layout.colon + write(item, inner, layout, `${place}.${key}`, path));
  }
  return members.length === 0 ? "{}" : `{${inner}${members.join(`,${inner}`)}${newline}}`;
}
