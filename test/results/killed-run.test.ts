import { spawnSync } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createResultsFolder, DamagedResultsError, openResults } from "../../results/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { collect, route } from "./rows.js";

const WRITER = fileURLToPath(new URL("./killed-writer.ts", import.meta.url));

/** A run that is never closed: three sealed parts of two rows, and one row that was not sealed. */
function killedRun(): string {
  const dir = join(temporaryFolder(), "results");
  const results = createResultsFolder(dir, { manifest: { seed: 42 } });
  for (let tick = 0; tick < 6; tick++) {
    results.tables.routes.append(route(tick));
    if (tick % 2 === 1) results.seal();
  }
  results.tables.routes.append(route(6));
  return dir;
}

const parts = (dir: string) => join(dir, "parts");
const part = (dir: string, number: number) => join(dir, "parts", `routes-00000${number}.parquet`);

describe("the results of a killed run", () => {
  test("are read from the sealed parts", async () => {
    const dir = killedRun();
    const reader = openResults(dir);
    expect(reader.manifest).toMatchObject({ status: "running", seed: 42 });
    expect(reader.summary).toBeUndefined();
    expect(reader.source("routes")).toBe("parts");
    expect(reader.source("events")).toBe("absent");
    expect(await reader.rowCount("routes")).toBe(6);
    expect(await collect(reader.rows("routes"))).toEqual([0, 1, 2, 3, 4, 5].map((tick) => route(tick)));
    expect(await collect(reader.rows("events"))).toEqual([]);
  });

  test("hold what a process had sealed when SIGKILL struck", async () => {
    const dir = join(temporaryFolder(), "results");
    const { signal, stderr } = spawnSync(process.execPath, ["--import", "tsx", WRITER, dir], {
      encoding: "utf8",
    });
    expect(signal, stderr).toBe("SIGKILL");
    const { time_ns } = await openResults(dir).columns("routes", ["time_ns"]);
    expect(time_ns).toEqual(Array.from({ length: 250 }, (_, tick) => tick * 1_000_000_000));
  });

  test("do not suffer from a part that was being written, nor from one that the index does not list", async () => {
    const dir = killedRun();
    const torn = readFileSync(part(dir, 0)).subarray(0, 100);
    writeFileSync(`${part(dir, 3)}.tmp`, torn);
    writeFileSync(part(dir, 4), torn);
    expect(await openResults(dir).rowCount("routes")).toBe(6);
    expect(() => openResults(dir).verify()).not.toThrow();
  });

  test("do not suffer from a line of the index that was being written", async () => {
    const dir = killedRun();
    appendFileSync(join(parts(dir), "index.jsonl"), '{"bytes":12,"kind":"pa');
    expect(await openResults(dir).rowCount("routes")).toBe(6);
  });

  test("may have lines in the index that later versions write", async () => {
    const dir = killedRun();
    appendFileSync(join(parts(dir), "index.jsonl"), '{"kind":"checkpoint","timeNs":5}\n');
    expect(await openResults(dir).rowCount("routes")).toBe(6);
  });

  test.each<[string, (dir: string) => void, string]>([
    ["is shorter than it was", (dir) => truncateSync(part(dir, 1), 50), "bytes, but has 50"],
    ["is missing", (dir) => rmSync(part(dir, 1)), "the sealed part is missing"],
    ["has a byte changed", (dir) => flipByte(part(dir, 1), 40), "not what was sealed (the SHA-256 differs)"],
  ])("tell which part %s", async (_, damage, message) => {
    const dir = killedRun();
    damage(dir);
    for (const read of [
      () => collect(openResults(dir).rows("routes")),
      async () => openResults(dir).verify(),
    ]) {
      const error = await read().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DamagedResultsError);
      expect((error as DamagedResultsError).file).toBe(part(dir, 1));
      expect((error as DamagedResultsError).message).toContain(message);
    }
  });

  test("tell where the index is damaged", () => {
    const dir = killedRun();
    const index = join(parts(dir), "index.jsonl");
    const lines = readFileSync(index, "utf8").split("\n");
    writeFileSync(index, lines.toSpliced(1, 1).join("\n"));
    expect(() => openResults(dir)).toThrow(`${index}:2: expected part 1 of routes, found part 2`);
    writeFileSync(index, "nonsense\n");
    expect(() => openResults(dir)).toThrow(`${index}:1: not a line of an index of parts`);
    writeFileSync(index, '{"kind":"part","table":"routes"}\n');
    expect(() => openResults(dir)).toThrow(`${index}:1: the record of a part lacks`);
  });

  test("are read from merged tables where the kill came after the merge", async () => {
    const dir = killedRun();
    const index = readFileSync(join(parts(dir), "index.jsonl"));
    expect(index.toString().trim().split("\n")).toHaveLength(3);
    const merged = join(temporaryFolder(), "results");
    const other = createResultsFolder(merged);
    other.tables.routes.append(route(77));
    await other.close("complete");
    writeFileSync(join(dir, "routes.parquet"), readFileSync(join(merged, "routes.parquet")));
    const reader = openResults(dir);
    expect(reader.source("routes")).toBe("merged");
    expect(await collect(reader.rows("routes"))).toEqual([route(77)]);
  });

  test("list for each part its rows, bytes and span of time", () => {
    const dir = killedRun();
    const lines = readFileSync(join(parts(dir), "index.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: "part", table: "routes", part: 0, rows: 2, spanNs: [0, 1e9] },
      { kind: "part", table: "routes", part: 1, rows: 2, spanNs: [2e9, 3e9] },
      { kind: "part", table: "routes", part: 2, rows: 2, spanNs: [4e9, 5e9] },
    ]);
    expect(readdirSync(parts(dir))).toHaveLength(4);
  });
});

function flipByte(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] ^= 1;
  writeFileSync(path, bytes);
}
