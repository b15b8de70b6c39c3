/**
 * The tables of a results folder. Names, order and types of the columns are fixed: they are what makes the
 * files of two runs comparable byte by byte. Times are integer nanoseconds since the start of the run.
 */

export type ColumnType = "int64" | "int32" | "double" | "boolean" | "string";

export interface ColumnSchema {
  readonly name: string;
  /** `int64` values are safe integers in memory and become 64-bit integers at the file. */
  readonly type: ColumnType;
  readonly nullable?: boolean;
}

export interface TableSchema {
  /** Also the name of its file: `<name>.parquet`. */
  readonly name: string;
  readonly columns: readonly ColumnSchema[];
  /** Only in folders of runs that ask for it. */
  readonly optional?: boolean;
}

type MemoryType<T extends ColumnType> = T extends "string" ? string : T extends "boolean" ? boolean : number;

type ValueOf<C extends ColumnSchema> = C extends { readonly nullable: true }
  ? MemoryType<C["type"]> | null
  : MemoryType<C["type"]>;

/** One row of a table, keyed by column. */
export type RowOf<S extends TableSchema> = {
  readonly [C in S["columns"][number] as C["name"]]: ValueOf<C>;
};

/** A table, column by column; all columns have the same length. */
export type ColumnsOf<S extends TableSchema> = {
  readonly [C in S["columns"][number] as C["name"]]: readonly ValueOf<C>[];
};

/** One row per probe and tick: by tick, then in the order of the probes. */
const ROUTES = {
  name: "routes",
  columns: [
    { name: "time_ns", type: "int64" },
    { name: "source", type: "string" },
    { name: "target", type: "string" },
    { name: "reachable", type: "boolean" },
    /** Twice the one-way latency. */
    { name: "rtt_ms", type: "double", nullable: true },
    /** Links on the path. */
    { name: "hops", type: "int32", nullable: true },
    /** Node ids joined by `-`, ends included. */
    { name: "path", type: "string", nullable: true },
  ],
} as const satisfies TableSchema;

/** One row per tick. */
const TOPOLOGY = {
  name: "topology",
  columns: [
    { name: "time_ns", type: "int64" },
    { name: "usable_nodes", type: "int32" },
    { name: "isls", type: "int32" },
    { name: "gsls", type: "int32" },
    { name: "components", type: "int32" },
    /** Null at a tick without inter-satellite links; so is the longest. */
    { name: "isl_km_mean", type: "double", nullable: true },
    { name: "isl_km_max", type: "double", nullable: true },
    { name: "handovers", type: "int32" },
  ],
} as const satisfies TableSchema;

/** One row per metric, instant and statistic: a histogram is as many rows as it has statistics. */
export const METRICS = {
  name: "metrics",
  columns: [
    { name: "time_ns", type: "int64" },
    { name: "metric", type: "string" },
    { name: "unit", type: "string" },
    /** `counter`, `gauge` or `histogram`. */
    { name: "kind", type: "string" },
    /** `value`, `count`, `mean`, `min`, `max`, `p50`, `p90` or `p99`. */
    { name: "statistic", type: "string" },
    { name: "value", type: "double" },
  ],
} as const satisfies TableSchema;

/** What happened, in the order in which it happened. */
export const EVENTS = {
  name: "events",
  columns: [
    { name: "time_ns", type: "int64" },
    /** Counts the events of the run from 0. */
    { name: "seq", type: "int64" },
    { name: "kind", type: "string" },
    { name: "subject", type: "string" },
    /** JSON. */
    { name: "data", type: "string" },
  ],
} as const satisfies TableSchema;

/**
 * When ground links may exist (`gsl`), by the orbits and the rules of the scenario, and then when routes existed
 * (`path`), tick by tick; both in the order (from_ns, a, b).
 */
const CONTACTS = {
  name: "contacts",
  optional: true,
  columns: [
    /** `gsl` or `path`. */
    { name: "kind", type: "string" },
    { name: "from_ns", type: "int64" },
    /** Of a `gsl` the last instant of contact, of a `path` the first instant without. */
    { name: "to_ns", type: "int64" },
    /** Node ids: satellite and site, or source and target. */
    { name: "a", type: "int32" },
    { name: "b", type: "int32" },
    { name: "a_name", type: "string" },
    { name: "b_name", type: "string" },
    /** It was there when the run started, so it may have begun earlier. */
    { name: "open_at_start", type: "boolean" },
    /** It was there when the run ended, so it may have lasted longer. */
    { name: "open_at_end", type: "boolean" },
    /** Within the window; null for a `path`, as is the least range. */
    { name: "max_elevation_deg", type: "double", nullable: true },
    { name: "min_range_km", type: "double", nullable: true },
  ],
} as const satisfies TableSchema;

/** Every table that a results folder can hold, by name. */
export const TABLES = {
  routes: ROUTES,
  topology: TOPOLOGY,
  metrics: METRICS,
  events: EVENTS,
  contacts: CONTACTS,
} as const satisfies Record<string, TableSchema>;

export type TableName = keyof typeof TABLES;
export type TableRow<N extends TableName> = RowOf<(typeof TABLES)[N]>;
export type TableColumns<N extends TableName> = ColumnsOf<(typeof TABLES)[N]>;
