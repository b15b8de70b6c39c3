import type { RouterInstance } from "../routing/router.js";
import { dijkstra } from "../routing/routers/dijkstra.js";
import { Kernel, RandomStreams } from "../sim/kernel/index.js";
import { FairShares } from "../sim/services/network/flow/fair-shares.js";
import { createFlowTransport } from "../sim/services/network/flow/index.js";
import { IndexedHeap } from "../sim/services/network/flow/indexed-heap.js";
import { STARLINK_1, shellNetwork } from "../test/support/shell-network.js";
import { type BenchRow, measure, measureByTurns, type Timing } from "./bench-row.js";

const FLOWS = 10_000;
const CITIES = 100;
const ISL_BPS = 20e9;
const GSL_BPS = 4e9;
const ARRIVALS = 500;
const RUNS = { runs: 301, warmup: 200 };

/** Ports of the links between Starlink's first shell and the most populous cities, and ways between the cities. */
class Ways {
  readonly capacityBps: number[] = [];
  readonly #ports = new Map<number, number>();
  readonly #router: RouterInstance = dijkstra.setup({ config: {} });
  readonly #satellites = STARLINK_1.planes * STARLINK_1.slotsPerPlane;
  readonly #random = new RandomStreams(1).stream("pairs");

  constructor() {
    this.#router.update(shellNetwork(STARLINK_1, CITIES)(0));
  }

  /** The ports of a shortest way between two cities at random. */
  draw(): number[] {
    for (;;) {
      const from = this.#random.int(CITIES);
      const to = this.#random.int(CITIES);
      const route = this.#router.route(this.#satellites + from, this.#satellites + to);
      if (from === to || !route.reachable) continue;
      return route.path.slice(1).map((node, i) => this.#portOf(route.path[i], node));
    }
  }

  #portOf(from: number, to: number): number {
    const key = from * (this.#satellites + CITIES) + to;
    const known = this.#ports.get(key);
    if (known !== undefined) return known;
    const port = this.capacityBps.length;
    this.#ports.set(key, port);
    this.capacityBps.push(Math.max(from, to) < this.#satellites ? ISL_BPS : GSL_BPS);
    return port;
  }
}

/** The yardstick: progressive filling of the whole network, with nothing kept from the last time. */
function fillAll(
  capacityBps: readonly number[],
  flows: readonly (readonly number[])[],
  rates: Float64Array,
): void {
  const ports = capacityBps.length;
  const start = new Int32Array(ports + 1);
  for (const way of flows) for (const port of way) start[port + 1]++;
  for (let port = 0; port < ports; port++) start[port + 1] += start[port];
  const members = new Int32Array(start[ports]);
  const at = start.slice();
  flows.forEach((way, flow) => {
    for (const port of way) members[at[port]++] = flow;
  });
  const left = Float64Array.from(capacityBps);
  const rising = Int32Array.from({ length: ports }, (_, port) => start[port + 1] - start[port]);
  const heap = new IndexedHeap();
  for (let port = 0; port < ports; port++) if (rising[port] > 0) heap.set(port, left[port] / rising[port]);
  rates.fill(-1);
  for (let port = heap.top; port >= 0; port = heap.top) {
    const share = left[port] / rising[port];
    if (rising[port] === 0) {
      heap.remove(port);
    } else if (share > heap.topKey) {
      heap.set(port, share);
    } else {
      heap.remove(port);
      for (let i = start[port]; i < start[port + 1]; i++) {
        const flow = members[i];
        if (rates[flow] >= 0) continue;
        rates[flow] = share;
        for (const other of flows[flow]) {
          left[other] -= share;
          rising[other]--;
        }
      }
    }
  }
}

/** Shares after one of 10,000 flows has ended, or another one has begun; beside computing all of them. */
function shareRows(ways: Ways): BenchRow[] {
  const flows = Array.from({ length: FLOWS }, () => ways.draw());
  const next = Array.from({ length: 2 * RUNS.runs }, () => ways.draw());
  const shares = new FairShares();
  for (const capacity of ways.capacityBps) shares.addPort(capacity);
  const numbers = flows.map((way) => shares.addFlow(way));
  shares.update();
  const random = new RandomStreams(1).stream("flows");
  const rates = new Float64Array(FLOWS);
  let drawn = 0;
  let place = 0;
  const end = () => {
    place = random.int(FLOWS);
    shares.removeFlow(numbers[place] as number);
    shares.update();
  };
  const begin = () => {
    const way = next[drawn++ % next.length] as number[];
    flows[place] = way;
    numbers[place] = shares.addFlow(way);
    shares.update();
  };
  const [ended, begun] = measureByTurns([end, begin], RUNS) as [Timing, Timing];
  // By itself: by turns with it, the others would find none of their data in the cache.
  const whole = measure(() => fillAll(ways.capacityBps, flows, rates), { runs: 41, warmup: 20 });
  const row = (what: string, timing: Timing): BenchRow => ({
    name: `max-min fair shares of 10,000 flows over Starlink shell 1, 100 cities, after one has ${what}`,
    ...timing,
    yardstick: {
      name: "progressive filling of everything",
      medianMs: whole.medianMs,
      ratio: whole.medianMs / timing.medianMs,
    },
    aim: "0.2 ms",
  });
  return [row("ended", ended), row("begun", begun)];
}

/** The transport itself: whenever one of 10,000 transfers has arrived, another one begins. */
function transportRow(ways: Ways): BenchRow {
  const kernel = new Kernel();
  const random = new RandomStreams(1).stream("sizes");
  const drawn = Array.from({ length: FLOWS }, () => ways.draw());
  let arrived = 0;
  const transport = createFlowTransport({
    kernel,
    ports: {
      count: ways.capacityBps.length,
      portOf: () => 0,
      from: () => 0,
      to: () => 0,
      capacityBps: (port) => ways.capacityBps[port] as number,
      delayNs: () => 3e6,
      carry: () => {},
    },
    arrived: () => {
      arrived++;
      begin();
    },
    lost: () => {},
  });
  let begun = 0;
  const begin = () => {
    const ports = drawn[begun % FLOWS] as number[];
    const request = { from: 0, to: 1, sizeBytes: 1e6 * (1 + random.int(20)) };
    transport.begin({
      id: begun++,
      request,
      startedNs: kernel.nowNs,
      way: { path: [], ports },
      deliveredBytes: 0,
    });
  };
  for (let i = 0; i < FLOWS; i++) begin();
  const timing = measure(
    () => {
      const until = arrived + ARRIVALS;
      while (arrived < until) kernel.step();
    },
    { runs: 7, warmup: 3 },
  );
  const each = (1000 * timing.medianMs) / ARRIVALS;
  return {
    name: `${ARRIVALS} transfers that arrive, and as many that begin, 10,000 at a time: ${each.toFixed(0)} us each`,
    ...timing,
  };
}

/** The transport `flow` with 10,000 transfers at a time; whole runs are in `transfers`. */
export async function benchFlow(): Promise<BenchRow[]> {
  const ways = new Ways();
  return [...shareRows(ways), transportRow(ways)];
}
