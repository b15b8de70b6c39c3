import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fc } from "@fast-check/vitest";
import { beforeAll, describe, expect, test } from "vitest";
import { FramesWriter, WAITING_BYTES } from "../../results/frames/frames-writer.js";
import { createResultsFolder, DiskError, openFrames, openResults } from "../../results/index.js";
import type { TickFrame } from "../../workers/index.js";
import { bitsOf, headOf, recordFrames, smallFrames, tinyFrame } from "../support/recordings.js";
import { temporaryFolder } from "../support/temporary-folder.js";

let frames: TickFrame[];
let expected: string[];

beforeAll(async () => {
  frames = await smallFrames("time.step=2 s");
  expected = frames.map(bitsOf);
});

const head = () => headOf(106);
const bytesOf = (dir: string) => readFileSync(join(dir, "frames.sbf"));

describe("a file of frames", () => {
  test("gives any tick in any order, with the same bits", async () => {
    const recorded = openFrames(await recordFrames(frames, head()));
    expect(recorded.tickCount).toBe(120);
    expect(recorded.torn).toBeUndefined();
    fc.assert(
      fc.property(fc.array(fc.nat(119), { minLength: 1, maxLength: 12 }), (ticks) => {
        for (const tick of ticks) expect(bitsOf(recorded.frame(tick))).toBe(expected[tick]);
      }),
      { numRuns: 40 },
    );
    recorded.verify();
    expect(() => recorded.frame(120)).toThrow("no tick 120");
    expect(() => recorded.frame(-1)).toThrow(RangeError);
    expect(() => recorded.frame(1.5)).toThrow(RangeError);
    recorded.close();
  });

  test("keeps its head: names, element sets and any JSON", async () => {
    const elements = [{ first: 3, count: 4, columns: { bstar: Float64Array.of(1e-4, -0, 3, Number.NaN) } }];
    const source = { text: "name: ü\n", files: [] };
    const full = headOf(106, { elements, source, sky: { time: [1, null] }, precisionKm: 1e-4 });
    const recorded = openFrames(await recordFrames(frames.slice(0, 2), full));
    expect(recorded.head).toEqual(full);
    recorded.close();
  });

  test("has the same bytes wherever parts were sealed, and whoever wrote it", async () => {
    const hash = (dir: string) => createHash("sha256").update(bytesOf(dir)).digest("hex");
    const once = hash(await recordFrames(frames, head()));
    expect(hash(await recordFrames(frames, head(), false, (tick) => tick % 7 === 3))).toBe(once);
    expect(hash(await recordFrames(frames, head(), true))).toBe(once);
    expect(hash(await recordFrames(frames, head(), true, (tick) => tick % 11 === 0))).toBe(once);
  });

  test("is in the manifest with its size and checksum, which the reader of results proves", async () => {
    const dir = await recordFrames(frames, head());
    const bytes = bytesOf(dir);
    const reader = openResults(dir);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(reader.manifest.frames).toEqual({ ticks: 120, bytes: bytes.length, sha256 });
    reader.verify();
    expect(existsSync(join(dir, "parts"))).toBe(false);
  });

  test("of a run without ticks is whole and empty", async () => {
    const recorded = openFrames(await recordFrames([], head()));
    expect(recorded.tickCount).toBe(0);
    expect(recorded.torn).toBeUndefined();
    recorded.close();
  });

  test("goes with the results that a new run replaces", async () => {
    const dir = await recordFrames(frames.slice(0, 3), head());
    const folder = createResultsFolder(dir, { force: true });
    expect(readdirSync(dir)).not.toContain("frames.sbf");
    await folder.close("complete");
    expect(() => openFrames(dir)).toThrow(DiskError);
  });
});

describe("a recording under way", () => {
  test("keeps no more in memory for a long run than for a short one", () => {
    const dir = join(temporaryFolder(), "results");
    createResultsFolder(dir);
    const writer = new FramesWriter(dir, headOf(400));
    let most = 0;
    for (let tick = 0; tick < 400; tick++) {
      writer.append(tinyFrame(tick, 400));
      most = Math.max(most, writer.waitingBytes);
    }
    writer.seal();
    expect(openFrames(dir).sizes.file).toBeGreaterThan(1.5 * WAITING_BYTES);
    expect(most).toBeLessThanOrEqual(WAITING_BYTES);
    writer.abandon();
  });

  test("can be read up to what was sealed, and tells that it is not whole", () => {
    const dir = join(temporaryFolder(), "results");
    const folder = createResultsFolder(dir, { frames: { head: head(), threaded: false } });
    for (const frame of frames.slice(0, 50)) folder.frames?.append(frame);
    folder.seal();
    for (const frame of frames.slice(50, 55)) folder.frames?.append(frame);
    const recorded = openFrames(dir);
    expect(recorded.file).toBe(join(dir, "parts", "frames.sbf"));
    expect(recorded.tickCount).toBe(50);
    expect(recorded.torn).toEqual({ offset: recorded.sizes.file, why: "the file has no index" });
    expect(bitsOf(recorded.frame(49))).toBe(expected[49]);
    const lines = readFileSync(join(dir, "parts", "index.jsonl"), "utf8")
      .trim()
      .split("\n");
    const seal = JSON.parse(lines.at(-1) as string) as { bytes: number; sha256: string };
    const sealed = readFileSync(recorded.file).subarray(0, seal.bytes);
    expect(seal).toMatchObject({ kind: "frames", ticks: 50, bytes: recorded.sizes.file });
    expect(createHash("sha256").update(sealed).digest("hex")).toBe(seal.sha256);
    recorded.close();
  });

  test.each([false, true])(
    "whose folder is removed is one error that names the file (thread: %s)",
    async (threaded) => {
      const dir = join(temporaryFolder(), "results");
      const folder = createResultsFolder(dir, { frames: { head: head(), threaded } });
      folder.frames?.append(frames[0]);
      folder.seal();
      rmSync(dir, { recursive: true });
      folder.frames?.append(frames[1]);
      expect(() => folder.frames?.seal()).toThrow(
        `cannot write ${join(dir, "parts", "index.jsonl")}: the file or its folder is gone (ENOENT)`,
      );
      expect(() => folder.frames?.append(frames[2])).toThrow(DiskError);
      await folder.close("failed");
      expect(existsSync(dir)).toBe(false);
    },
  );

  test.each([false, true])("cannot begin where a folder is in the way (thread: %s)", (threaded) => {
    const dir = join(temporaryFolder(), "results");
    createResultsFolder(dir);
    mkdirSync(join(dir, "parts", "frames.sbf"));
    const start = () => {
      const folder = createResultsFolder(dir, { force: true, frames: { head: head(), threaded } });
      folder.frames?.seal();
    };
    expect(start).toThrow(DiskError);
  });

  test.skipIf(process.platform === "win32").each([false, true])(
    "on a full disk (here: a limit on file sizes) is one error; frames until then can be read (thread: %s)",
    (threaded) => {
      const dir = join(temporaryFolder(), "results");
      const program = fileURLToPath(new URL("./limited-recorder.ts", import.meta.url));
      // 200 blocks of 512 or 1,024 bytes, by shell; the frames grow beyond either.
      const command = `ulimit -f 200; exec "$0" --import tsx "$1" "$2" "$3"`;
      const run = spawnSync("sh", ["-c", command, process.execPath, program, dir, String(threaded)], {
        encoding: "utf8",
        env: { ...process.env, TSX_DISABLE_CACHE: "1" },
      });
      expect(run.stderr).toBe("");
      const path = join(dir, "parts", "frames.sbf");
      expect(JSON.parse(run.stdout)).toEqual({
        name: "DiskError",
        message: `cannot write ${path}: file too large (EFBIG)`,
      });
      expect(openResults(dir).manifest.status).toBe("failed");
      const recorded = openFrames(dir);
      expect(recorded.tickCount).toBeGreaterThan(0);
      expect(recorded.torn?.why).toMatch(/ends within|are left/);
      const last = recorded.tickCount - 1;
      expect(bitsOf(recorded.frame(last))).toBe(bitsOf(tinyFrame(last, 400)));
      recorded.close();
    },
  );

  test("killed on the spot leaves what was sealed", () => {
    const dir = join(temporaryFolder(), "results");
    const program = fileURLToPath(new URL("./killed-recorder.ts", import.meta.url));
    const { signal, stderr } = spawnSync(process.execPath, ["--import", "tsx", program, dir], {
      encoding: "utf8",
    });
    expect(signal, stderr).toBe("SIGKILL");
    const recorded = openFrames(dir);
    expect(recorded.tickCount).toBeGreaterThanOrEqual(40);
    for (let tick = 0; tick < recorded.tickCount; tick++) {
      expect(bitsOf(recorded.frame(tick))).toBe(bitsOf(tinyFrame(tick)));
    }
    recorded.close();
  });
});
