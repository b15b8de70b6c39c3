/** One submission of a trace. */
export interface TraceRow {
  /** Within the text, from 1. */
  readonly line: number;
  /** Seconds since the start. */
  readonly time: number;
  readonly workflow: string;
}

export interface TraceMistake {
  readonly line: number;
  readonly message: string;
}

const HEADER = "time_s,workflow";

/**
 * Reads submissions from CSV text with the header `time_s,workflow`: seconds since the start, which do not go back, and the
 * name of what is submitted then. Empty lines do not count.
 */
export function readTrace(text: string): { readonly rows: TraceRow[]; readonly mistakes: TraceMistake[] } {
  const rows: TraceRow[] = [];
  const mistakes: TraceMistake[] = [];
  const lines = text.split(/\r?\n/).map((content, i) => ({ line: i + 1, content: content.trim() }));
  const [header, ...records] = lines.filter(({ content }) => content !== "");
  if (header === undefined || header.content.replace(/\s/g, "") !== HEADER) {
    const got = header === undefined ? "nothing" : `"${header.content}"`;
    return {
      rows,
      mistakes: [{ line: header?.line ?? 1, message: `expected the header ${HEADER}; got ${got}` }],
    };
  }
  let last = 0;
  for (const { line, content } of records) {
    const fields = content.split(",").map((field) => field.trim());
    const [written, workflow] = fields;
    const time = Number(written);
    if (fields.length !== 2 || workflow === "") {
      mistakes.push({ line, message: `expected ${HEADER}; got "${content}"` });
    } else if (written === "" || !(time >= 0 && time < Number.POSITIVE_INFINITY)) {
      mistakes.push({ line, message: `expected seconds since the start, at least 0; got "${written}"` });
    } else if (time < last) {
      mistakes.push({ line, message: `times must not go back: ${time} s after ${last} s` });
    } else {
      last = time;
      rows.push({ line, time, workflow });
    }
  }
  return { rows, mistakes };
}
