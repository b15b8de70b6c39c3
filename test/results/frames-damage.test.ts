import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { fc } from "@fast-check/vitest";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeHeader } from "../../results/frames/format.js";
import { FramesError, openFrames, type RecordedFrames } from "../../results/index.js";
import { bitsOf, fileOf, headOf, recordFrames, tinyFrame } from "../support/recordings.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const TICKS = 4;
const MUTATIONS = 10_000;

let whole: Buffer;
let expected: string[];
let expectedHead: string;

beforeAll(async () => {
  const frames = Array.from({ length: TICKS }, (_, tick) => tinyFrame(tick));
  expected = frames.map(bitsOf);
  const elements = [{ first: 0, count: 2, columns: { bstar: Float64Array.of(1e-4, 2e-5) } }];
  whole = readFileSync(join(await recordFrames(frames, headOf(5, { elements })), "frames.sbf"));
  const opened = openFrames(fileOf(whole, "whole.sbf", makeTemporaryFolder()));
  expectedHead = JSON.stringify(opened.head);
  opened.close();
});

/** What a file tells: its frames, or the error that names it and a byte. */
function outcomeOf(path: string): { readonly frames?: RecordedFrames; readonly error?: unknown } {
  try {
    const frames = openFrames(path);
    try {
      const read = Array.from({ length: frames.tickCount }, (_, tick) => bitsOf(frames.frame(tick)));
      // Fewer frames than there were must be told; those that there are must be right.
      const isRight = read.every((bits, tick) => bits === expected[tick]);
      const isTold = frames.torn !== undefined || read.length === TICKS;
      if (!isRight || !isTold || JSON.stringify(frames.head) !== expectedHead) return { error: "silent" };
    } finally {
      frames.close();
    }
    return { frames };
  } catch (error) {
    return { error };
  }
}

function expectNamed(error: unknown, path: string): void {
  if (!(error instanceof FramesError)) throw error;
  expect(error.file).toBe(path);
  expect(error.message).toBe(`${path}: byte ${error.offset}: ${error.why}`);
  expect(error.offset).toBeGreaterThanOrEqual(0);
}

function errorOf(bytes: Uint8Array): string {
  const path = fileOf(bytes);
  const { error } = outcomeOf(path);
  expectNamed(error, path);
  return (error as FramesError).message.slice(path.length + 2);
}

describe("a file that holds no frames", () => {
  test.each([
    ["nothing", ""],
    ["text", "time,a,b\n0,1,2\n".repeat(20)],
    ["a Parquet file", "PAR1".padEnd(400, "x")],
    ["a cut magic", "\x89SB"],
  ])("is refused from its first byte: %s", (_, text) => {
    expect(errorOf(Buffer.from(text, "latin1"))).toBe("byte 0: this is no file of recorded frames");
  });

  test("but its line ends changed by a transfer as text is refused", () => {
    const bytes = Buffer.from(whole.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    expect(errorOf(bytes)).toBe("byte 0: this is no file of recorded frames");
  });

  test("of another version is told with both versions", () => {
    const bytes = Buffer.from(whole);
    bytes.set(encodeHeader("ab".repeat(32), 2));
    expect(errorOf(bytes)).toBe("byte 8: it has version 2 of the format; this reads version 1");
  });

  test("with another scenario's header is refused", () => {
    const bytes = Buffer.from(whole);
    bytes.set(encodeHeader("cd".repeat(32)));
    expect(errorOf(bytes)).toBe("byte 48: header and head are of two scenarios");
  });
});

describe("a damaged file of frames", () => {
  test("names the record that was changed", () => {
    const bytes = Buffer.from(whole);
    const frames = openFrames(fileOf(bytes));
    const at = 48 + frames.sizes.head + 100;
    frames.close();
    bytes[at] ^= 4;
    const damaged = openFrames(fileOf(bytes));
    const offset = 48 + damaged.sizes.head;
    expect(() => damaged.frame(0)).toThrow(`byte ${offset}: the record is damaged (its checksum differs)`);
    damaged.close();
  });

  test("whose checksum was mended is refused where the record makes no sense", () => {
    const bytes = Buffer.from(whole);
    const frames = openFrames(fileOf(bytes));
    const first = 48 + frames.sizes.head;
    frames.close();
    const size = bytes.readUInt32LE(first);
    const path = fileOf(bytes);
    let refused = 0;
    for (let at = first + 12; at < first + 4 + size; at++) {
      const forged = Buffer.from(bytes);
      forged[at] ^= 0x41;
      forged.writeUInt32LE(crc32(forged.subarray(first, first + 4 + size)), first + 4 + size);
      writeFileSync(path, forged);
      const opened = openFrames(path);
      try {
        opened.frame(0);
      } catch (error) {
        expectNamed(error, path);
        refused++;
      } finally {
        opened.close();
      }
    }
    expect(refused).toBeGreaterThan(20);
  });

  test("cut off anywhere gives what is whole, or the error that names the byte", { timeout: 120_000 }, () => {
    const path = fileOf(whole);
    let ticks = 0;
    for (let size = 0; size < whole.length; size += 3) {
      writeFileSync(path, whole.subarray(0, size));
      const { frames, error } = outcomeOf(path);
      if (frames === undefined) {
        expectNamed(error, path);
        expect(ticks).toBe(0);
        continue;
      }
      expect(frames.torn?.offset).toBeLessThanOrEqual(size);
      expect(frames.tickCount).toBeGreaterThanOrEqual(ticks);
      ticks = frames.tickCount;
    }
    expect(ticks).toBe(TICKS);
  });

  test(`of ${MUTATIONS} changed at random none gives other frames: all are told, or change nothing`, {
    timeout: 240_000,
  }, () => {
    const path = fileOf(whole);
    const place = fc.nat(whole.length - 1);
    const byte = fc.nat(255);
    const flip = fc
      .tuple(place, fc.nat(7))
      .map(([at, bit]) => replaced(at, 1, Uint8Array.of(whole[at] ^ (1 << bit))));
    const write = fc
      .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 9 }))
      .map(([at, bytes]) => replaced(at, bytes.length, bytes));
    const cut = fc
      .tuple(place, fc.nat(40))
      .map(([at, length]) => replaced(at, length + 1, new Uint8Array(0)));
    const insert = fc
      .tuple(place, fc.nat(40), byte)
      .map(([at, length, value]) => replaced(at, 0, new Uint8Array(length + 1).fill(value)));
    const clear = fc
      .tuple(place, fc.nat(200))
      .map(([at, length]) =>
        replaced(at, length + 1, new Uint8Array(Math.min(length + 1, whole.length - at))),
      );
    const copy = fc
      .tuple(place, place, fc.nat(100))
      .map(([from, to, length]) => replaced(to, length, whole.subarray(from, from + length)));
    const tail = place.map((at) => whole.subarray(0, at));
    let noticed = 0;
    fc.assert(
      fc.property(fc.oneof(flip, write, cut, insert, clear, copy, tail), (bytes) => {
        writeFileSync(path, bytes);
        const { frames, error } = outcomeOf(path);
        if (frames === undefined) {
          expectNamed(error, path);
          noticed++;
        } else if (frames.torn !== undefined) noticed++;
        else expect(bytes).toEqual(new Uint8Array(whole));
      }),
      { numRuns: MUTATIONS },
    );
    expect(noticed).toBeGreaterThan(0.9 * MUTATIONS);
  });
});

/** The file with `length` bytes at `at` replaced. */
function replaced(at: number, length: number, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + length)]));
}
