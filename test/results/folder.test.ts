import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../results/disk.js";
import {
  createResultsFolder,
  ExistingFolderError,
  NotResultsFolderError,
  openResults,
} from "../../results/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { collect, route } from "./rows.js";

const manifestOf = (dir: string) => JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));

async function finishedRun(dir: string, tick = 0): Promise<void> {
  const results = createResultsFolder(dir);
  results.tables.routes.append(route(tick));
  results.writeSummary({ ticks: 1 });
  await results.close("complete");
}

describe("the manifest", () => {
  test("says that the run goes on, then how it ended, and what the tables hold", async () => {
    const dir = join(temporaryFolder(), "deep", "results");
    const results = createResultsFolder(dir, { manifest: { seed: 42, b: { z: 1, a: 2 } } });
    expect(manifestOf(dir)).toEqual({ resultsFormat: 1, status: "running", seed: 42, b: { z: 1, a: 2 } });
    results.updateManifest({ propagator: "sgp4" });
    expect(manifestOf(dir)).toMatchObject({ status: "running", seed: 42, propagator: "sgp4" });
    results.tables.routes.append(route(0));
    await results.close("complete", { wallSeconds: 1.5 });
    const routes = readFileSync(join(dir, "routes.parquet"));
    expect(manifestOf(dir)).toMatchObject({
      status: "complete",
      wallSeconds: 1.5,
      propagator: "sgp4",
      tables: {
        routes: { rows: 1, bytes: routes.length, sha256: sha256(routes) },
        topology: { rows: 0 },
        metrics: { rows: 0 },
        events: { rows: 0 },
      },
    });
    expect(readFileSync(join(dir, "manifest.json"), "utf8")).toMatch(
      /^\{\n {2}"b": \{\n {4}"a": 2,\n {4}"z": 1/,
    );
  });

  test.each(["interrupted", "failed"] as const)(
    "of a run that %s comes with all that it had written",
    async (status) => {
      const dir = join(temporaryFolder(), "results");
      const results = createResultsFolder(dir);
      for (const tick of [0, 1, 2]) results.tables.routes.append(route(tick));
      await results.close(status);
      const reader = openResults(dir);
      expect(reader.manifest.status).toBe(status);
      expect(await collect(reader.rows("routes"))).toEqual([0, 1, 2].map((tick) => route(tick)));
      reader.verify();
    },
  );

  test("keeps its own keys to itself", () => {
    const dir = join(temporaryFolder(), "results");
    expect(() => createResultsFolder(dir, { manifest: { status: "complete" } })).toThrow(
      '"status" is set by',
    );
  });

  test("is written once: closing again changes nothing", async () => {
    const dir = join(temporaryFolder(), "results");
    const results = createResultsFolder(dir);
    await results.close("complete");
    await results.close("failed");
    expect(manifestOf(dir).status).toBe("complete");
  });
});

describe("a path that is taken", () => {
  test.each([false, true])("by a file is refused (force: %s)", (force) => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "mine");
    expect(() => createResultsFolder(path, { force })).toThrow(ExistingFolderError);
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  test("by a link to nowhere is refused", () => {
    const path = join(temporaryFolder(), "link");
    symlinkSync("nowhere", path);
    expect(() => createResultsFolder(path, { force: true })).toThrow("exists and is not a folder");
  });

  test("by any folder is refused without force", async () => {
    const dir = temporaryFolder();
    expect(() => createResultsFolder(dir)).toThrow(
      `${dir}: the folder exists; --force replaces the results in it`,
    );
    const results = join(dir, "results");
    await finishedRun(results, 7);
    expect(() => createResultsFolder(results)).toThrow(ExistingFolderError);
    expect((await openResults(results).columns("routes")).time_ns).toEqual([7e9]);
  });

  test("by somebody else's files is refused with force too", () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "manifest.json"), '{"name":"my web app"}');
    writeFileSync(join(dir, "summary.json"), "mine");
    mkdirSync(join(dir, "parts"));
    expect(() => createResultsFolder(dir, { force: true })).toThrow("no results of an earlier run");
    expect(readdirSync(dir).sort()).toEqual(["manifest.json", "parts", "summary.json"]);
  });

  test("by an empty folder is used with force", async () => {
    const dir = temporaryFolder();
    await createResultsFolder(dir, { force: true }).close("complete");
    expect(openResults(dir).manifest.status).toBe("complete");
  });
});

describe("results replaced with force", () => {
  test("go wholly, but files of other names stay", async () => {
    const dir = join(temporaryFolder(), "results");
    await finishedRun(dir);
    writeFileSync(join(dir, "notes.txt"), "mine");
    writeFileSync(join(dir, "routes.parquet.tmp"), "left by a kill");
    const results = createResultsFolder(dir, { force: true });
    expect(readdirSync(dir).sort()).toEqual(["manifest.json", "notes.txt", "parts"]);
    expect(openResults(dir).manifest.status).toBe("running");
    expect(openResults(dir).summary).toBeUndefined();
    results.tables.routes.append(route(5));
    await results.close("complete");
    expect((await openResults(dir).columns("routes", ["hops"])).hops).toEqual([8]);
    expect(readFileSync(join(dir, "notes.txt"), "utf8")).toBe("mine");
  });

  test("may be those of a killed run", async () => {
    const dir = join(temporaryFolder(), "results");
    const killed = createResultsFolder(dir);
    killed.tables.events.append({ time_ns: 0, seq: 0, kind: "k", subject: "s", data: "{}" });
    killed.seal();
    writeFileSync(join(dir, "parts", "my-backup.parquet"), "mine");
    const results = createResultsFolder(dir, { force: true });
    expect(readdirSync(join(dir, "parts")).sort()).toEqual(["index.jsonl", "my-backup.parquet"]);
    await results.close("complete");
    expect(await openResults(dir).rowCount("events")).toBe(0);
    expect(readdirSync(join(dir, "parts"))).toEqual(["my-backup.parquet"]);
  });

  test("are not looked for beyond a linked parts folder", async () => {
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, "routes-000000.parquet"), "mine");
    const dir = join(temporaryFolder(), "results");
    await finishedRun(dir);
    symlinkSync(elsewhere, join(dir, "parts"));
    expect(() => createResultsFolder(dir, { force: true })).toThrow(
      `${join(dir, "parts")}: is a link or a file, not a folder of parts`,
    );
    expect(openResults(dir).source("routes")).toBe("merged");
    expect(readdirSync(elsewhere)).toEqual(["routes-000000.parquet"]);
  });
});

describe("a run that never began", () => {
  test("takes back its folder and those made on the way", () => {
    const root = temporaryFolder();
    const results = createResultsFolder(join(root, "out", "a", "results"));
    results.discard();
    expect(readdirSync(root)).toEqual([]);
  });

  test("leaves a folder that was there, and what is not its own", () => {
    const dir = temporaryFolder();
    createResultsFolder(dir, { force: true }).discard();
    expect(readdirSync(dir)).toEqual([]);
    const nested = join(dir, "out", "results");
    const results = createResultsFolder(nested);
    writeFileSync(join(nested, "notes.txt"), "mine");
    results.discard();
    expect(readdirSync(nested)).toEqual(["notes.txt"]);
  });
});

describe("opening", () => {
  test("a folder that is not there, a file, or a folder of something else says so", () => {
    const dir = temporaryFolder();
    expect(() => openResults(join(dir, "nowhere"))).toThrow(NotResultsFolderError);
    expect(() => openResults(dir)).toThrow(`${dir}: not a results folder: no manifest.json in it`);
    writeFileSync(join(dir, "manifest.json"), "[]");
    expect(() => openResults(dir)).toThrow("its manifest.json is of something else");
    expect(() => openResults(join(dir, "manifest.json"))).toThrow("it is a file");
    writeFileSync(join(dir, "manifest.json"), '{"resultsFormat":9}');
    expect(() => openResults(dir)).toThrow("results format 9; this version reads format 1");
    writeFileSync(join(dir, "manifest.json"), '{"resultsFormat');
    expect(() => openResults(dir)).toThrow("cannot be read as JSON");
  });

  test("gives summary, single columns and their errors", async () => {
    const dir = join(temporaryFolder(), "results");
    await finishedRun(dir, 3);
    const reader = openResults(dir);
    expect(reader.summary).toEqual({ ticks: 1 });
    expect(await reader.rowCount("routes")).toBe(1);
    expect(await reader.columns("routes", ["rtt_ms", "time_ns"])).toEqual({ rtt_ms: [53], time_ns: [3e9] });
    const wrong = "latency" as "hops";
    await expect(reader.columns("routes", [wrong])).rejects.toThrow('routes has no column "latency"');
  });

  test("finds merged tables that are not what was written", async () => {
    const dir = join(temporaryFolder(), "results");
    await finishedRun(dir);
    const routes = join(dir, "routes.parquet");
    const bytes = readFileSync(routes);
    bytes[10] ^= 1;
    writeFileSync(routes, bytes);
    expect(() => openResults(dir).verify()).toThrow(
      `${routes}: its content is not what the manifest records`,
    );
    writeFileSync(routes, "no parquet");
    await expect(collect(openResults(dir).rows("routes"))).rejects.toThrow(
      `${routes}: cannot be read as Parquet`,
    );
    writeFileSync(routes, readFileSync(join(dir, "events.parquet")));
    await expect(collect(openResults(dir).rows("routes"))).rejects.toThrow(`${routes}: expected the columns`);
    expect(existsSync(routes)).toBe(true);
  });
});
