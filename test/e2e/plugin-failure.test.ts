import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openResults } from "../../index.js";
import { scenario } from "../cli/bad-inputs.js";
import { inTurns, type Outcome, starbelt } from "../support/command.js";
import { rowsOf } from "../support/rows.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

interface Failure {
  readonly what: string;
  /** Body of the module that the scenario names. */
  readonly module: string;
  /** What the scenario has beside the sound one. */
  readonly end?: string;
  readonly args?: readonly string[];
  /** First line of stderr. */
  readonly says: string;
  /** Whether the second line says where it was thrown. */
  readonly placed: boolean;
  /** Ticks whose topology is in the results. */
  readonly ticks: number;
}

const plugin = (setup: string) =>
  `export default { kind: "sim-plugin", name: "boom", setup(sim) {\n${setup}\n} };`;
const USE = "plugins:\n  - use: ./boom.js\n";

/** The run has six ticks, ten seconds apart: tick 3 is at 30 s. */
const FAILURES: readonly Failure[] = [
  {
    what: 'in on("tick")',
    module: plugin('sim.on("tick", (world) => { if (world.tick === 3) throw new Error("no fuel"); });'),
    says: 'starbelt: plugin "boom" failed at 30 s: no fuel',
    placed: true,
    ticks: 4,
  },
  {
    what: "in a scheduled callback",
    module: plugin('sim.schedule({ at: 30.5 }, () => { throw new TypeError("no fuel"); });'),
    says: 'starbelt: plugin "boom" failed at 30.5 s: no fuel',
    placed: true,
    ticks: 4,
  },
  {
    what: "in a process, with workers",
    module: plugin(
      'sim.process(function* burn() { yield* sim.sleep(30); yield* sim.sleep(0.25); throw new Error("no fuel"); });',
    ),
    args: ["--workers", "2"],
    says: 'starbelt: plugin "boom" failed at 30.25 s in process "burn": no fuel',
    placed: true,
    ticks: 4,
  },
  {
    what: "in a listener, of an event that it emits itself",
    module: plugin(
      'sim.on("burn", () => { throw "no fuel"; }); sim.schedule(12, () => sim.emit("burn", "me"));',
    ),
    says: 'starbelt: plugin "boom" failed at 12 s: no fuel',
    placed: false,
    ticks: 2,
  },
  {
    what: "at the end",
    module: plugin('sim.on("end", () => { throw new Error("no fuel"); });'),
    says: 'starbelt: plugin "boom" failed at 60 s: no fuel',
    placed: true,
    ticks: 6,
  },
  {
    what: "asking the world before the first tick",
    module: plugin('sim.on("start", (world) => world.tick);'),
    says: 'starbelt: plugin "boom" failed at 0 s: the world begins with the first tick; use on("start")',
    placed: true,
    ticks: 0,
  },
  {
    what: "a router",
    module: `export default { kind: "router", name: "lost", queries: ["route"], setup: () => ({
      update() {},
      route() { throw new Error("no map"); },
    }) };`,
    end: "routing: { router: ./boom.js }\nprobes:\n  - { from: Vienna, to: Graz }\n",
    says: 'starbelt: router "lost" failed at tick 0 (0 s): no map',
    placed: true,
    ticks: 1,
  },
  {
    what: "a state plugin, in a worker",
    module: `export default { kind: "state-plugin", name: "heat", unit: "1", setup: () => ({ tick }) => {
      if (tick === 3) throw new Error("too hot");
    } };`,
    args: ["--workers", "2"],
    says: 'starbelt: state plugin "heat" failed at tick 3: too hot',
    placed: false,
    ticks: 3,
  },
];

interface Ran {
  readonly outcome: Outcome;
  readonly folder: string;
}

let ran: readonly Ran[];

beforeAll(async () => {
  ran = await inTurns(FAILURES, 2, async ({ module, end = USE, args = [] }) => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, "a.yaml"), scenario({}, end));
    writeFileSync(join(folder, "boom.js"), module);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    return { folder, outcome: await starbelt(["run", "a.yaml", "--out", "out", ...args], folder) };
  });
});

describe("what fails under way is named, with its time and cause; what was recorded is whole", () => {
  test.each(FAILURES.map((failure, i): [string, Failure, number] => [failure.what, failure, i]))(
    "%s",
    async (_, { says, placed, ticks }, i) => {
      const { outcome, folder } = ran[i] as Ran;
      const out = join(folder, "out");
      const lines = outcome.stderr.trimEnd().split("\n");
      expect(lines[0]).toBe(says);
      if (placed) expect(lines[1]).toMatch(/^ {2}thrown at \/.*boom\.js:\d+:\d+$/);
      expect(lines.slice(placed ? 2 : 1)).toEqual([`results until then: ${out}`]);
      expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 1, stdout: "" });

      const results = openResults(out);
      results.verify();
      expect(results.manifest.status).toBe("failed");
      expect(`starbelt: ${results.manifest.error}`).toBe(says);
      expect(results.summary).toMatchObject({ ticks });
      expect(existsSync(join(out, "parts"))).toBe(false);
      const times = (await rowsOf(out, "topology")).map(({ time_ns }) => time_ns);
      expect(times).toEqual(Array.from({ length: ticks }, (_tick, tick) => tick * 10e9));
    },
  );
});
