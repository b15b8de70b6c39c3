import type { RowDifference } from "../../results/index.js";
import type { Owners } from "../host/owners.js";

type Row = NonNullable<RowDifference["sealed"]>;

/** A run made again has become another than it was. */
export class ResumeDifferenceError extends Error {
  override readonly name = "ResumeDifferenceError";
  /** `frames`, or the table that differs first. */
  readonly table: string;
  /** Simulated seconds since the start; null for a table whose rows have no time. */
  readonly time: number | null;
  /** The plugin whose event or metric it is; undefined where it is of none, or of several. */
  readonly plugin: string | undefined;

  constructor(found: Found, cause: unknown) {
    const { table, timeNs, plugin, what } = found;
    const time = timeNs === null ? null : timeNs / 1e9;
    const who = plugin === undefined ? "the run" : `plugin "${plugin}"`;
    const when = time === null ? "" : ` at ${time} s`;
    super(
      `${who} did not repeat itself${when}: table ${table}: ${what}; what was sealed before stays as it is`,
      {
        cause,
      },
    );
    this.table = table;
    this.time = time;
    this.plugin = plugin;
  }
}

interface Found {
  readonly table: string;
  readonly timeNs: number | null;
  readonly plugin: string | undefined;
  readonly what: string;
}

/**
 * The error that names what differs first in simulated time; where several do, one with a plugin behind it.
 * @param sealed what was found on sealing, for where no row can be named
 */
export function differenceError(
  sealed: { readonly table: string; readonly spanNs: readonly [number, number] | null },
  rows: readonly RowDifference[],
  owners: Owners,
): ResumeDifferenceError {
  const found = rows.map((row) => describe(row, owners)).sort(byTime);
  const [first] = found;
  if (first !== undefined) return new ResumeDifferenceError(first, sealed);
  const { table, spanNs } = sealed;
  const span = spanNs === null ? "" : ` from ${spanNs[0] / 1e9} s to ${spanNs[1] / 1e9} s`;
  const what = `its part${span} has another checksum`;
  return new ResumeDifferenceError({ table, timeNs: spanNs?.[0] ?? null, plugin: undefined, what }, sealed);
}

function byTime(a: Found, b: Found): number {
  const [at, bt] = [a, b].map(({ timeNs }) => timeNs ?? Number.POSITIVE_INFINITY);
  if (at !== bt) return (at as number) - (bt as number);
  return Number(a.plugin === undefined) - Number(b.plugin === undefined);
}

function describe({ table, sealed, made }: RowDifference, owners: Owners): Found {
  const times = [sealed, made].flatMap((row) => timeOf(row));
  return {
    table,
    timeNs: times.length === 0 ? null : Math.min(...times),
    plugin: ownerOf(sealed, owners) ?? ownerOf(made, owners),
    what: `${nameOf(sealed ?? made)}: ${changesText(sealed, made)}`,
  };
}

function timeOf(row: Row | undefined): number[] {
  const time = row?.time_ns ?? row?.from_ns;
  return typeof time === "number" ? [time] : [];
}

function ownerOf(row: Row | undefined, owners: Owners): string | undefined {
  const { kind, metric, data } = row ?? {};
  if (typeof metric === "string") return only(owners.ofMetric(metric));
  if (typeof kind !== "string" || typeof data !== "string") return undefined;
  return only(owners.ofEvent(kind)) ?? pluginBehind(data);
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** The plugin that took a node or link out of the network or back, by its event. */
function pluginBehind(data: string): string | undefined {
  const { cause } = (JSON.parse(data) ?? {}) as { readonly cause?: unknown };
  return typeof cause === "string" ? /^plugin (.+)$/.exec(cause)?.[1] : undefined;
}

function nameOf(row: Row | undefined): string {
  const { metric, statistic, kind, subject, source, target } = row ?? {};
  if (metric !== undefined) return `metric "${metric}" (${statistic})`;
  if (subject !== undefined) return `event "${kind}" of "${subject}"`;
  if (source !== undefined) return `route from "${source}" to "${target}"`;
  return "row";
}

function changesText(sealed: Row | undefined, made: Row | undefined): string {
  if (sealed === undefined) return "it was not there before";
  if (made === undefined) return "it is missing now";
  return Object.keys(sealed)
    .filter((name) => !Object.is(sealed[name], made[name]))
    .map((name) => `${name} was ${JSON.stringify(sealed[name])}, is ${JSON.stringify(made[name])}`)
    .join(", ");
}
