import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  definePlugin,
  type HandedPlugin,
  InputError,
  loadScenarioText,
  openResults,
  ResumeDifferenceError,
  type RunOptions,
  resumeRun,
  runScenario,
} from "../../../index.js";
import { EVENTFUL, expectSameResults, filesOf, sharedTemporaryFolder } from "../../support/stopped-runs.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const SHORT = ["time.duration=2 min"];

/** Where a run was when it was killed: what its folder held then. */
async function killedAt(tick: number, out: string, options: RunOptions = {}, set = SHORT): Promise<string> {
  const running = `${out}-running`;
  const plan = await loadScenarioText(EVENTFUL, { set });
  await runScenario(plan, {
    ...options,
    out: running,
    onTick: (done) => {
      if (done === tick) cpSync(running, out, { recursive: true });
    },
  });
  return out;
}

let killed: string;
let interrupted: string;
let whole: Map<string, Buffer>;

beforeAll(async () => {
  const folder = sharedTemporaryFolder();
  const plan = await loadScenarioText(EVENTFUL, { set: SHORT });
  const done = await runScenario(plan, { out: join(folder, "whole") });
  whole = filesOf(done.dir);
  killed = await killedAt(45, join(folder, "killed"));
  const stop = new AbortController();
  interrupted = join(folder, "interrupted");
  await runScenario(plan, {
    out: interrupted,
    signal: stop.signal,
    onTick: (tick) => {
      if (tick === 40) stop.abort();
    },
  });
  expect(openResults(interrupted).manifest.status).toBe("interrupted");
});

function copyOf(dir: string): string {
  const copy = join(temporaryFolder(), "copy");
  cpSync(dir, copy, { recursive: true });
  return copy;
}

const partsOf = (dir: string, table: string) =>
  readdirSync(join(dir, "parts"))
    .filter((name) => name.startsWith(`${table}-`) && name.endsWith(".parquet"))
    .sort()
    .map((name) => join(dir, "parts", name));

describe("a run taken up again", () => {
  test("ends with the bytes of an undisturbed one, and says in its manifest that it was resumed", async () => {
    const dir = copyOf(killed);
    const { status, wasComplete } = await resumeRun(dir);
    expect({ status, wasComplete }).toEqual({ status: "complete", wasComplete: false });
    expectSameResults(dir, whole);
    const { manifest } = openResults(dir);
    expect(manifest.resumed).toHaveLength(1);
    expect(manifest).not.toHaveProperty("process");
    openResults(dir).verify();
    expect(await resumeRun(dir)).toMatchObject({ wasComplete: true, summary: { ticks: 60 } });
  });

  test("after an interruption goes on from its frames, and proves what had been sealed", async () => {
    const dir = copyOf(interrupted);
    expect(readdirSync(dir)).toContain("sealed.jsonl");
    await resumeRun(dir);
    expectSameResults(dir, whole);
  });

  test("and interrupted before it has come as far leaves what was there", async () => {
    for (const from of [killed, interrupted]) {
      const dir = copyOf(from);
      const before = await openResults(dir).columns("routes");
      const stop = new AbortController();
      const result = await resumeRun(dir, {
        signal: stop.signal,
        onTick: (tick) => tick === 5 && stop.abort(),
      });
      expect(result.status).toBe("interrupted");
      expect(await openResults(dir).columns("routes")).toEqual(before);
      await resumeRun(dir);
      expectSameResults(dir, whole);
    }
  });

  test("seals by simulated time: two runs of one scenario seal the same parts", async () => {
    const folder = temporaryFolder();
    const dirs = [join(folder, "a"), join(folder, "b")];
    for (const [i, dir] of dirs.entries()) await killedAt(45, dir, { checkpoint: 10, workers: i });
    const index = (dir: string) => readFileSync(join(dir, "parts", "index.jsonl"), "utf8");
    expect(index(dirs[0] as string)).toBe(index(dirs[1] as string));
    // 45 ticks of 2 s lie within nine checkpoints.
    expect(index(dirs[0] as string).match(/"table":"topology"/g)).toHaveLength(9);
    for (const dir of dirs) {
      await resumeRun(dir);
      expectSameResults(dir, whole);
    }
  });

  test.each<[string, (dir: string) => void]>([
    ["the newest part is cut short", (dir) => truncateSync(partsOf(dir, "events").at(-1) as string, 40)],
    ["the newest part is gone", (dir) => rmSync(partsOf(dir, "routes").at(-1) as string)],
    ["a part has other bytes", (dir) => writeFileSync(partsOf(dir, "metrics")[3] as string, "torn")],
    ["a part was being written", (dir) => writeFileSync(`${partsOf(dir, "routes").at(-1)}.tmp`, "PAR1")],
    ["a part was written but not yet listed", (dir) => dropLines(dir, 1)],
    ["a line of the index was being written", (dir) => appendFileSync(indexOf(dir), '{"bytes":12,"ki')],
    ["frames are cut short", (dir) => truncateSync(join(dir, "parts", "frames.sbf"), 100_000)],
    ["frames are damaged", (dir) => damage(join(dir, "parts", "frames.sbf"), 60_000)],
    ["the head of the frames is damaged", (dir) => damage(join(dir, "parts", "frames.sbf"), 100)],
    ["frames are gone", (dir) => rmSync(join(dir, "parts", "frames.sbf"))],
    ["the merged tables were being written", (dir) => writeFileSync(join(dir, "routes.parquet.tmp"), "PAR1")],
  ])("does not mind that %s", async (_, harm) => {
    const dir = copyOf(killed);
    harm(dir);
    await resumeRun(dir);
    expectSameResults(dir, whole);
  });

  test("without recorded frames computes them again", async () => {
    const set = [...SHORT, "output.frames=false"];
    const folder = temporaryFolder();
    const dir = await killedAt(45, join(folder, "killed"), {}, set);
    await resumeRun(dir);
    expectSameResults(dir, new Map([...whole].filter(([name]) => name !== "frames.sbf")));
  });

  test("with plugins of a program has them handed over again, with events of their set-up", async () => {
    const counting = (): HandedPlugin => ({
      plugin: definePlugin({
        name: "counting",
        setup(sim) {
          sim.emit("counting.ready", "all");
          const ticks = sim.metrics.counter("counting.ticks", { unit: "1" });
          sim.on("tick", () => ticks.add());
        },
      }),
    });
    const folder = temporaryFolder();
    const plan = await loadScenarioText(EVENTFUL, { set: SHORT });
    const done = await runScenario(plan, { out: join(folder, "whole"), plugins: [counting()] });
    const dir = await killedAt(45, join(folder, "killed"), { plugins: [counting()] });
    await expect(resumeRun(dir)).rejects.toThrow(
      'plugins of its own ("counting") and has to hand them over again; got none',
    );
    await resumeRun(dir, { plugins: [counting()] });
    expectSameResults(dir, filesOf(done.dir));
    expect((await openResults(dir).columns("events", ["kind"])).kind[0]).toBe("counting.ready");
  });
});

function indexOf(dir: string): string {
  return join(dir, "parts", "index.jsonl");
}

function dropLines(dir: string, count: number): void {
  const lines = readFileSync(indexOf(dir), "utf8").trimEnd().split("\n");
  writeFileSync(
    indexOf(dir),
    lines
      .slice(0, -count)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

function damage(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] as number) ^ 0xff;
  writeFileSync(path, bytes);
}

/** Rolls a die that nobody can roll again. */
function dice(
  act: (roll: () => number, sim: Parameters<HandedPlugin["plugin"]["setup"]>[0]) => void,
): HandedPlugin {
  return { plugin: definePlugin({ name: "dice", setup: (sim) => act(() => Math.random(), sim) }) };
}

async function differenceOf(
  plugin: () => HandedPlugin,
): Promise<{ error: ResumeDifferenceError; dir: string }> {
  const dir = await killedAt(45, join(temporaryFolder(), "killed"), { plugins: [plugin()] });
  const error = await resumeRun(dir, { plugins: [plugin()] }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ResumeDifferenceError);
  return { error: error as ResumeDifferenceError, dir };
}

describe("a run that does not repeat itself", () => {
  test("is an error that names plugin, table and time of an event, and leaves what was sealed", async () => {
    const { error, dir } = await differenceOf(() =>
      dice((roll, sim) =>
        sim.schedule({ at: 30.5 }, () => sim.emit("dice.rolled", "table", { value: roll() })),
      ),
    );
    expect(error).toMatchObject({ plugin: "dice", table: "events", time: 30.5 });
    expect(error.message).toMatch(
      /^plugin "dice" did not repeat itself at 30.5 s: table events: event "dice.rolled"/,
    );
    const reader = openResults(dir);
    expect(reader.manifest).toMatchObject({ status: "failed", error: error.message });
    reader.verify();
    expect((await reader.columns("topology", ["time_ns"])).time_ns.length).toBeGreaterThan(40);
  });

  test("names the plugin behind a metric", async () => {
    const { error } = await differenceOf(() =>
      dice((roll, sim) => {
        const gauge = sim.metrics.gauge("dice.value", { unit: "1" });
        sim.on("tick", () => sim.now >= 20 && gauge.set(roll()));
      }),
    );
    expect(error).toMatchObject({ plugin: "dice", table: "metrics", time: 20 });
  });

  test("names the plugin that takes a node out", async () => {
    const { error } = await differenceOf(() =>
      dice((roll, sim) => sim.schedule({ at: 12 }, () => sim.setNodeUsable(Math.floor(roll() * 96), false))),
    );
    expect(error).toMatchObject({ plugin: "dice", time: 12 });
  });
});

describe("resume refuses", () => {
  test("a run whose inputs have changed, and names them", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data", "more.csv"), "name,latitude,longitude\nHere,48.2,16.4\n");
    const text = EVENTFUL.replace("  - cities: 12\n", "  - cities: 12\n  - file: ./data/more.csv\n");
    const plan = await loadScenarioText(text, { file: join(folder, "a.yaml"), set: SHORT });
    const stop = new AbortController();
    const out = join(folder, "out");
    await runScenario(plan, { out, signal: stop.signal, onTick: (tick) => tick === 9 && stop.abort() });
    writeFileSync(join(folder, "data", "more.csv"), "name,latitude,longitude\nHere,48.3,16.4\n");
    const error = await resumeRun(out).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems).toMatchObject([{ file: "./data/more.csv" }]);
    expect((error as InputError).message).toContain("has changed since the run began");
    rmSync(join(folder, "data", "more.csv"));
    await expect(resumeRun(out)).rejects.toThrow('cannot read "./data/more.csv": no such file');
  });

  test.each<[string, (manifest: Record<string, unknown>) => unknown, string]>([
    [
      "another version",
      (manifest) => ({ ...manifest, versions: { starbelt: "0.0.1", node: process.version } }),
      "the run was begun by starbelt 0.0.1",
    ],
    ["a manifest that lacks what is needed", ({ source: _, ...rest }) => rest, 'its manifest lacks "source"'],
    [
      "a scenario that means something else",
      (manifest) => ({ ...manifest, scenarioHash: "0".repeat(64) }),
      "the scenario means another run than it did",
    ],
  ])("%s", async (_, change, says) => {
    const dir = copyOf(killed);
    const path = join(dir, "manifest.json");
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
    const files = filesOf(dir).size;
    await expect(resumeRun(dir)).rejects.toThrow(says);
    await expect(resumeRun(dir)).rejects.toThrow(InputError);
    expect(filesOf(dir).size).toBe(files);
  });
});

describe("a results folder that is lost", () => {
  test("while the run goes on is an error that names a file of it, and is not made anew", async () => {
    const out = join(temporaryFolder(), "out");
    const plan = await loadScenarioText(EVENTFUL, { set: SHORT });
    const running = runScenario(plan, {
      out,
      onTick: (tick) => tick === 20 && rmSync(out, { recursive: true }),
    });
    await expect(running).rejects.toMatchObject({ name: "DiskError", code: "ENOENT" });
    await expect(running).rejects.toThrow(/^cannot write .*out.parts.*: the file or its folder is gone/);
    expect(existsSync(out)).toBe(false);
  });

  test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "to a change of its permissions is an error, and is resumed when they are back",
    async () => {
      const out = join(temporaryFolder(), "out");
      const plan = await loadScenarioText(EVENTFUL, { set: SHORT });
      const running = runScenario(plan, {
        out,
        onTick: (tick) => tick === 20 && chmodSync(join(out, "parts"), 0o500),
      });
      await expect(running).rejects.toMatchObject({ name: "DiskError", code: "EACCES" });
      chmodSync(join(out, "parts"), 0o700);
      await resumeRun(out);
      expectSameResults(out, whole);
    },
  );
});
