import { Builder } from "flatbuffers";
import type { ChosenLinks } from "../../routing/chosen-links.js";
import { FrameRecord } from "../generated/starbelt/records/frame-record.js";
import { NamedColumn } from "../generated/starbelt/records/named-column.js";
import { OutputRecord } from "../generated/starbelt/records/output-record.js";
import { writeVector } from "../write-vector.js";
import { type ColumnEntry, ColumnWriter, putColumn } from "./columns.js";
import { expectedByOrigin, expectedLengths } from "./link-lengths.js";
import { NO_PAIRS, type PairList, type WrittenChanges, writeChanges } from "./pair-changes.js";
import { KEY_INTERVAL, type RecordedFrame, type RecordForm } from "./recorded-frame.js";
import { EXACT, WHOLE } from "./residuals.js";
import { SeriesWriter } from "./series.js";

export const FRAME_IDENTIFIER = "SBRT";

/** Bytes for what a record says of its columns. */
const BUILDER_ROOM = 1 << 16;

/** Beyond 2^44 multiples of the precision, sums of eight ticks would no longer be whole numbers. */
const MOST_MULTIPLES = 2 ** 44;

/** What is left of the tick before. */
interface Before {
  readonly status: Uint8Array;
  readonly usable: Uint8Array;
  readonly struck: Uint32Array;
  readonly withheld: Uint32Array;
  readonly visible: Uint32Array;
  readonly links: PairList;
  readonly fixedFrom: number;
  readonly fixedLengthKm: Float64Array;
  readonly fixedLatencyMs: Float64Array;
  readonly outputs: ReadonlyMap<number, ChosenLinks>;
}

const NONE = new Uint32Array(0);

const NO_DOUBLES = new Float64Array(0);

const NOTHING: Before = {
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

/** Writes frames, tick after tick, as size-prefixed records. Every `KEY_INTERVAL`-th stands by itself. */
export class FrameRecordWriter {
  readonly #form: RecordForm;
  readonly #columns = new ColumnWriter();
  #builder = new Builder(BUILDER_ROOM);
  #builderBytes = BUILDER_ROOM;
  readonly #positions: SeriesWriter;
  readonly #states: readonly SeriesWriter[];
  readonly #multiples: Float64Array;
  #expected = new Float64Array(0);
  #before = NOTHING;

  constructor(form: RecordForm) {
    this.#form = form;
    this.#positions = new SeriesWriter(form.precisionKm === undefined ? EXACT : WHOLE);
    this.#states = form.states.map(() => new SeriesWriter());
    this.#multiples = new Float64Array(form.precisionKm === undefined ? 0 : 3 * form.nodeCount);
  }

  /**
   * @param frame of the tick after the last; the first is that of a key. It must not change before the next call.
   * @returns the record, valid until the next call
   * @throws RangeError where the frame does not have the form of the file
   */
  write(frame: RecordedFrame): Uint8Array {
    const isKey = frame.tick % KEY_INTERVAL === 0;
    if (isKey) this.#restart();
    this.#checkForm(frame);
    const columns = this.#columns;
    columns.clear();
    const before = this.#before;
    const { links } = frame;

    const positionsKm = this.#rounded(frame.positionsKm);
    const positions = this.#positions.write(columns, this.#form.precisionKm ? this.#multiples : positionsKm);
    const status = columns.integers(frame.status, before.status);
    const usable = columns.integers(frame.usable, before.usable);
    const pairs = pairsOf(frame);
    const changes = writeChanges(columns, pairs, before.links);
    const fixedFrom = links.islCount + links.gslCount;
    const lengthKm = links.lengthKm.subarray(0, links.count);
    const fixedLengthKm = lengthKm.subarray(fixedFrom);
    const expected = this.#reserve(links.count);
    const origins = { origin: changes.origin, first: fixedFrom, firstBefore: before.fixedFrom };
    expectedLengths(pairs.a, pairs.b, fixedFrom, positionsKm, expected);
    expectedByOrigin(origins, before.fixedLengthKm, expected.subarray(fixedFrom));
    // Where places are rounded, lengths follow from these.
    const isRounded = this.#form.precisionKm !== undefined;
    const told = isRounded ? concat(expected.subarray(0, fixedFrom), fixedLengthKm) : lengthKm;
    const lengths = columns.doubles(told, expected);
    const fixedLatencyMs = links.fixedLatencyMs.subarray(0, links.fixedCount);
    const expectedMs = expected.subarray(0, links.fixedCount);
    expectedByOrigin(origins, before.fixedLatencyMs, expectedMs);
    const latencies = columns.doubles(fixedLatencyMs, expectedMs);
    const struck = columns.integers(frame.struck, before.struck);
    const withheld = frame.withheld && columns.integers(frame.withheld, before.withheld);
    const visible = columns.integers(frame.visible, before.visible);
    const down = frame.down && columns.integers(frame.down.subarray(0, links.count));
    const states = this.#form.states.map((name, i): readonly [string, ColumnEntry] => {
      const values = frame.states.get(name) as Float64Array;
      return [name, this.#states[i].write(columns, values)];
    });
    const outputs = [...frame.outputs].map(([entry, output]) => {
      return this.#writeOutput(entry, output, before.outputs.get(entry));
    });

    this.#before = {
      status: frame.status,
      usable: frame.usable,
      struck: frame.struck,
      withheld: frame.withheld ?? NONE,
      visible: frame.visible,
      links: pairs,
      fixedFrom,
      fixedLengthKm,
      fixedLatencyMs,
      outputs: frame.outputs,
    };
    return this.#assemble(frame, isKey, {
      positions,
      status,
      usable,
      changes,
      lengths,
      latencies,
      struck,
      withheld,
      visible,
      down,
      states,
      outputs,
    });
  }

  /** An empty builder with room for such columns, which grown by doubling would take up to twice as much. */
  #builderFor(bytes: number): Builder {
    if (bytes + BUILDER_ROOM > this.#builderBytes) {
      this.#builderBytes = bytes + BUILDER_ROOM;
      this.#builder = new Builder(this.#builderBytes);
    }
    this.#builder.clear();
    return this.#builder;
  }

  #restart(): void {
    this.#before = NOTHING;
    this.#positions.restart();
    for (const state of this.#states) state.restart();
  }

  #checkForm({ tick, positionsKm, states }: RecordedFrame): void {
    const { nodeCount, states: names } = this.#form;
    if (positionsKm.length !== 3 * nodeCount) {
      throw new RangeError(`tick ${tick} has ${positionsKm.length / 3} nodes; the file has ${nodeCount}`);
    }
    if (states.size !== names.length || names.some((name) => states.get(name)?.length !== nodeCount)) {
      throw new RangeError(`tick ${tick} has states ${[...states.keys()]}; the file has ${names}`);
    }
  }

  /** Positions as a reader will have them; where they are rounded, also as multiples of the precision. */
  #rounded(positionsKm: Float64Array): Float64Array {
    const { precisionKm } = this.#form;
    if (precisionKm === undefined) return positionsKm;
    const multiples = this.#multiples;
    const rounded = new Float64Array(positionsKm.length);
    for (let i = 0; i < positionsKm.length; i++) {
      const multiple = Math.round(positionsKm[i] / precisionKm);
      if (!(Math.abs(multiple) < MOST_MULTIPLES))
        throw new RangeError(`${positionsKm[i]} km has no place in a grid of ${precisionKm} km`);
      // Without the sign of a zero, which a whole number does not keep.
      multiples[i] = multiple + 0;
      rounded[i] = multiples[i] * precisionKm;
    }
    return rounded;
  }

  #reserve(length: number): Float64Array {
    if (this.#expected.length < length) this.#expected = new Float64Array(length);
    return this.#expected.subarray(0, length);
  }

  #writeOutput(
    entry: number,
    output: ChosenLinks,
    before: ChosenLinks | undefined,
  ): (builder: Builder) => number {
    const columns = this.#columns;
    const { count, extraCount = 0, sinceNs } = output;
    const changes = writeChanges(columns, listOf(output), before === undefined ? NO_PAIRS : listOf(before));
    const origins = { origin: changes.origin, first: 0, firstBefore: 0 };
    const expectedNs = this.#reserve(sinceNs === undefined ? 0 : count);
    expectedByOrigin(origins, before?.sinceNs ?? NO_DOUBLES, expectedNs);
    const since = sinceNs && columns.doubles(sinceNs.subarray(0, count), expectedNs);
    return (builder) => {
      const links = changes.put(builder);
      const sinceOffset = since && putColumn(builder, since);
      OutputRecord.startOutputRecord(builder);
      OutputRecord.addEntry(builder, entry);
      OutputRecord.addExtraCount(builder, extraCount);
      OutputRecord.addLinks(builder, links);
      if (sinceOffset !== undefined) OutputRecord.addSinceNs(builder, sinceOffset);
      return OutputRecord.endOutputRecord(builder);
    };
  }

  #assemble({ tick, timeNs, links }: RecordedFrame, isKey: boolean, parts: RecordParts): Uint8Array {
    const { plain, packed, packedSize } = this.#columns.finish();
    const builder = this.#builderFor(plain.length + packed.length);
    const plainOffset = writeVector(builder, plain);
    const packedOffset = writeVector(builder, packed);
    const outputs = parts.outputs.map((put) => put(builder));
    const outputsOffset = FrameRecord.createOutputsVector(builder, outputs);
    const states = parts.states.map(([name, entry]) => putNamedColumn(builder, name, entry));
    const statesOffset = FrameRecord.createStatesVector(builder, states);
    const put = (entry: ColumnEntry) => putColumn(builder, entry);
    const positions = put(parts.positions);
    const status = put(parts.status);
    const usable = put(parts.usable);
    const changes = parts.changes.put(builder);
    const lengths = put(parts.lengths);
    const latencies = put(parts.latencies);
    const struck = put(parts.struck);
    const withheld = parts.withheld && put(parts.withheld);
    const visible = put(parts.visible);
    const down = parts.down && put(parts.down);

    FrameRecord.startFrameRecord(builder);
    FrameRecord.addTick(builder, tick);
    FrameRecord.addTimeNs(builder, BigInt(timeNs));
    FrameRecord.addIsKey(builder, isKey);
    FrameRecord.addPositions(builder, positions);
    FrameRecord.addStatus(builder, status);
    FrameRecord.addUsable(builder, usable);
    FrameRecord.addIslCount(builder, links.islCount);
    FrameRecord.addGslCount(builder, links.gslCount);
    FrameRecord.addFixedCount(builder, links.fixedCount);
    FrameRecord.addLinks(builder, changes);
    FrameRecord.addLengths(builder, lengths);
    FrameRecord.addFixedLatencies(builder, latencies);
    FrameRecord.addStruck(builder, struck);
    if (withheld !== undefined) FrameRecord.addWithheld(builder, withheld);
    FrameRecord.addVisible(builder, visible);
    if (down !== undefined) FrameRecord.addDown(builder, down);
    FrameRecord.addStates(builder, statesOffset);
    FrameRecord.addOutputs(builder, outputsOffset);
    FrameRecord.addPlain(builder, plainOffset);
    FrameRecord.addPacked(builder, packedOffset);
    FrameRecord.addPackedSize(builder, packedSize);
    builder.finishSizePrefixed(FrameRecord.endFrameRecord(builder), FRAME_IDENTIFIER);
    return builder.asUint8Array();
  }
}

interface RecordParts {
  readonly positions: ColumnEntry;
  readonly status: ColumnEntry;
  readonly usable: ColumnEntry;
  readonly changes: WrittenChanges;
  readonly lengths: ColumnEntry;
  readonly latencies: ColumnEntry;
  readonly struck: ColumnEntry;
  readonly withheld: ColumnEntry | undefined;
  readonly visible: ColumnEntry;
  readonly down: ColumnEntry | undefined;
  readonly states: readonly (readonly [string, ColumnEntry])[];
  readonly outputs: readonly ((builder: Builder) => number)[];
}

/** Writes a column with its name into a record under way. @returns its place */
export function putNamedColumn(builder: Builder, name: string, entry: ColumnEntry): number {
  const nameOffset = builder.createString(name);
  const values = putColumn(builder, entry);
  NamedColumn.startNamedColumn(builder);
  NamedColumn.addName(builder, nameOffset);
  NamedColumn.addValues(builder, values);
  return NamedColumn.endNamedColumn(builder);
}

function pairsOf({ links }: RecordedFrame): PairList & { linkClass: Uint16Array } {
  const { islCount, gslCount, count } = links;
  return {
    a: links.a.subarray(0, count),
    b: links.b.subarray(0, count),
    linkClass: links.linkClass.subarray(0, count),
    ends: [islCount, islCount + gslCount, count],
  };
}

function concat(head: Float64Array, tail: Float64Array): Float64Array {
  const joined = new Float64Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

function listOf({ a, b, count }: ChosenLinks): PairList {
  return { a: a.subarray(0, count), b: b.subarray(0, count), ends: [count] };
}
