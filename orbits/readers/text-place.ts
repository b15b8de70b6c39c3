/** A 1-based place in a text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of a character offset; for error paths, since it reads the text up to there. */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Offset of the first character that is not a byte order mark. */
export function textStart(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** Shows a piece of input in a message: text quoted with control characters escaped, cut when long. */
export function quote(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (Array.isArray(value)) return value.some(isStructure) ? "a list" : cut(JSON.stringify(value));
  return isStructure(value) ? "a mapping" : String(value);
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function isStructure(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
