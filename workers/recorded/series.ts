import type { ColumnEntry, ColumnReader, ColumnWriter } from "./columns.js";
import { extrapolate, MOST_ORDER, OrderChooser } from "./prediction.js";
import { RecordError } from "./record-error.js";
import { EXACT, type Residuals } from "./residuals.js";

/** Memory that a series may keep of earlier ticks, bytes: a million satellites are told against four of them. */
const PAST_BYTES = 96e6;
const FEWEST_KEPT = 2;

/** Ticks before that a series of so many values is told against, at most. */
export function ticksToldAgainst(values: number): number {
  const room = Math.floor(PAST_BYTES / (Float64Array.BYTES_PER_ELEMENT * values));
  return Math.max(FEWEST_KEPT, Math.min(MOST_ORDER, room));
}

/** The values of the last ticks, the latest first, in memory that is used again and again. */
class Past {
  readonly history: Float64Array[] = [];
  #spare: Float64Array | undefined;

  clear(): void {
    this.history.length = 0;
  }

  keep(values: Float64Array): void {
    const { history } = this;
    if (history.length === ticksToldAgainst(values.length)) this.#spare = history.pop();
    const reused = this.#spare?.length === values.length ? this.#spare : new Float64Array(values.length);
    this.#spare = undefined;
    reused.set(values);
    history.unshift(reused);
  }
}

/** Writes values that go on smoothly from tick to tick, as many at each. */
export class SeriesWriter {
  readonly #past = new Past();
  readonly #residuals: Residuals;
  readonly #chooser: OrderChooser;
  #expected = new Float64Array(0);

  constructor(residuals: Residuals = EXACT) {
    this.#residuals = residuals;
    this.#chooser = new OrderChooser(residuals);
  }

  /** Forgets the ticks before. */
  restart(): void {
    this.#past.clear();
  }

  write(columns: ColumnWriter, values: Float64Array): ColumnEntry {
    const { history } = this.#past;
    if (this.#expected.length !== values.length) this.#expected = new Float64Array(values.length);
    const order = this.#chooser.choose(values, history);
    extrapolate(history, order, this.#expected);
    const entry = columns.doubles(values, this.#expected, order, this.#residuals);
    this.#past.keep(values);
    return entry;
  }
}

/** Reads what `SeriesWriter` wrote. */
export class SeriesReader {
  readonly #past = new Past();
  readonly #residuals: Residuals;

  constructor(residuals: Residuals = EXACT) {
    this.#residuals = residuals;
  }

  restart(): void {
    this.#past.clear();
  }

  /** @returns values in an array of their own @throws RecordError */
  read(columns: ColumnReader, entry: ColumnEntry): Float64Array {
    const { history } = this.#past;
    if (entry.order > history.length) {
      throw new RecordError(
        `it is told against ${entry.order} ticks before, where ${history.length} are known`,
      );
    }
    const values = new Float64Array(entry.length);
    extrapolate(history, entry.order, values);
    columns.doubles(entry, values, this.#residuals);
    this.#past.keep(values);
    return values;
  }
}
