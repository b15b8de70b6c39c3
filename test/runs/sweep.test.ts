import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type EndedRun,
  ExistingFolderError,
  InputError,
  type JobDriver,
  loadSweep,
  meanInterval,
  openResults,
  openSweep,
  runSweep,
  type SweepOptions,
  type SweepResult,
} from "../../index.js";
import {
  FAILS_LATE,
  InProcess,
  journalOf,
  runFolders,
  SIXTY_FOUR,
  sharedTinyFolder,
  TINY,
  tablesOf,
  tinyFolder,
} from "../support/tiny-sweeps.js";

async function sweep(folder: string, options: SweepOptions = {}, out = "out") {
  const plan = await loadSweep("sweep.yaml", { cwd: folder });
  return runSweep(plan, { driver: new InProcess(), out: join(folder, out), ...options });
}

/** A sweep that is interrupted after so many runs. */
async function interrupted(folder: string, after: number) {
  const stop = new AbortController();
  const driver = new InProcess((done) => {
    if (done === after) stop.abort();
  });
  const result = await sweep(folder, { driver, signal: stop.signal });
  return { driver, result };
}

describe("64 runs", () => {
  let undisturbed: string;

  beforeAll(async () => {
    const driver = new InProcess(undefined, true);
    undisturbed = (await sweep(sharedTinyFolder(SIXTY_FOUR), { driver })).dir;
  });

  test("interrupted twice: none is done twice, and the tables are those of an undisturbed sweep", async () => {
    const folder = tinyFolder(SIXTY_FOUR);
    const first = await interrupted(folder, 11);
    expect(first.result).toMatchObject({ status: "interrupted", complete: 11, found: 0 });
    // What there is can be read, and says so.
    const partial = openSweep(first.result.dir);
    expect(partial.manifest).toMatchObject({ status: "interrupted", runs: { complete: 11 }, points: 8 });
    expect(await partial.runs()).toHaveLength(11);
    const second = await interrupted(folder, 20);
    expect(second.result).toMatchObject({ status: "interrupted", complete: 31, found: 11 });
    const driver = new InProcess();
    const last = await sweep(folder, { driver });
    expect(last).toMatchObject({ status: "complete", complete: 64, failed: [], found: 31 });

    const done = [...first.driver.done, ...second.driver.done, ...driver.done];
    expect(done).toHaveLength(64);
    expect(new Set(done).size).toBe(64);
    expect(journalOf(last.dir).map(({ run }) => run)).toEqual(done);
    expect(runFolders(last.dir)).toEqual(done.toSorted());

    expect(tablesOf(last.dir)).toEqual(tablesOf(undisturbed));
    const again = new InProcess();
    await sweep(folder, { driver: again });
    expect(again.done).toEqual([]);
    expect(tablesOf(last.dir)).toEqual(tablesOf(undisturbed));
  });

  test("have a row each, whose figures are those of their folder, and which others can read", async () => {
    const dir = undisturbed;
    const reader = openSweep(dir);
    const rows = await reader.runs();
    expect(rows.map(({ point, seed }) => [point, seed])).toEqual(
      Array.from({ length: 64 }, (_, i) => [Math.floor(i / 8), 3 + (i % 8)]),
    );
    for (const row of rows.filter((_, i) => i % 9 === 0)) {
      const results = openResults(join(dir, "runs", row.run));
      results.verify();
      const { seed, scenario } = results.manifest as { seed?: unknown; scenario?: unknown };
      expect(seed).toBe(row.seed);
      expect(scenario).toMatchObject({
        routing: { cost: row.axes["routing.cost"] },
        time: { stepSeconds: row.axes["time.step"] },
      });
      const { routes } = results.summary as { routes: { rttMs: { mean: number } } };
      expect(row.metrics["routes.rttMs.mean"]).toBe(routes.rttMs.mean);
    }
    for (const point of (await reader.points()).filter(({ metric }) => metric === "routes.rttMs.mean")) {
      const values = rows
        .filter((row) => row.point === point.point)
        .map((row) => row.metrics["routes.rttMs.mean"]);
      const { mean, halfWidth } = meanInterval(values as number[], 0.95) ?? {};
      expect([point.mean, point.high]).toEqual([mean, (mean as number) + (halfWidth as number)]);
    }

    const connection = await (await DuckDBInstance.create()).connect();
    const query = `select a.seed, a."axis.time.step (s)" = b."axis.time.step (s)", a."routes.rttMs.mean" = b."routes.rttMs.mean"
      from '${dir}/runs.parquet' a join '${dir}/runs.csv' b on a.point = b.point and a.seed = b.seed`;
    const joined = (await connection.runAndReadAll(query)).getRows();
    expect(joined).toHaveLength(64);
    for (const [, sameStep, sameMean] of joined) expect([sameStep, sameMean]).toEqual([true, true]);
  });
});

const FAILING = `name: failing
scenario: ./tiny.yaml
axes: { grid: { time.duration: [3 s, 4 s] } }
seeds: [1, 2]
metrics: [ticks, routes.*]
`;

describe("runs that fail", () => {
  const files = { "tiny.yaml": `${TINY}plugins: [{ use: ./boom.js }]\n`, "boom.js": FAILS_LATE };
  const cause = 'plugin "boom" failed at 3 s: no fuel';

  test("are one failed row each with the cause; the others are whole", async () => {
    const failures: EndedRun[] = [];
    const folder = tinyFolder(FAILING, files);
    const result = await sweep(folder, { onFailure: (run) => failures.push(run) });
    expect(result).toMatchObject({ status: "complete", complete: 2 });
    expect(failures.map(({ point, seed, cause: why }) => [point, seed, why])).toEqual([
      [1, 1, cause],
      [1, 2, cause],
    ]);
    const rows = await openSweep(result.dir).runs();
    expect(rows.map(({ status, cause: why, metrics }) => [status, why, metrics.ticks])).toEqual([
      ["complete", null, 3],
      ["complete", null, 3],
      ["failed", cause, null],
      ["failed", cause, null],
    ]);
    expect(Object.keys(rows[0]?.metrics ?? {}).filter((name) => !/^(ticks$|routes\.)/.test(name))).toEqual(
      [],
    );
    const points = await openSweep(result.dir).points();
    expect(new Set(points.map(({ point }) => point))).toEqual(new Set([0]));
    // What they recorded until then can be looked at.
    expect(openResults(join(result.dir, "runs", rows[2]?.run as string)).manifest.status).toBe("failed");
  });

  test("are not tried again unless that is asked for", async () => {
    const folder = tinyFolder(FAILING, files);
    await sweep(folder);
    const without = new InProcess();
    const second = await sweep(folder, { driver: without });
    expect(without.done).toEqual([]);
    expect(second.failed).toHaveLength(2);
    const again = new InProcess();
    await sweep(folder, { driver: again, retryFailed: true });
    expect(again.done).toHaveLength(2);
  });

  test("do so where an input was changed while the sweep ran", async () => {
    const folder = tinyFolder(FAILING);
    const driver = new InProcess((done) => {
      if (done === 1)
        writeFileSync(join(folder, "net.yaml"), `${readFileSync(join(folder, "net.yaml"), "utf8")}\n`);
    });
    const { failed } = await sweep(folder, { driver });
    expect(failed.map((run) => run.cause)).toEqual(
      Array.from({ length: 3 }, () => '"./net.yaml" was changed after the sweep began'),
    );
  });
});

describe("the key of a run", () => {
  const two = (seeds: string) =>
    `name: keys\nscenario: ./tiny.yaml\naxes: { grid: { routing.cost: [latency, hops] } }\nseeds: ${seeds}\n`;

  test("lets a sweep with more values and seeds use what has been done", async () => {
    const folder = tinyFolder(two("[1, 2]"));
    await sweep(folder);
    writeFileSync(join(folder, "sweep.yaml"), two("[2, 3]").replace("hops]", "hops, lifetime]"));
    // Comments and paths are not content.
    writeFileSync(join(folder, "tiny.yaml"), `# changed\n${TINY}output: { dir: ./elsewhere }\n`);
    const result = await sweep(folder);
    expect(result).toMatchObject({ complete: 6, found: 2 });
  });

  test("is another where a file of the scenario is", async () => {
    const folder = tinyFolder(two("[1]"));
    await sweep(folder);
    writeFileSync(
      join(folder, "net.yaml"),
      readFileSync(join(folder, "net.yaml"), "utf8").replace("2 ms", "2.1 ms"),
    );
    expect(await sweep(folder)).toMatchObject({ complete: 2, found: 0 });
  });

  test("does not let an unfinished folder pass for a finished one", async () => {
    const folder = tinyFolder(two("[1, 2]"));
    const { dir } = await sweep(folder);
    const [first = "", second = ""] = runFolders(dir);
    rmSync(join(dir, "runs", first, "summary.json"));
    const manifest = join(dir, "runs", second, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"complete"', '"running"'));
    mkdirSync(join(dir, "runs", `${first}.part-01234567-89ab-cdef-0123-456789abcdef`));
    const driver = new InProcess();
    await sweep(folder, { driver });
    expect(driver.done.toSorted()).toEqual([first, second]);
    expect(runFolders(dir)).toHaveLength(4);
  });

  test("is shared by points that are the same: their run is done once", async () => {
    const text = `name: same\nscenario: ./tiny.yaml\naxes: { random: { count: 6, seed: 1, of: { routing.cost: { choices: [latency, hops] } } } }\n`;
    const driver = new InProcess();
    const { complete } = await sweep(tinyFolder(text), { driver });
    expect(complete).toBe(6);
    expect(driver.done).toHaveLength(2);
  });
});

describe("repeats", () => {
  const repeat = (percent: number, max: number, metric = "routes.rttMs.mean") => `name: repeated
scenario: ./tiny.yaml
axes: { grid: { time.duration: [3 s, 30 s] } }
repeat: { until: { metric: ${metric}, relativeHalfWidth: ${percent} %, confidence: 90 % }, min: 3, max: ${max} }
`;

  /** Latest first. */
  const driver = new InProcess(undefined, true);
  let undisturbed: SweepResult;

  beforeAll(async () => {
    undisturbed = await sweep(sharedTinyFolder(repeat(3, 40)), { driver });
  });

  test("end at the first number of runs whose interval is narrow enough", async () => {
    const { dir, notNarrow } = undisturbed;
    expect(notNarrow).toEqual([]);
    const rows = await openSweep(dir).runs();
    expect(rows).toHaveLength(driver.done.length);
    const counts = [0, 1].map((point) => {
      const own = rows.filter((row) => row.point === point);
      expect(own.map(({ seed }) => seed)).toEqual(own.map((_, i) => 3 + i));
      const values = own.map(({ metrics }) => metrics["routes.rttMs.mean"] as number);
      const narrow = (n: number) => {
        const { mean, halfWidth } = meanInterval(values.slice(0, n), 0.9) ?? { mean: 0, halfWidth: null };
        return halfWidth !== null && halfWidth <= 0.03 * mean;
      };
      expect(narrow(values.length)).toBe(true);
      for (let n = 3; n < values.length; n++) expect(narrow(n)).toBe(false);
      return values.length;
    });
    // More ticks vary less: fewer runs are needed.
    expect(counts[0]).toBeGreaterThan(counts[1] as number);
  });

  test("end at the most runs allowed, and tell where that was not enough", async () => {
    const { complete, notNarrow } = await sweep(tinyFolder(repeat(0.1, 4)));
    expect(complete).toBe(8);
    expect(notNarrow).toEqual([0, 1]);
  });

  test("go on after an interruption to the same end", async () => {
    const folder = tinyFolder(repeat(3, 40));
    const first = await interrupted(folder, 5);
    expect(first.result.status).toBe("interrupted");
    const second = new InProcess();
    const { dir } = await sweep(folder, { driver: second });
    const done = [...first.driver.done, ...second.done];
    expect(new Set(done).size).toBe(done.length);
    expect(tablesOf(dir)).toEqual(tablesOf(undisturbed.dir));
  });

  test("of a metric that no run has end the sweep, with its place and the nearest name", async () => {
    const folder = tinyFolder(repeat(2, 5, "routes.rttMs.meen"));
    const error = await sweep(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(
      /^sweep\.yaml:4:28: no run has a metric "routes.rttMs.meen"; did you mean "routes.rttMs.mean"\?$/,
    );
  });
});

describe("the folder of a sweep", () => {
  test("is not taken from something else, from another sweep, or from another process", async () => {
    const folder = tinyFolder(FAILING);
    const refused = async (out: string) => {
      const error = await sweep(folder, {}, out).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ExistingFolderError);
      return (error as Error).message.replace(folder, "");
    };
    expect(await refused(".")).toContain("holds files, but no sweep");
    expect(await refused("net.yaml")).toBe("/net.yaml: exists and is not a folder");
    await sweep(folder);
    writeFileSync(join(folder, "sweep.yaml"), FAILING.replace("failing", "other"));
    expect(await refused("out")).toBe('/out: holds the sweep "failing"; "other" needs another folder');
    writeFileSync(join(folder, "sweep.yaml"), FAILING);
    const lock = join(folder, "out/sweep.lock");
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
    expect(await refused("out")).toContain(`process ${process.ppid} on ${hostname()} works on the sweep`);
    // A process that is gone keeps no one out: no number of a process is so high.
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    expect(await sweep(folder)).toMatchObject({ status: "complete", found: 4 });
  });

  test("goes on after a line of the journal was torn", async () => {
    const folder = tinyFolder(FAILING, {
      "tiny.yaml": `${TINY}plugins: [{ use: ./boom.js }]\n`,
      "boom.js": FAILS_LATE,
    });
    const { dir } = await sweep(folder);
    const journal = join(dir, "journal.jsonl");
    const text = readFileSync(journal, "utf8");
    writeFileSync(journal, text.slice(0, -20));
    const driver = new InProcess();
    await sweep(folder, { driver });
    expect(driver.done).toHaveLength(1);
    await sweep(folder, { driver });
    expect(driver.done).toHaveLength(1);
  });
});

test("a driver that fails ends the sweep with its error, and the sweep goes on later", async () => {
  const folder = tinyFolder(FAILING);
  const worker = new InProcess();
  let taken = 0;
  const driver: JobDriver = {
    async submit(job, signal) {
      taken++;
      if (taken <= 2) return worker.submit(job, signal);
      while (worker.done.length < 2) await new Promise(setImmediate);
      throw new Error("the queue is gone");
    },
    close: () => worker.close(),
  };
  await expect(sweep(folder, { driver })).rejects.toThrow("the queue is gone");
  expect(worker.closed).toBe(true);
  expect(await sweep(folder)).toMatchObject({ complete: 4, found: 2 });
});
