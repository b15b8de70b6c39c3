/** A figure of the published system, and where it was read. */
export interface Published<T> {
  readonly value: T;
  readonly unit: string;
  /**
   * `[CODE]` read in the authors' repository, `[HIST]` in its history, `[PAPER]` in the paper's abstract or a summary of it,
   * `[DERIVED]` computed from those, `[ASM]` assumed here.
   */
  readonly source: string;
}

/** One state size and the longest that moving it may take. */
export interface SloEntry {
  readonly sizeBytes: number;
  readonly migrationMs: number;
}

/** Bytes of the MB in which the experiments count: 1,000 kB of 1,024 bytes. Source: [CODE] state sizes of the workflow scripts. */
export const PUBLISHED_MB = 1_024_000;

const entry = (mb: number, migrationMs: number): SloEntry => ({
  sizeBytes: mb * PUBLISHED_MB,
  migrationMs,
});

/** Every constant of Databelt that is not a setting of the scenario. */
export const PUBLISHED = {
  refreshSeconds: {
    value: 5,
    unit: "s",
    source: "[CODE] node-info service, NODE_REFRESH_INTERVAL_SECS",
  },
  averageBandwidth: {
    value: 80,
    unit: "1000 bytes per ms as the policy computes, Mbit/s as the links are set up",
    source: "[CODE] policy, AVG_SAT_BANDWIDTH",
  },
  sloTable: {
    value: [
      entry(1, 100),
      entry(2, 100),
      entry(5, 150),
      entry(10, 200),
      entry(15, 260),
      entry(20, 330),
      entry(25, 390),
      entry(30, 450),
      entry(35, 520),
      entry(40, 580),
      entry(45, 650),
      entry(50, 710),
    ],
    unit: "ms by bytes",
    source: "[CODE] run_propagate_performance.sh; 2 MB from the scalability runs",
  },
  decisionDelay: {
    value: [
      { nodes: 10, ms: 1 },
      { nodes: 100, ms: 13 },
      { nodes: 1000, ms: 162 },
      { nodes: 10_000, ms: 832 },
    ],
    unit: "ms by nodes of the network",
    source: "[CODE] experiments/README, policy decision time on a Raspberry Pi",
  },
  maxTemperatureK: {
    value: 273.15 + 75,
    unit: "K",
    source: "[CODE] HyperDrive, maximum temperature of a satellite: 75 C",
  },
} as const satisfies Readonly<Record<string, Published<unknown>>>;
