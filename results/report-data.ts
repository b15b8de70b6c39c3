/**
 * What a report shows beside the tables and the summary, as `report.json` holds it: where things were, and what plugins
 * contribute. Nothing of wall time, paths or workers, so that it is the same bytes wherever the run was made.
 */

/** Version of the layout of `report.json`. */
export const REPORT_FORMAT = 1;

export interface ReportData {
  readonly reportFormat: number;
  readonly name: string;
  readonly seed: number;
  readonly scenarioHash: string;
  /** The resolved scenario, with files by their hash in place of their path: what the scenario hash covers. */
  readonly scenario: unknown;
  readonly time: { readonly start: string; readonly durationNs: number; readonly stepNs: number };
  readonly satellites: number;
  readonly groundNodes: number;
  readonly probes: number;
  readonly warnings: readonly string[];
  /** Ground nodes that have a place, by id. */
  readonly places: readonly ReportPlace[];
  /** Where satellites were over the ground at one tick; absent where none has a place, or no tick was run. */
  readonly underSatellites?: {
    readonly timeNs: number;
    /** One satellite in so many is listed. */
    readonly every: number;
    readonly points: readonly ReportPoint[];
  };
  /** The first route that a probe found at that tick, where all of its nodes have a place. */
  readonly route?: {
    readonly source: string;
    readonly target: string;
    readonly points: readonly ReportPoint[];
  };
  /** What plugins contribute, in the order of their set-up; empty until the run has ended. */
  readonly sections: readonly PluginSection[];
}

/** Latitude and longitude (east positive), degrees. */
export type ReportPoint = readonly [latitudeDeg: number, longitudeDeg: number];

export interface ReportPlace {
  readonly name: string;
  readonly tier: string;
  /** Of a node that moves: where it was at ticks spread over the run. */
  readonly points: readonly ReportPoint[];
}

export interface PluginSection {
  readonly plugin: string;
  readonly items: readonly PluginItem[];
}

export type PluginItem = PluginTable | PluginChart;

export type ReportCell = string | number | boolean | null;

/** A quantity and its unit; `"1"` for a plain number. */
export interface ReportQuantity {
  readonly title: string;
  readonly unit: string;
}

export interface PluginTable {
  readonly kind: "table";
  readonly title: string;
  /** Columns of names have no unit. */
  readonly columns: readonly { readonly title: string; readonly unit?: string }[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly note?: string;
}

export type PluginChart = PluginMetricsChart | PluginXyChart | PluginBarChart;

/** Metrics over the time of the run, read from `metrics.parquet`. */
export interface PluginMetricsChart {
  readonly kind: "metrics";
  readonly title: string;
  readonly metrics: readonly string[];
  readonly note?: string;
}

/** Lines, steps or points over a quantity. */
export interface PluginXyChart {
  readonly kind: "line" | "steps" | "points";
  readonly title: string;
  readonly x: ReportQuantity;
  readonly y: ReportQuantity;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number | null])[];
  }[];
  readonly note?: string;
}

/** A bar for each of some names. */
export interface PluginBarChart {
  readonly kind: "bars";
  readonly title: string;
  readonly y: ReportQuantity;
  readonly bars: readonly (readonly [name: string, value: number])[];
  readonly note?: string;
}
