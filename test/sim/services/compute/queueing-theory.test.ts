import { describe, expect, test } from "vitest";
import { type RandomStream, RandomStreams } from "../../../../sim/kernel/index.js";
import { computers } from "../../../support/computers.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Student's t for 9 degrees of freedom: 95 and 99.9 %. */
const T95 = 2.262;
const T999 = 4.781;

interface Job {
  readonly atNs: number;
  readonly work: number;
}

interface Outcome {
  readonly waited: number;
  readonly seconds: number;
}

/** Poisson arrivals, and works by `draw`. */
function poissonJobs(count: number, rate: number, random: RandomStream, draw: () => number): Job[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    at += random.exponential(1 / rate);
    return { atNs: Math.round(at * 1e9), work: draw() };
  });
}

/** Lets jobs come one by one to a node, and gives how long each waited and stayed; and the mean number there. */
function simulate(jobs: readonly Job[], cores: number, discipline: "fifo" | "processor-sharing") {
  const { kernel, compute } = computers([{ cores, discipline }]);
  const outcomes: Outcome[] = [];
  let present = 0;
  let area = 0;
  let lastNs = 0;
  const count = (by: number) => {
    area += (present * (kernel.nowNs - lastNs)) / 1e9;
    lastNs = kernel.nowNs;
    present += by;
  };
  const arrive = (i: number) => {
    count(1);
    compute.run(0, { cpuSeconds: (jobs[i] as Job).work }).addWaiter({
      onSettled({ outcome }) {
        count(-1);
        const { waitedSeconds, seconds } = outcome as { waitedSeconds: number; seconds: number };
        outcomes[i] = { waited: waitedSeconds, seconds };
      },
    });
    const next = jobs[i + 1];
    if (next !== undefined) kernel.schedule({ atNs: next.atNs }, () => arrive(i + 1));
  };
  kernel.schedule({ atNs: (jobs[0] as Job).atNs }, () => arrive(0));
  kernel.run();
  return { outcomes, meanPresent: area / kernel.now, seconds: kernel.now };
}

/** Mean of values after the first tenth, in which the node fills up. */
function settledMean(values: readonly number[]): number {
  const kept = values.slice(values.length / 10);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

function interval(means: readonly number[]) {
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  return { mean, error: Math.sqrt(variance / means.length) };
}

/** Probability that a job has to wait at `c` servers of load `rho` each (Erlang 1917). */
function erlangC(c: number, rho: number): number {
  const offered = c * rho;
  let blocking = 1;
  for (let k = 1; k <= c; k++) blocking = (offered * blocking) / (k + offered * blocking);
  return blocking / (1 - rho * (1 - blocking));
}

/** Waits at `c` servers, job by job (Kiefer and Wolfowitz 1955): each job takes the server that is free first. */
function waitsByRecursion(jobs: readonly Job[], c: number): number[] {
  const freeNs = new Array<number>(c).fill(0);
  return jobs.map(({ atNs, work }) => {
    freeNs.sort((a, b) => a - b);
    const startNs = Math.max(atNs, freeNs[0] as number);
    freeNs[0] = startNs + Math.round(work * 1e9);
    return (startNs - atNs) / 1e9;
  });
}

describe("fifo against theory", () => {
  test("Erlang C gives the textbook value for c = 1: the load itself", () => {
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
    expect(erlangC(2, 0.75)).toBeCloseTo(0.642857, 6);
  });

  test.each([
    { cores: 1, rho: 0.8 },
    { cores: 4, rho: 0.95 },
    { cores: 7, rho: 0.6 },
  ])("waits on $cores cores at load $rho are those of the recursion, job by job", ({ cores, rho }) => {
    const random = new RandomStreams(3).stream("jobs");
    const jobs = poissonJobs(5000, cores * rho, random, () => random.exponential(1));
    const { outcomes } = simulate(jobs, cores, "fifo");
    expect(outcomes.map(({ waited }) => waited)).toEqual(waitsByRecursion(jobs, cores));
  });

  test.each([
    { rho: 0.5, jobs: 8_000, within: 0.15 },
    { rho: 0.8, jobs: 12_000, within: 0.12 },
    { rho: 0.95, jobs: 40_000, within: 0.25 },
  ])("M/M/4 at load $rho: the mean wait is Erlang C's", ({ rho, jobs: count, within }) => {
    const c = 4;
    const means = SEEDS.map((seed) => {
      const random = new RandomStreams(seed).stream(`mmc ${rho}`);
      const jobs = poissonJobs(count, c * rho, random, () => random.exponential(1));
      return settledMean(simulate(jobs, c, "fifo").outcomes.map(({ waited }) => waited));
    });
    const expected = erlangC(c, rho) / (c * (1 - rho));
    const { mean, error } = interval(means);
    expect(Math.abs(mean - expected)).toBeLessThan(T999 * error);
    // The interval is narrow enough to tell: half its width (95 %) is a small share of the value.
    expect((T95 * error) / expected).toBeLessThan(within);
  });
});

describe("processor sharing against theory", () => {
  const services = {
    exponential: (random: RandomStream) => random.exponential(1),
    constant: () => 1,
    // Mean 1: three in four are short, one in four is long; squared coefficient of variation 4.
    hyperexponential: (random: RandomStream) => random.exponential(random.next() < 0.75 ? 0.2 : 3.4),
  };

  test.each(Object.entries(services))(
    "M/G/1 at load 0.7: the mean stay is 1 / (1 - 0.7), whatever the distribution (%s)",
    (name, draw) => {
      const rho = 0.7;
      const means = SEEDS.map((seed) => {
        const random = new RandomStreams(seed).stream(`ps ${name}`);
        const jobs = poissonJobs(8_000, rho, random, () => draw(random));
        return settledMean(simulate(jobs, 1, "processor-sharing").outcomes.map(({ seconds }) => seconds));
      });
      const { mean, error } = interval(means);
      const expected = 1 / (1 - rho);
      expect(Math.abs(mean - expected)).toBeLessThan(T999 * error);
      expect((T95 * error) / expected).toBeLessThan(0.09);
    },
  );

  test("fifo on the same jobs does depend on the distribution (Pollaczek and Khinchine): the test can tell", () => {
    const random = new RandomStreams(1).stream("pk");
    const jobs = poissonJobs(40_000, 0.7, random, () => services.hyperexponential(random));
    const stay = settledMean(simulate(jobs, 1, "fifo").outcomes.map(({ seconds }) => seconds));
    // 1 + rho (1 + 4.08...) / (2 (1 - rho)) = 6.9; sharing has 3.33.
    expect(stay).toBeGreaterThan(5);
  });
});

describe("Little's law", () => {
  test.each(["fifo", "processor-sharing"] as const)(
    "mean number there = rate x mean stay (%s)",
    (discipline) => {
      const random = new RandomStreams(8).stream("little");
      const jobs = poissonJobs(3000, 2.4, random, () => random.exponential(1));
      const { outcomes, meanPresent, seconds } = simulate(jobs, 3, discipline);
      const stay = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
      expect(meanPresent).toBeCloseTo(stay / seconds, 6);
    },
  );
});
