import { ByteBuffer } from "flatbuffers";
import { type ChosenLinks, chosenLinks } from "../../routing/chosen-links.js";
import { FrameRecord } from "../generated/starbelt/records/frame-record.js";
import { ColumnReader } from "./columns.js";
import { expectedByOrigin, expectedLengths } from "./link-lengths.js";
import { NO_PAIRS, type ReadChanges, readChanges } from "./pair-changes.js";
import { RecordError } from "./record-error.js";
import { KEY_INTERVAL, type RecordedFrame, type RecordForm } from "./recorded-frame.js";
import { EXACT, WHOLE } from "./residuals.js";
import { SeriesReader } from "./series.js";
import { FRAME_IDENTIFIER } from "./write-record.js";

/** No column has more values: a wrong length is found before memory is asked for. */
const MOST_VALUES = 1 << 24;

const SIZE_PREFIX = 4;

/** What is left of the tick before. */
interface Before {
  readonly tick: number;
  readonly status: Uint8Array;
  readonly usable: Uint8Array;
  readonly struck: Uint32Array;
  readonly withheld: Uint32Array;
  readonly visible: Uint32Array;
  readonly links: Omit<ReadChanges, "origin">;
  readonly fixedFrom: number;
  readonly fixedLengthKm: Float64Array;
  readonly fixedLatencyMs: Float64Array;
  readonly outputs: ReadonlyMap<number, ChosenLinks>;
}

const NONE = new Uint32Array(0);

const NOTHING: Before = {
  tick: -1,
  status: new Uint8Array(0),
  usable: new Uint8Array(0),
  struck: NONE,
  withheld: NONE,
  visible: NONE,
  links: NO_PAIRS,
  fixedFrom: 0,
  fixedLengthKm: new Float64Array(0),
  fixedLatencyMs: new Float64Array(0),
  outputs: new Map(),
};

/** Reads records, each after the one before or at a key. Its frames are to be read, never written: the next is told against them. */
export class FrameRecordReader {
  readonly #form: RecordForm;
  readonly #columns = new ColumnReader(MOST_VALUES);
  readonly #positions: SeriesReader;
  readonly #states: readonly SeriesReader[];
  #before = NOTHING;

  constructor(form: RecordForm) {
    this.#form = form;
    this.#positions = new SeriesReader(form.precisionKm === undefined ? EXACT : WHOLE);
    this.#states = form.states.map(() => new SeriesReader());
  }

  /** Tick of the last record that was read; -1 where there is none. */
  get lastTick(): number {
    return this.#before.tick;
  }

  /**
   * @param bytes a whole record, at the start of its memory
   * @param tick whose it should be: that after the last one, or a key's
   * @throws RecordError
   */
  read(bytes: Uint8Array, tick: number): RecordedFrame {
    const buffer = new ByteBuffer(bytes);
    buffer.setPosition(SIZE_PREFIX);
    if (bytes.length < 16 || !buffer.__has_identifier(FRAME_IDENTIFIER))
      throw new RecordError("it is no frame");
    const record = FrameRecord.getRootAsFrameRecord(buffer);
    if (record.tick() !== tick) throw new RecordError(`expected tick ${tick}; found tick ${record.tick()}`);
    if (record.isKey() !== (tick % KEY_INTERVAL === 0)) throw new RecordError("keys stand elsewhere");
    if (record.isKey()) this.#restart();
    else if (this.#before.tick !== tick - 1) throw new RangeError(`tick ${tick} needs the one before it`);
    try {
      return this.#read(record);
    } catch (error) {
      // What was read of it is of no use to the next.
      this.#restart();
      throw error;
    }
  }

  #restart(): void {
    this.#before = NOTHING;
    this.#positions.restart();
    for (const state of this.#states) state.restart();
  }

  #read(record: FrameRecord): RecordedFrame {
    const { nodeCount, precisionKm } = this.#form;
    const before = this.#before;
    const columns = this.#columns;
    columns.begin({
      plain: record.plainArray() ?? new Uint8Array(0),
      packed: record.packedArray() ?? new Uint8Array(0),
      packedSize: record.packedSize(),
    });
    const positionsKm = this.#positions.read(
      columns,
      columns.entry(record.positions(), "positions", 3 * nodeCount),
    );
    if (precisionKm !== undefined) for (let i = 0; i < positionsKm.length; i++) positionsKm[i] *= precisionKm;
    const statusEntry = columns.entry(record.status(), "status", nodeCount);
    const status = new Uint8Array(columns.integers(statusEntry, before.status));
    const usableEntry = columns.entry(record.usable(), "usable nodes", nodeCount);
    const usable = new Uint8Array(columns.integers(usableEntry, before.usable));

    const [islCount, gslCount, fixedCount] = [record.islCount(), record.gslCount(), record.fixedCount()];
    const count = islCount + gslCount + fixedCount;
    const fixedFrom = islCount + gslCount;
    const links = readChanges(columns, record.links(), before.links);
    this.#checkLinks(links, count);
    const origins = { origin: links.origin, first: fixedFrom, firstBefore: before.fixedFrom };
    const lengthKm = new Float64Array(count);
    expectedLengths(links.a, links.b, fixedFrom, positionsKm, lengthKm);
    expectedByOrigin(origins, before.fixedLengthKm, lengthKm.subarray(fixedFrom));
    columns.doubles(columns.entry(record.lengths(), "lengths", count), lengthKm);
    const fixedLatencyMs = new Float64Array(fixedCount);
    expectedByOrigin(origins, before.fixedLatencyMs, fixedLatencyMs);
    columns.doubles(columns.entry(record.fixedLatencies(), "fixed latencies", fixedCount), fixedLatencyMs);
    const struck = columns.integers(columns.entry(record.struck(), "strikes"), before.struck);
    const withheldColumn = record.withheld();
    const withheld =
      withheldColumn && columns.integers(columns.entry(withheldColumn, "withheld links"), before.withheld);
    const visible = columns.integers(columns.entry(record.visible(), "visible satellites"), before.visible);
    const downColumn = record.down();
    const down = downColumn && columns.integers(columns.entry(downColumn, "links down", count));
    const states = this.#readStates(record, columns);
    const outputs = this.#readOutputs(record, columns);
    columns.end();

    const tick = record.tick();
    const { a, b, linkClass = new Uint16Array(0) } = links;
    this.#before = {
      tick,
      status,
      usable,
      struck,
      withheld: withheld ?? NONE,
      visible,
      links: { a, b, linkClass },
      fixedFrom,
      fixedLengthKm: lengthKm.subarray(fixedFrom),
      fixedLatencyMs,
      outputs,
    };
    return {
      tick,
      timeNs: Number(record.timeNs()),
      positionsKm,
      status,
      usable,
      links: { islCount, gslCount, fixedCount, count, a, b, lengthKm, linkClass, fixedLatencyMs },
      struck,
      ...(withheld !== null && { withheld }),
      visible,
      ...(down !== null && { down: new Uint8Array(down) }),
      states,
      outputs,
    };
  }

  #checkLinks({ a, b, linkClass }: ReadChanges, count: number): void {
    if (a.length !== count || linkClass?.length !== count) {
      throw new RecordError(`expected ${count} links; found ${a.length}`);
    }
    const { nodeCount } = this.#form;
    for (let i = 0; i < count; i++) {
      if (a[i] >= nodeCount || b[i] >= nodeCount)
        throw new RecordError(`it links node ${Math.max(a[i], b[i])} of ${nodeCount}`);
    }
  }

  #readStates(record: FrameRecord, columns: ColumnReader): Map<string, Float64Array> {
    const { states: names, nodeCount } = this.#form;
    if (record.statesLength() !== names.length) throw new RecordError("it has other states than its file");
    return new Map(
      names.map((name, i) => {
        const state = record.states(i);
        if (state?.name() !== name) throw new RecordError(`it has no state "${name}"`);
        const entry = columns.entry(state.values(), `state "${name}"`, nodeCount);
        return [name, this.#states[i].read(columns, entry)];
      }),
    );
  }

  #readOutputs(record: FrameRecord, columns: ColumnReader): Map<number, ChosenLinks> {
    const outputs = new Map<number, ChosenLinks>();
    for (let i = 0; i < record.outputsLength(); i++) {
      const output = record.outputs(i);
      if (output === null) throw new RecordError("it lacks the links of an entry");
      const before = this.#before.outputs.get(output.entry());
      const changes = readChanges(columns, output.links(), before ?? NO_PAIRS);
      const count = changes.a.length;
      const since = output.sinceNs();
      const sinceNs = since === null ? undefined : new Float64Array(count);
      if (sinceNs !== undefined) {
        const origins = { origin: changes.origin, first: 0, firstBefore: 0 };
        expectedByOrigin(origins, before?.sinceNs ?? new Float64Array(0), sinceNs);
        columns.doubles(columns.entry(since, "times of links", count), sinceNs);
      }
      const links = { a: changes.a, b: changes.b, count };
      outputs.set(output.entry(), chosenLinks(links, output.extraCount(), sinceNs));
    }
    return outputs;
  }
}
