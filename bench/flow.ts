import type { RouterInstance } from "../routing/router.js";
import { dijkstra } from "../routing/routers/dijkstra.js";
import { RandomStreams } from "../sim/kernel/index.js";
import { FairShares } from "../sim/services/network/flow/fair-shares.js";
import { IndexedHeap } from "../sim/services/network/flow/indexed-heap.js";
import { STARLINK_1, shellNetwork } from "../test/support/shell-network.js";
import { type BenchRow, measureByTurns } from "./bench-row.js";

const FLOWS = 10_000;
const CITIES = 100;
const ISL_BPS = 20e9;
const GSL_BPS = 4e9;
const RUNS = { runs: 501, warmup: 200 };

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

/** Shares after one of 10,000 flows has ended and another one has begun. */
export function flowRows(): BenchRow[] {
  const ways = new Ways();
  const flows = Array.from({ length: FLOWS }, () => ways.draw());
  const next = Array.from({ length: 2048 }, () => ways.draw());
  const shares = new FairShares();
  for (const capacity of ways.capacityBps) shares.addPort(capacity);
  const numbers = flows.map((way) => shares.addFlow(way));
  shares.update();
  const random = new RandomStreams(1).stream("flows");
  const rates = new Float64Array(FLOWS);
  let drawn = 0;
  let place = 0;
  const [ending, starting, whole] = measureByTurns(
    [
      () => {
        place = random.int(FLOWS);
        shares.removeFlow(numbers[place]);
        shares.update();
      },
      () => {
        flows[place] = next[drawn++ % next.length];
        numbers[place] = shares.addFlow(flows[place]);
        shares.update();
      },
      (run) => {
        if (run % 8 === 0) fillAll(ways.capacityBps, flows, rates);
      },
    ],
    RUNS,
  );
  return [ending, starting, whole].map((x, i) => ({ name: String(i), ...x }));
}
