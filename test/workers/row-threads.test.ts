import { execFile } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fc } from "@fast-check/vitest";
import { afterEach, describe, expect, test } from "vitest";
import { forwarding } from "../../routing/routers/index.js";
import type { RowTeam } from "../../routing/routers/row-team.js";
import { RowThreads, type RowThreadsOptions } from "../../workers/index.js";
import { walker } from "../support/circular-orbits.js";
import { graphOf, graphSpecs, withDirectedCosts } from "../support/graphs.js";
import { dawdling, expectSameState, stateOf } from "../support/row-teams.js";
import { shellNetwork } from "../support/shell-network.js";

const SHELL = walker({ planes: 12, slotsPerPlane: 14, altitudeKm: 1200, phasing: 1 });
const SITES = 16;
const NODES = SHELL.planes * SHELL.slotsPerPlane + SITES;

const opened: RowThreads[] = [];

/** Threads that share in whatever little there is to do. */
function openThreads(threads: number, options: RowThreadsOptions = {}): RowThreads {
  const team = new RowThreads(threads, { worth: 0, ...options });
  opened.push(team);
  return team;
}

afterEach(async () => {
  for (const team of opened.splice(0)) await team.close();
});

function routers(team: RowTeam) {
  return [forwarding.setup({ config: {}, rowTeam: team }), forwarding.setup({ config: {} })] as const;
}

/** Some nodes and links out of service, others at each tick. */
function faultsAt(tick: number) {
  const usable = new Uint8Array(NODES).fill(1);
  if (tick % 3 === 0) for (let i = 0; i < 4; i++) usable[(tick * 13 + 29 * i) % NODES] = 0;
  return {
    usable,
    struck: ({ count }: { readonly count: number }) => {
      const struck = new Uint8Array(count);
      for (let i = 0; i < tick % 5; i++) struck[(tick * 31 + 17 * i) % count] = 1;
      return struck;
    },
  };
}

describe("a forwarding state by several threads", () => {
  test.each([2, 3, 7])(
    "equals that of one thread to the bit, tick after tick (%i threads)",
    async (threads) => {
      const team = dawdling(openThreads(threads));
      const [shared, alone] = routers(team);
      for (const ground of [{ protocol: "nearest" }, { protocol: "all-visible" }]) {
        const network = shellNetwork(SHELL, SITES, { ...ground, maskDeg: 10 });
        let helped = 0;
        for (let tick = 0; tick < 40 || helped < 20; tick++) {
          const { asked, own } = team.rows;
          const graph = network(20 * tick, faultsAt(tick));
          // Single rows are the calling thread's: they are not asked of the team, now or later in the tick.
          if (tick % 4 === 1) shared.update(graph);
          if (tick % 4 === 1) shared.tree?.(graph.satelliteCount + (tick % SITES));
          const state = tick % 4 === 1 ? shared.forwardingState?.() : stateOf(shared, graph);
          expect(team.rows.asked - asked).toBe(tick % 4 === 1 ? SITES - 1 : SITES);
          expectSameState(state as NonNullable<typeof state>, stateOf(alone, graph));
          if (team.rows.own - own < team.rows.asked - asked) helped++;
          await nextTurn();
        }
      }
    },
  );

  test("equals that of one thread where everything changes from tick to tick", async () => {
    const team = dawdling(openThreads(3));
    const network = shellNetwork(SHELL, SITES);
    for (let tick = 0; team.rows.own === team.rows.asked; tick++) {
      stateOf(routers(team)[0], network(tick));
      await nextTurn();
    }
    Object.assign(team.rows, { asked: 0, own: 0 });
    const latency = fc.oneof(
      fc.double({ min: 0.5, max: 40, noNaN: true }),
      fc.constantFrom(1, 2, 2, 1e-17, 0),
    );
    fc.assert(
      fc.property(fc.array(graphSpecs(latency), { minLength: 1, maxLength: 5 }), fc.nat(9), (specs, salt) => {
        const [shared, alone] = routers(team);
        for (const [tick, spec] of specs.entries()) {
          const plain = graphOf(spec);
          const graph =
            (tick + salt) % 3 > 0
              ? plain
              : withDirectedCosts(plain, (a, b) => 5 + ((a * 31 + b * 17 + salt) % 10));
          expectSameState(stateOf(shared, graph), stateOf(alone, graph));
        }
      }),
      { numRuns: 100 },
    );
    expect(team.rows.own).toBeLessThan(team.rows.asked);
  });

  test("starts no thread before there is enough to do", async () => {
    const started: unknown[] = [];
    const note = (worker: unknown) => started.push(worker);
    process.on("worker", note);
    try {
      const team = openThreads(4, { worth: NODES * SITES });
      const [shared] = routers(team);
      const network = shellNetwork(SHELL, SITES);
      shared.update(network(0));
      shared.tree?.(NODES - 1);
      shared.forwardingState?.();
      await nextTurn();
      expect(started).toHaveLength(0);
      stateOf(shared, network(1));
      await nextTurn();
      expect(started).toHaveLength(3);
    } finally {
      process.off("worker", note);
    }
  });
});

describe("a helper that is lost", () => {
  const DIES = fileURLToPath(new URL("fixtures/row-thread-dies.js", import.meta.url));

  afterEach(() => {
    delete process.env.STARBELT_TEST_ROW;
  });

  test.each([
    ["exit 0", "ended in the middle of a row"],
    ["exit 25", "ended in the middle of a row"],
    ["throw 3", "ended in the middle of a row"],
    ["stop 0", "finished nothing for 200 ms"],
    ["stop 40", "finished nothing for 200 ms"],
    ["start", "ended: no start today"],
  ])("leaves its rows to the calling thread, and says so once (%s)", async (how, message) => {
    process.env.STARBELT_TEST_ROW = how;
    const told: string[] = [];
    const team = openThreads(2, {
      file: DIES,
      ...(how.startsWith("stop") && { patienceMs: 200 }),
      onLost: (text) => told.push(text),
    });
    const [shared, alone] = routers(dawdling(team));
    const network = shellNetwork(SHELL, SITES);
    let after = 0;
    for (let tick = 0; after < 5; tick++) {
      if (told.length > 0) after++;
      const graph = network(20 * tick, faultsAt(tick));
      expectSameState(stateOf(shared, graph), stateOf(alone, graph));
      await nextTurn();
    }
    expect(told).toEqual([expect.stringContaining(message)]);
  });
});

describe("the end of a team", () => {
  test("ends its threads, after which the calling thread works alone", async () => {
    const workers: { threadId: number }[] = [];
    const note = (worker: { threadId: number }) => workers.push(worker);
    process.on("worker", note as (worker: unknown) => void);
    const told: string[] = [];
    const team = openThreads(3, { onLost: (text) => told.push(text) });
    const [shared, alone] = routers(team);
    const network = shellNetwork(SHELL, SITES);
    stateOf(shared, network(0));
    await nextTurn();
    expect(workers).toHaveLength(2);
    await team.close();
    process.off("worker", note as (worker: unknown) => void);
    // That of a thread that is gone.
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1, -1]);
    const graph = network(60);
    expectSameState(stateOf(shared, graph), stateOf(alone, graph));
    expect(told).toEqual([]);
  });

  test("is the process's at the latest: threads that nobody closed do not keep it", async () => {
    const script = `
      import { forwarding } from "./dist/routing/routers/index.js";
      import { GraphBuilder } from "./dist/routing/graph-builder.js";
      import { RowThreads } from "./dist/workers/row-threads.js";
      const count = 40;
      const ring = Array.from({ length: 30 }, (_, i) => [i, (i + 1) % 30]);
      const ups = Array.from({ length: 10 }, (_, i) => [3 * i, 30 + i]);
      const links = [...ring.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]), ...ups].sort(([a, b], [c, d]) => a - c || b - d);
      const table = { islCount: 0, gslCount: 0, fixedCount: links.length, count: links.length,
        a: Uint32Array.from(links, ([a]) => a), b: Uint32Array.from(links, ([, b]) => b),
        lengthKm: new Float64Array(links.length), linkClass: new Uint16Array(links.length),
        fixedLatencyMs: new Float64Array(links.length).fill(1) };
      const nodes = { count, satelliteCount: 30, groundCount: 10, shells: [] };
      const graph = new GraphBuilder().build(table, [{ kind: "fixed", bandwidthBps: 1, hopDelayMs: 0 }],
        new Uint8Array(count).fill(1), nodes, { groundRelay: false, cost: "latency" });
      const router = forwarding.setup({ config: {}, rowTeam: new RowThreads(3, { worth: 0 }) });
      for (let tick = 0; tick < 20; tick++) {
        router.update(graph);
        router.forwardingState();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      console.log(router.forwardingState().costs.reduce((a, b) => a + b));
    `;
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd,
      timeout: 50_000,
    });
    expect(Number(stdout)).toBeGreaterThan(0);
  });
});
