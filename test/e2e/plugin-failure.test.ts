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
  readonly scenario?: string;
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
const LATE_PROTOCOL = (kind: string) =>
  `export default { kind: "${kind}", name: "boom", setup: () => ({ tick }) => {
    if (tick === 3) throw new Error("no fuel");
  } };`;

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
    what: "asking a router for trees that it does not grow",
    module: plugin('sim.on("tick", (world) => { if (world.tick === 2) world.routesTo(20); });'),
    end: `${USE}routing: { router: a-star }\n`,
    says: 'starbelt: plugin "boom" failed at 20 s: router "a-star" does not answer "tree" queries; it answers route',
    placed: true,
    ticks: 3,
  },
  {
    what: "asking a router for a forwarding state that it does not keep, in a process",
    module: plugin("sim.process(function* ask() { yield* sim.sleep(11); sim.world.forwardingState(); });"),
    says: 'starbelt: plugin "boom" failed at 11 s in process "ask": router "dijkstra" does not answer "forwarding-state" queries; it answers route, tree, k-shortest, k-disjoint',
    placed: true,
    ticks: 2,
  },
  {
    what: "asking for 0 routes",
    module: plugin("sim.schedule(15, (world) => sim.world.routes(20, 21, { k: 0 }));"),
    says: 'starbelt: plugin "boom" failed at 15 s: expected k as a whole number of at least 1; got 0',
    placed: true,
    ticks: 2,
  },
  {
    what: "asking for several ways where the router finds one",
    module: plugin('sim.on("tick", (world) => void world.routes(20, 21, { k: 2, disjoint: "links" }));'),
    end: `${USE}routing: { router: bidirectional }\n`,
    says: 'starbelt: plugin "boom" failed at 0 s: router "bidirectional" does not answer "k-disjoint" queries; it answers route',
    placed: true,
    ticks: 1,
  },
  ...[0, 2].map(
    (workers): Failure => ({
      what: `a link protocol, by ${workers} workers`,
      scenario: scenario({ "plus-grid": "./boom.js" }),
      module: LATE_PROTOCOL("link-protocol"),
      end: "",
      args: ["--workers", String(workers)],
      says: 'starbelt: link protocol "boom" (a.yaml:13:20) failed at tick 3: no fuel',
      placed: true,
      ticks: 3,
    }),
  ),
  {
    what: "a ground link protocol",
    scenario: scenario({ "protocol: nearest": "protocol: ./boom.js" }),
    module: LATE_PROTOCOL("ground-link-protocol"),
    end: "",
    says: 'starbelt: link protocol "boom" (a.yaml:14:23) failed at tick 3: no fuel',
    placed: true,
    ticks: 3,
  },
  {
    what: "a link protocol that links what does not exist",
    scenario: scenario({ "plus-grid": "./boom.js" }),
    module: `export default { kind: "link-protocol", name: "boom", setup: () => (tick, links) => links.add(0, 99) };`,
    end: "",
    says: 'starbelt: link protocol "boom" (a.yaml:13:20) failed at tick 0: it links node 99, which does not exist (ids are 0 to 21)',
    placed: false,
    ticks: 0,
  },
  {
    what: "a state plugin, in a worker",
    module: `export default { kind: "state-plugin", name: "heat", unit: "1", setup: () => ({ tick }) => {
      if (tick === 3) throw new Error("too hot");
    } };`,
    args: ["--workers", "2"],
    says: 'starbelt: state plugin "heat" failed at tick 3: too hot',
    placed: true,
    ticks: 3,
  },
];

interface Ran {
  readonly outcome: Outcome;
  readonly folder: string;
}

let ran: readonly Ran[];

beforeAll(async () => {
  ran = await inTurns(FAILURES, 2, async ({ scenario: text = scenario(), module, end = USE, args = [] }) => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, "a.yaml"), `${text}${end}`);
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
