import { expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/kernel/index.js";
import { QueueTransport } from "../../../../sim/services/network/queue/index.js";
import { meanOfTen } from "../../../support/confidence.js";
import { FakeNetwork } from "../../../support/fake-network.js";

/** Large, so that whole bytes do not show; a mean service takes 1 ms. */
const MEAN_BYTES = 1e6;
const CAPACITY_BPS = (MEAN_BYTES * 8) / 1e-3;
const SERVICE_S = 1e-3;
/** Transfers that find the queue not yet in its steady state, and those that count, by load. */
const RUNS: Readonly<Record<number, readonly [warmUp: number, counted: number]>> = {
  0.5: [200, 8_000],
  0.8: [1_000, 25_000],
  0.95: [6_000, 80_000],
};
const WHOLE = {
  packetBytes: Number.MAX_SAFE_INTEGER,
  windowPackets: 1,
  bufferBytes: Number.POSITIVE_INFINITY,
  retransmitNs: 1e9,
  maxRetransmissions: 0,
};

/** Mean wait of single packets at a port, in units of the mean service. */
function meanWait(load: number, sizes: "exponential" | "constant", seed: number): number {
  const network = new FakeNetwork((host) => new QueueTransport(host, WHOLE));
  const port = network.ports.add(0, 1, CAPACITY_BPS);
  const streams = new RandomStreams(seed);
  const arrivals = streams.stream("arrivals");
  const bytes = streams.stream("sizes");
  const [warmUp, counted] = RUNS[load]!;
  let waitedS = 0;
  let arrived = 0;
  network.onEnd = ({ flow: { startedNs, request }, atNs }) => {
    if (arrived++ >= warmUp) waitedS += (atNs - startedNs) / 1e9 - (request.sizeBytes * 8) / CAPACITY_BPS;
  };
  let left = warmUp + counted;
  const { kernel } = network;
  const arrive = () => {
    const sizeBytes = sizes === "constant" ? MEAN_BYTES : Math.round(bytes.exponential(MEAN_BYTES));
    network.send([port], { sizeBytes });
    if (--left > 0) kernel.schedule(arrivals.exponential(SERVICE_S / load), arrive);
  };
  kernel.schedule(0, arrive);
  kernel.run();
  return waitedS / counted / SERVICE_S;
}

// Pollaczek and Khinchine: W = rho / (1 - rho) * (1 + c^2) / 2 services, c^2 being 1 for M/M/1 and 0 for M/D/1.
const CASES = ([0.5, 0.8, 0.95] as const).flatMap((load) => [
  ["M/M/1", load, "exponential", load / (1 - load)] as const,
  ["M/D/1", load, "constant", load / (1 - load) / 2] as const,
]);

test.each(CASES)("%s at load %d waits as theory says, over 10 seeds", (_name, load, sizes, expected) => {
  const waits = Array.from({ length: 10 }, (_, seed) => meanWait(load, sizes, seed + 1));
  const { mean, halfWidth } = meanOfTen(waits);
  expect(Math.abs(mean - expected)).toBeLessThanOrEqual(halfWidth);
  // Narrow enough to tell M/M/1 from M/D/1, and either from a wrong load.
  expect(halfWidth / expected).toBeLessThan(0.25);
});
