import { dijkstra as reference } from "graphology-shortest-path";
import { toGraphology } from "../routing/graphology-bridge.js";
import type { NetworkGraph } from "../routing/network-graph.js";
import type { WalkerPattern } from "../routing/nodes.js";
import type { ForwardingState, RouterInstance } from "../routing/router.js";
import { aStar, bidirectional, dijkstra, forwarding, linkState } from "../routing/routers/index.js";
import { walker } from "../test/support/circular-orbits.js";
import { KUIPER_1, LARGE_SHELL, STARLINK_1, shellNetwork } from "../test/support/shell-network.js";
import { RowThreads } from "../workers/index.js";
import { type BenchRow, measure, measureByTurns, type Timing } from "./bench-row.js";

const SITES = 100;
/** Between two ticks. */
const STEP_S = 1;
const ALL_VISIBLE = { protocol: "all-visible", maskDeg: 25 };

/** As many satellites as in the largest catalogue of the tests. */
const SHELL_20646 = walker({ planes: 186, slotsPerPlane: 111, phasing: 93 });

/** Forwarding states, pair searches and routing on old knowledge, on one core unless said. */
export async function benchRouters(): Promise<BenchRow[]> {
  return [
    ...forwardingRows("Kuiper K1, 1,156 satellites", KUIPER_1, 60, ["7 ms", "8 ms"]),
    ...forwardingRows("Starlink S1, 1,584 satellites", STARLINK_1, 60, ["10 ms", "12 ms"]),
    ...forwardingRows("20,646 satellites", SHELL_20646, 20, ["110 ms"]),
    ...(await threadRows()),
    ...pairRows(),
    ...severalWaysRows(),
    linkStateRow(),
  ];
}

/** Costs and next hops from every node to every site; what `forwarding` makes of the graph first is included. */
function forwardingRows(
  what: string,
  pattern: WalkerPattern,
  runs: number,
  [repairAim, freshAim]: readonly string[],
): BenchRow[] {
  const network = shellNetwork(pattern, SITES, ALL_VISIBLE);
  const kept = forwarding.setup({ config: {} });
  let emptied = kept;
  let graph = network(0);
  let tick = 0;
  const [, repaired, fresh] = measureByTurns(
    [
      () => {
        graph = network(STEP_S * tick++);
        emptied = forwarding.setup({ config: {} });
      },
      () => void stateOf(kept, graph),
      () => void stateOf(emptied, graph),
    ],
    { runs, warmup: Math.ceil(runs / 3) },
  ) as [Timing, Timing, Timing];
  requireSame(stateOf(kept, graph), stateOf(emptied, graph));
  const whole = toGraphology(graph);
  const library = measure((run) => void reference.singleSource(whole, siteOf(graph, run), "cost"), {
    runs: 2,
    warmup: 1,
  });
  const state = `forwarding state to ${SITES} sites, ${what}`;
  return [
    {
      name: `${state}, repaired after ${STEP_S} s`,
      ...repaired,
      yardstick: against("the same fresh", fresh.medianMs, repaired),
      ...(repairAim !== undefined && { aim: repairAim }),
    },
    {
      name: `${state}, fresh`,
      ...fresh,
      yardstick: against(`${SITES} times graphology's singleSource`, SITES * library.medianMs, fresh),
      ...(freshAim !== undefined && { aim: freshAim }),
    },
  ];
}

/** The same by two threads, beside one, repaired; for the small networks too, where it pays least. */
async function threadRows(): Promise<BenchRow[]> {
  return [
    await threadRow("Kuiper K1, 1,156 satellites", KUIPER_1, 60),
    await threadRow("Starlink S1, 1,584 satellites", STARLINK_1, 60),
    await threadRow("20,646 satellites", SHELL_20646, 20, "60 ms"),
  ];
}

async function threadRow(
  what: string,
  pattern: WalkerPattern,
  runs: number,
  aim?: string,
): Promise<BenchRow> {
  const network = shellNetwork(pattern, SITES, ALL_VISIBLE);
  const team = new RowThreads(2);
  const [alone, together] = [
    forwarding.setup({ config: {} }),
    forwarding.setup({ config: {}, rowTeam: team }),
  ];
  let graph = network(0);
  let tick = 0;
  const [, one, two] = measureByTurns(
    [
      () => {
        graph = network(STEP_S * tick++);
      },
      () => void stateOf(alone, graph),
      () => void stateOf(together, graph),
    ],
    // The second thread has code to compile, too.
    { runs, warmup: runs },
  ) as [Timing, Timing, Timing];
  requireSame(stateOf(together, graph), stateOf(alone, graph));
  await team.close();
  return {
    name: `forwarding state to ${SITES} sites, ${what}, repaired after ${STEP_S} s, 2 workers`,
    ...two,
    yardstick: against("1 worker", one.medianMs, two),
    ...(aim !== undefined && { aim }),
  };
}

/** One pair on a tick that nothing is known of yet. */
function pairRows(): BenchRow[] {
  const graph = shellNetwork(LARGE_SHELL, SITES, ALL_VISIBLE)(0);
  const routers = [dijkstra, aStar, bidirectional].map((router) => router.setup({ config: {} }));
  const whole = toGraphology(graph);
  const ask = (router: RouterInstance) => (run: number) => {
    router.update(graph);
    router.route(siteOf(graph, run), siteOf(graph, 7 * run + 3));
  };
  const library = (run: number) =>
    void reference.bidirectional(whole, siteOf(graph, run), siteOf(graph, 7 * run + 3), "cost");
  const [yardstick, ...timings] = measureByTurns([library, ...routers.map(ask)], {
    runs: 20,
    warmup: 6,
  }) as [Timing, ...Timing[]];
  return ["dijkstra", "a-star", "bidirectional"].map((name, i) => ({
    name: `one route, ${name}, ${graph.nodeCount.toLocaleString("en")} nodes`,
    ...(timings[i] as Timing),
    yardstick: against("graphology's bidirectional", yardstick.medianMs, timings[i] as Timing),
  }));
}

function severalWaysRows(): BenchRow[] {
  const graph = shellNetwork(STARLINK_1, SITES, ALL_VISIBLE)(0);
  const router = dijkstra.setup({ config: {} });
  const onNewTick = (ask: (source: number, target: number) => unknown) => (run: number) => {
    router.update(graph);
    ask(siteOf(graph, run), siteOf(graph, 7 * run + 3));
  };
  const [one, shortest, disjoint] = measureByTurns(
    [
      onNewTick((source, target) => router.route(source, target)),
      onNewTick((source, target) => router.kShortest?.(source, target, 8)),
      onNewTick((source, target) => router.kDisjoint?.(source, target, 4)),
    ],
    { runs: 41, warmup: 15 },
  ) as [Timing, Timing, Timing];
  return [
    {
      name: "the 8 shortest ways of a pair, Starlink S1",
      ...shortest,
      yardstick: against("one way", one.medianMs, shortest),
    },
    {
      name: "up to 4 ways that share no link, Starlink S1",
      ...disjoint,
      yardstick: against("one way", one.medianMs, disjoint),
    },
  ];
}

/** 300 packets at a tick at which several sites were handed over 15 s after the last. */
function linkStateRow(): BenchRow {
  const network = shellNetwork(STARLINK_1, SITES);
  const [learning, knowing] = [
    linkState.setup({ config: { delay: 50e6, maxHops: 255 } }),
    dijkstra.setup({ config: {} }),
  ];
  let graph = network(0);
  let tick = 0;
  const moveOn = () => {
    graph = network(15 * ++tick);
  };
  const ask = (router: RouterInstance) => () => {
    router.update(graph, 15e9 * tick);
    for (let i = 0; i < 300; i++) router.route(siteOf(graph, i), siteOf(graph, 7 * i + 13));
  };
  const [, old, exact] = measureByTurns([moveOn, ask(learning), ask(knowing)], {
    runs: 20,
    warmup: 6,
  }) as [Timing, Timing, Timing];
  return {
    name: "link-state, 300 packets at a tick with handovers, Starlink S1",
    ...old,
    yardstick: against("dijkstra, which knows all", exact.medianMs, old),
  };
}

function siteOf({ satelliteCount }: NetworkGraph, run: number): number {
  return satelliteCount + (Math.abs(run) % SITES);
}

function stateOf(router: RouterInstance, graph: NetworkGraph): ForwardingState {
  router.update(graph);
  if (router.forwardingState === undefined) throw new Error("no forwarding state");
  return router.forwardingState();
}

function against(name: string, medianMs: number, { medianMs: ours }: Timing): BenchRow["yardstick"] {
  return { name, medianMs, ratio: medianMs / ours };
}

/** A comparison of speed counts only between equal results. */
function requireSame(repaired: ForwardingState, fresh: ForwardingState): void {
  const differs = fresh.costs.findIndex(
    (cost, i) => cost !== repaired.costs[i] || fresh.nextHops[i] !== repaired.nextHops[i],
  );
  if (differs >= 0) throw new Error(`the repaired forwarding state differs from the fresh one at ${differs}`);
}
