import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { Builder, ByteBuffer } from "flatbuffers";
import { ColumnReader, ColumnWriter, putNamedColumn, RecordError } from "../../workers/recorded/index.js";
import { HeadRecord, writeVector } from "../../workers/recorded/record-tables.js";
import { canonicalJson } from "../stable-json.js";
import { HEAD_IDENTIFIER } from "./format.js";

/** A state plugin whose values are in every frame. */
export interface RecordedState {
  readonly name: string;
  /** Tells its code and configuration apart from others of that name. */
  readonly identity: string;
}

/** Element sets of satellites `first` to `first + count - 1`, column by column. */
export interface RecordedElements {
  readonly first: number;
  readonly count: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** What a file of frames says of the run that they are from. */
export interface FramesHead {
  /** Name and hash of the scenario. */
  readonly scenario: string;
  readonly scenarioHash: string;
  readonly seed: number;
  /** Version of Starbelt that recorded them. */
  readonly version: string;
  /** Ticks that the run was to have; the file of an interrupted run has fewer. */
  readonly time: {
    readonly startIso: string;
    readonly durationNs: number;
    readonly stepNs: number;
    readonly tickCount: number;
  };
  readonly satelliteCount: number;
  readonly nodeCount: number;
  /** Their names; any JSON. */
  readonly nodeNames: unknown;
  readonly states: readonly RecordedState[];
  /** Positions are whole multiples of this; absent: they are as they were, to the last bit. */
  readonly precisionKm?: number;
  /** What the frames were made from, part by part; any JSON. */
  readonly sky: Readonly<Record<string, unknown>>;
  /** What the run can be made from again; any JSON. */
  readonly source?: unknown;
  readonly elements: readonly RecordedElements[];
}

/** Quality of Brotli beyond which catalogues take much longer and get little smaller. */
const TEXT_QUALITY = 5;
/** No head has a longer text, or a longer column. */
const MOST_TEXT = 1 << 28;
const MOST_VALUES = 1 << 24;
const SIZE_PREFIX = 4;

/** @returns a size-prefixed record */
export function encodeHead(head: FramesHead): Uint8Array {
  const { elements, ...rest } = head;
  const shape = elements.map(({ first, count, columns }) => ({
    first,
    count,
    columns: Object.keys(columns),
  }));
  const text = Buffer.from(canonicalJson({ ...rest, elements: shape }), "utf8");
  const writer = new ColumnWriter();
  const columns = elements.flatMap(({ columns }) =>
    Object.entries(columns).map(([name, values]) => {
      return { name, entry: writer.doubles(values, new Float64Array(values.length)) };
    }),
  );
  const { plain, packed, packedSize } = writer.finish();
  const compressed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: TEXT_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  const builder = new Builder(1_024 + compressed.length + plain.length + packed.length);
  const textOffset = writeVector(builder, compressed);
  const plainOffset = writeVector(builder, plain);
  const packedOffset = writeVector(builder, packed);
  const entries = columns.map(({ name, entry }) => putNamedColumn(builder, name, entry));
  const elementsOffset = HeadRecord.createElementsVector(builder, entries);
  HeadRecord.startHeadRecord(builder);
  HeadRecord.addText(builder, textOffset);
  HeadRecord.addTextSize(builder, text.length);
  HeadRecord.addElements(builder, elementsOffset);
  HeadRecord.addPlain(builder, plainOffset);
  HeadRecord.addPacked(builder, packedOffset);
  HeadRecord.addPackedSize(builder, packedSize);
  builder.finishSizePrefixed(HeadRecord.endHeadRecord(builder), HEAD_IDENTIFIER);
  return builder.asUint8Array();
}

/** @param bytes a whole record, at the start of its memory @throws RecordError */
export function decodeHead(bytes: Uint8Array): FramesHead {
  const buffer = new ByteBuffer(bytes);
  buffer.setPosition(SIZE_PREFIX);
  if (!buffer.__has_identifier(HEAD_IDENTIFIER)) throw new RecordError("it is no head");
  const record = HeadRecord.getRootAsHeadRecord(buffer);
  const { elements: shapes, ...rest } = readText(record);
  const reader = new ColumnReader(MOST_VALUES);
  reader.begin({
    plain: record.plainArray() ?? new Uint8Array(0),
    packed: record.packedArray() ?? new Uint8Array(0),
    packedSize: record.packedSize(),
  });
  let next = 0;
  const elements = shapes.map(({ first, count, columns: names }): RecordedElements => {
    const columns = names.map((name) => {
      const column = record.elements(next++);
      if (column?.name() !== name) throw new RecordError(`it has no elements "${name}"`);
      const values = new Float64Array(count);
      reader.doubles(reader.entry(column.values(), name, count), values);
      return [name, values] as const;
    });
    return { first, count, columns: Object.fromEntries(columns) };
  });
  reader.end();
  return { ...rest, elements };
}

type HeadText = Omit<FramesHead, "elements"> & {
  readonly elements: readonly {
    readonly first: number;
    readonly count: number;
    readonly columns: string[];
  }[];
};

function readText(record: HeadRecord): HeadText {
  const size = record.textSize();
  if (size > MOST_TEXT) throw new RecordError(`its text has ${size} bytes`);
  let head: Partial<HeadText>;
  try {
    const text = brotliDecompressSync(record.textArray() ?? new Uint8Array(0), { maxOutputLength: size });
    head = JSON.parse(text.toString("utf8")) as Partial<HeadText>;
  } catch (error) {
    throw new RecordError(`its text cannot be read: ${(error as Error).message}`);
  }
  const { time, nodeCount, states, elements, satelliteCount } = head;
  const isWhole =
    Number.isSafeInteger(nodeCount) &&
    Array.isArray(states) &&
    Array.isArray(elements) &&
    Number.isSafeInteger(time?.tickCount) &&
    Number.isSafeInteger(time?.stepNs) &&
    Number.isSafeInteger(satelliteCount) &&
    typeof head.scenarioHash === "string";
  if (!isWhole) throw new RecordError("its text does not say what frames there are");
  return head as HeadText;
}
