import { describe, expect, test } from "vitest";
import { greatCircleKm } from "../../../../orbits/geodesy.js";
import { cities, cityPopulations } from "../../../../orbits/readers/index.js";
import { type Recorded, recordSmall } from "../../../support/run-small.js";

interface Sent {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly sizeBytes: number;
  readonly purpose: string;
}

/** Transfers as they were started; ids 0 to 95 are satellites, then the ten largest cities. */
function sentIn({ events }: Recorded): Sent[] {
  return events
    .filter(({ kind }) => kind === "transfer.start")
    .map(({ time, data }) => ({ at: time, ...(data as unknown as Omit<Sent, "at">) }));
}

/** Runs the small scenario (4 min) with traffic. */
async function traffic(text: string, ...changes: string[]): Promise<Sent[]> {
  return sentIn(await recordSmall(() => {}, [`traffic=${text}`, ...changes]));
}

const TOKYO = 96;
const DELHI = 97;
const city = (id: number) => cities(10)[id - TOKYO]!;

describe("constant traffic", () => {
  test("sends at an even pace from its start to its end", async () => {
    const sent = await traffic(
      "[{ constant: { from: Tokyo, to: Delhi, size: 2 MB, every: 15 s, start: 5 s, end: 1 min } }]",
    );
    expect(sent.map(({ at }) => at)).toEqual([5, 20, 35, 50]);
    for (const one of sent) {
      expect(one).toMatchObject({ from: TOKYO, to: DELHI, sizeBytes: 2e6, purpose: "constant" });
    }
  });

  test("may be given by the rate that it offers", async () => {
    // 1 MB at 1 Mbps: one every 8 s.
    const sent = await traffic("[{ constant: { from: Tokyo, to: Delhi, size: 1 MB, rate: 1 Mbps } }]");
    expect(sent.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, i) => 8 * i));
  });
});

describe("poisson traffic", () => {
  test("has the stated rate, independent gaps, and sizes of the stated law", async () => {
    const sent = await traffic(
      "[{ poisson: { from: edge, to: edge, size: { exponential: 10 kB }, rate: 1 /s } }]",
    );
    const expected = 10 * 240;
    expect(Math.abs(sent.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const gaps = sent.slice(1).map(({ at }, i) => at - sent[i]!.at);
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // An exponential gap's deviation is its mean.
    expect(deviation / mean).toBeGreaterThan(0.9);
    expect(deviation / mean).toBeLessThan(1.1);
    const size = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / sent.length;
    expect(Math.abs(size - 1e4)).toBeLessThan((4 * 1e4) / Math.sqrt(sent.length));
    expect(sent.every(({ from, to }) => from !== to)).toBe(true);
    expect(new Set(sent.map(({ to }) => to)).size).toBe(10);
  });

  test("draws from the entry's own stream", async () => {
    const one = "{ poisson: { from: Tokyo, to: edge, size: 1 kB, rate: 1 /s, purpose: one } }";
    const alone = await traffic(`[${one}]`);
    const both = await traffic(`[${one}, { poisson: { from: Delhi, to: edge, size: 1 kB, rate: 3 /s } }]`);
    const bare = (sent: Sent[]) =>
      sent.filter(({ purpose }) => purpose === "one").map(({ at, to }) => [at, to]);
    expect(bare(both)).toEqual(bare(alone));
    expect(bare(await traffic(`[${one}]`, "seed=6"))).not.toEqual(bare(alone));
  });

  test("of heavy-tailed sizes has their mean", async () => {
    const size = "{ pareto: { mean: 100 kB, shape: 3 } }";
    const sent = await traffic(`[{ poisson: { from: edge, to: edge, size: ${size}, rate: 2 /s } }]`);
    const mean = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / sent.length;
    // Its deviation at shape 3 is 0.577 of the mean; none is below two thirds of the mean.
    expect(Math.abs(mean - 1e5)).toBeLessThan((4 * 0.58e5) / Math.sqrt(sent.length));
    expect(Math.min(...sent.map(({ sizeBytes }) => sizeBytes))).toBeGreaterThanOrEqual(66_666);
  });
});

describe("on-off traffic", () => {
  test("sends in bursts: at its pace, for the stated share of the time", async () => {
    const sent = await traffic(
      "[{ onOff: { from: edge, to: edge, size: 1 kB, on: 2 s, off: 6 s, every: 100 ms } }]",
    );
    const ofTokyo = sent.filter(({ from }) => from === TOKYO).map(({ at }) => at);
    const gaps = ofTokyo.slice(1).map((at, i) => at - ofTokyo[i]!);
    expect(gaps.filter((gap) => Math.abs(gap - 0.1) < 1e-6).length).toBeGreaterThan(0.8 * gaps.length);
    expect(gaps.filter((gap) => gap > 1).length).toBeGreaterThan(5);
    // A quarter of the time of ten senders, 10 a second; bursts of 2 s vary by their own length.
    const bursts = (10 * 240) / 8;
    expect(Math.abs(sent.length - bursts * 20)).toBeLessThan(4 * Math.sqrt(2 * bursts) * 20);
  });
});

describe("the gravity model", () => {
  test("shares demand out by population over distance", async () => {
    const sent = await traffic("[{ gravity: { total: 8 Mbps, size: 5 kB, distanceExponent: 1 } }]");
    // 8 Mbps in transfers of 5 kB.
    const expected = 200 * 240;
    expect(Math.abs(sent.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const people = cityPopulations(10);
    const weight = (a: number, b: number) =>
      (people[a - TOKYO]! * people[b - TOKYO]!) / Math.max(10, greatCircleKm(city(a), city(b)));
    let total = 0;
    for (let a = TOKYO; a < 106; a++) for (let b = TOKYO; b < 106; b++) if (a !== b) total += weight(a, b);
    for (const [a, b] of [
      [TOKYO, DELHI],
      [TOKYO, 105],
      [100, 103],
    ] as const) {
      const count = sent.filter(({ from, to }) => from === a && to === b).length;
      const mean = (expected * weight(a, b)) / total;
      expect(Math.abs(count - mean)).toBeLessThan(4 * Math.sqrt(mean));
    }
  });

  test("without distance goes by population alone: near pairs lose", async () => {
    const share = async (exponent: number) => {
      const sent = await traffic(
        `[{ gravity: { total: 4 Mbps, size: 5 kB, distanceExponent: ${exponent}, among: [Tokyo, Osaka, Delhi] } }]`,
      );
      return sent.filter(({ from, to }) => from + to === TOKYO + 105).length / sent.length;
    };
    expect(await share(1)).toBeGreaterThan(2 * (await share(0)));
  });
});

describe("requests and responses", () => {
  test("come in pairs, the answer after the request has arrived and was processed", async () => {
    const run = await recordSmall(() => {}, [
      "traffic=[{ requests: { from: Tokyo, to: Delhi, request: 1 kB, response: 50 kB, rate: 0.2 /s, processing: 250 ms } }]",
    ]);
    const sent = sentIn(run);
    const asked = sent.filter(({ from }) => from === TOKYO);
    const answered = sent.filter(({ from }) => from === DELHI);
    expect(asked.length).toBeGreaterThan(20);
    expect(answered.length).toBe(asked.length);
    const ends = run.events.filter(({ kind, data }) => kind === "transfer.end" && data.from === TOKYO);
    expect(answered.map(({ at }) => at)).toEqual(ends.map(({ time }) => expect.closeTo(time + 0.25, 6)));
    const response = run.metrics.findLast(
      (m) => m.metric === "traffic.responseTime" && m.statistic === "min",
    );
    expect(response?.value).toBeGreaterThan(250);
  });

  test("of users who think: never more requests under way than users", async () => {
    const sent = await traffic(
      "[{ requests: { from: Tokyo, to: Delhi, request: 1 kB, response: 1 kB, users: 3, think: 2 s, processing: 1 s } }]",
    );
    const asked = sent.filter(({ from }) => from === TOKYO).length;
    // Each cycle takes 3 s and some hundredths in the mean; thinking varies by its own mean.
    const cycles = (3 * 240) / 3.1;
    expect(Math.abs(asked - cycles)).toBeLessThan(4 * Math.sqrt(cycles) * (2 / 3.1) + 3);
    let under = 0;
    for (const { from } of sent) {
      under += from === TOKYO ? 1 : -1;
      expect(under).toBeLessThanOrEqual(3);
    }
  });
});

describe("destinations", () => {
  test("in a region are the ground nodes inside of it", async () => {
    const region = "{ region: { circle: { latitude: 35 deg, longitude: 137 deg, radius: 500 km } } }";
    const sent = await traffic(`[{ poisson: { from: Delhi, to: ${region}, size: 1 kB, rate: 2 /s } }]`);
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([TOKYO, 105]));
  });

  test("by nearness are those with the least cost at the time", async () => {
    const nearest: number[] = [];
    const run = await recordSmall(
      (sim) =>
        void sim.on("tick", (world) => {
          const latency = (to: number) => {
            const route = world.route(TOKYO, to);
            return route.reachable ? route.latencyMs : Number.POSITIVE_INFINITY;
          };
          const others = Array.from({ length: 9 }, (_, i) => TOKYO + 1 + i);
          nearest.push(others.reduce((best, to) => (latency(to) < latency(best) ? to : best)));
        }),
      ["traffic=[{ constant: { from: Tokyo, to: { nearest: edge }, size: 1 kB, every: 10 s, start: 5 s } }]"],
    );
    expect(sentIn(run).map(({ to }) => to)).toEqual(nearest);
  });
});
