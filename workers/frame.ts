import { Builder, ByteBuffer } from "flatbuffers";
import { type ChosenLinks, chosenLinks } from "../routing/chosen-links.js";
import type { LinkTable } from "../routing/link-table.js";
import { Frame, ProtocolOutput, StateValues } from "./generated/frame_generated.js";
import { writeVector } from "./write-vector.js";

/** Everything that is known about one tick before any plugin acts on it. Arrays are views into one buffer. */
export interface TickFrame {
  readonly tick: number;
  /** Integer nanoseconds since the start of the run. */
  readonly timeNs: number;
  /** Earth-fixed km, `[x, y, z]` of each node. */
  readonly positionsKm: Float64Array;
  /** `EphemerisStatus` of each node. */
  readonly status: Uint8Array;
  /** 1 where a node may have links at this tick. */
  readonly usable: Uint8Array;
  readonly links: LinkTable;
  /**
   * Links that protocols chose and the rules struck, four counts for each entry of the link plan (ISL entries
   * first, then ground): unusable end, out of range, behind the Earth, not visible.
   */
  readonly struck: Uint32Array;
  /**
   * What else the entries' own rules kept from the table, four counts for each entry: terminals that turn too
   * fast, links being set up, sites without an antenna left, satellites without capacity left. Absent where no
   * entry has such rules.
   */
  readonly withheld?: Uint32Array;
  /** How many satellites each ground node may link to by its entry's rules; 0 for those without an entry. */
  readonly visible: Uint32Array;
  /** Values of the state plugins by name, one per node. */
  readonly states: ReadonlyMap<string, Float64Array>;
  /** What stateful entries chose, by index of the link plan's entry (ISL entries first, then ground). */
  readonly outputs: ReadonlyMap<number, ChosenLinks>;
}

/**
 * Writes a frame as a FlatBuffer.
 * @returns its bytes, a view of a buffer of their own that can be transferred to another thread
 */
export function encodeFrame(frame: TickFrame): Uint8Array<ArrayBuffer> {
  const { links } = frame;
  const builder = new Builder(estimateSize(frame));
  const states = [...frame.states].map(([name, values]) => {
    const nameOffset = builder.createString(name);
    return StateValues.createStateValues(builder, nameOffset, writeVector(builder, values));
  });
  const statesOffset = Frame.createStatesVector(builder, states);
  const outputs = [...frame.outputs].map(([entry, output]) => writeOutput(builder, entry, output));
  const outputsOffset = Frame.createOutputsVector(builder, outputs);
  const positionsKm = writeVector(builder, frame.positionsKm);
  const lengthKm = writeVector(builder, links.lengthKm.subarray(0, links.count));
  const fixedLatencyMs = writeVector(builder, links.fixedLatencyMs.subarray(0, links.fixedCount));
  const a = writeVector(builder, links.a.subarray(0, links.count));
  const b = writeVector(builder, links.b.subarray(0, links.count));
  const linkClass = writeVector(builder, links.linkClass.subarray(0, links.count));
  const struck = writeVector(builder, frame.struck);
  const withheld = frame.withheld && writeVector(builder, frame.withheld);
  const visible = writeVector(builder, frame.visible);
  const status = writeVector(builder, frame.status);
  const usable = writeVector(builder, frame.usable);

  Frame.startFrame(builder);
  Frame.addTick(builder, frame.tick);
  Frame.addTimeNs(builder, BigInt(frame.timeNs));
  Frame.addPositionsKm(builder, positionsKm);
  Frame.addStatus(builder, status);
  Frame.addUsable(builder, usable);
  Frame.addIslCount(builder, links.islCount);
  Frame.addGslCount(builder, links.gslCount);
  Frame.addFixedCount(builder, links.fixedCount);
  Frame.addA(builder, a);
  Frame.addB(builder, b);
  Frame.addLengthKm(builder, lengthKm);
  Frame.addLinkClass(builder, linkClass);
  Frame.addFixedLatencyMs(builder, fixedLatencyMs);
  Frame.addStruck(builder, struck);
  Frame.addStates(builder, statesOffset);
  Frame.addOutputs(builder, outputsOffset);
  if (withheld !== undefined) Frame.addWithheld(builder, withheld);
  Frame.addVisible(builder, visible);
  Frame.finishFrameBuffer(builder, Frame.endFrame(builder));
  return builder.asUint8Array() as Uint8Array<ArrayBuffer>;
}

/**
 * Reads a frame in place: no element is copied but the outputs of stateful protocols.
 * @throws Error where the bytes are not a frame
 */
export function decodeFrame(bytes: Uint8Array): TickFrame {
  const buffer = new ByteBuffer(bytes);
  if (bytes.length < 8 || !Frame.bufferHasIdentifier(buffer)) throw new Error("these bytes are not a frame");
  const frame = Frame.getRootAsFrame(buffer);
  const states = new Map<string, Float64Array>();
  for (let i = 0; i < frame.statesLength(); i++) {
    const entry = frame.states(i) as StateValues;
    states.set(entry.name() as string, entry.valuesArray() as Float64Array);
  }
  const outputs = new Map<number, ChosenLinks>();
  for (let i = 0; i < frame.outputsLength(); i++) {
    const output = frame.outputs(i) as ProtocolOutput;
    const a = output.aArray() as Uint32Array;
    const b = output.bArray() as Uint32Array;
    const sinceNs = output.sinceNsArray() ?? undefined;
    outputs.set(output.entry(), chosenLinks({ a, b, count: a.length }, output.extraCount(), sinceNs));
  }
  const withheld = frame.withheldArray();
  const [islCount, gslCount, fixedCount] = [frame.islCount(), frame.gslCount(), frame.fixedCount()];
  return {
    tick: frame.tick(),
    timeNs: Number(frame.timeNs()),
    positionsKm: frame.positionsKmArray() as Float64Array,
    status: frame.statusArray() as Uint8Array,
    usable: frame.usableArray() as Uint8Array,
    links: {
      islCount,
      gslCount,
      fixedCount,
      count: islCount + gslCount + fixedCount,
      a: frame.aArray() as Uint32Array,
      b: frame.bArray() as Uint32Array,
      lengthKm: frame.lengthKmArray() as Float64Array,
      linkClass: frame.linkClassArray() as Uint16Array,
      fixedLatencyMs: frame.fixedLatencyMsArray() as Float64Array,
    },
    struck: frame.struckArray() ?? new Uint32Array(0),
    ...(withheld === null ? {} : { withheld }),
    visible: frame.visibleArray() ?? new Uint32Array(0),
    states,
    outputs,
  };
}

function writeOutput(
  builder: Builder,
  entry: number,
  { a, b, count, extraCount = 0, sinceNs }: ChosenLinks,
): number {
  const aOffset = writeVector(builder, a.subarray(0, count));
  const bOffset = writeVector(builder, b.subarray(0, count));
  const sinceOffset = sinceNs && writeVector(builder, sinceNs);
  ProtocolOutput.startProtocolOutput(builder);
  ProtocolOutput.addEntry(builder, entry);
  ProtocolOutput.addA(builder, aOffset);
  ProtocolOutput.addB(builder, bOffset);
  ProtocolOutput.addExtraCount(builder, extraCount);
  if (sinceOffset !== undefined) ProtocolOutput.addSinceNs(builder, sinceOffset);
  return ProtocolOutput.endProtocolOutput(builder);
}

/** Enough for the frame, a multiple of 8 (which is what aligns the vectors in memory), so that it never grows. */
function estimateSize(frame: TickFrame): number {
  let size = 1024 + frame.positionsKm.byteLength + frame.status.length + frame.usable.length;
  size += frame.links.count * (4 + 4 + 8 + 2) + frame.links.fixedCount * 8 + frame.struck.byteLength;
  for (const [name, values] of frame.states) size += values.byteLength + 2 * name.length + 64;
  for (const output of frame.outputs.values()) size += output.count * (8 + 8) + 96;
  size += (frame.withheld?.byteLength ?? 0) + frame.visible.byteLength + 64;
  return Math.ceil(size / 8) * 8;
}
