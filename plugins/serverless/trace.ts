/** One submission of a trace. */
export interface TraceRow extends TracePlace {
  /** Seconds since the start. */
  readonly time: number;
  readonly workflow: string;
}

/** A place within the text, from 1. Of a row, that of its workflow's name. */
export interface TracePlace {
  readonly line: number;
  readonly column: number;
}

export interface TraceMistake extends TracePlace {
  readonly message: string;
}

interface Cell {
  readonly text: string;
  readonly column: number;
}

const HEADER = "time_s,workflow";
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** The clock counts nanoseconds up to 2^53 - 1: 104 days. */
const MOST_SECONDS = Number.MAX_SAFE_INTEGER / 1e9;

/**
 * Reads submissions from CSV text with the header `time_s,workflow`: seconds since the start, which do not go back, and the
 * name of what is submitted then. Empty lines do not count.
 */
export function readTrace(text: string): { readonly rows: TraceRow[]; readonly mistakes: TraceMistake[] } {
  const rows: TraceRow[] = [];
  const mistakes: TraceMistake[] = [];
  const lines = text.split(/\r?\n/).map((content, i) => ({ line: i + 1, content }));
  const [header, ...records] = lines.filter(({ content }) => content.trim() !== "");
  if (header === undefined || header.content.replace(/\s/g, "") !== HEADER) {
    const got = header === undefined ? "nothing" : `"${header.content.trim()}"`;
    const message = `expected the header ${HEADER}; got ${got}`;
    return { rows, mistakes: [{ line: header?.line ?? 1, column: 1, message }] };
  }
  let last = 0;
  for (const { line, content } of records) {
    const cells = cellsOf(content);
    const [written, workflow] = cells;
    if (cells.length !== 2) {
      mistakes.push({ line, column: 1, message: `expected ${HEADER}; got "${content.trim()}"` });
      continue;
    }
    const fail = ({ column }: Cell, message: string) => mistakes.push({ line, column, message });
    if (workflow.text === "") fail(workflow, "expected the name of a workflow; got nothing");
    const time = DECIMAL.test(written.text) ? Number(written.text) : Number.NaN;
    if (!(time >= 0 && time <= MOST_SECONDS)) {
      fail(written, `expected seconds since the start, from 0 to 104 days; got "${written.text}"`);
    } else if (time < last) {
      fail(written, `times must not go back: ${time} s after ${last} s`);
    } else {
      last = time;
      if (workflow.text !== "") rows.push({ line, column: workflow.column, time, workflow: workflow.text });
    }
  }
  return { rows, mistakes };
}

/** Values of a line, without the blanks around them. */
function cellsOf(content: string): Cell[] {
  let at = 0;
  return content.split(",").map((raw) => {
    const column = at + 1 + (raw.length - raw.trimStart().length);
    at += raw.length + 1;
    return { text: raw.trim(), column };
  });
}
