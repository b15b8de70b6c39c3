import type { z } from "zod";
import {
  describeValue,
  isMapping,
  schemaMessage,
  schemaProblems,
  unknownKey,
} from "../../orbits/schema-problems.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Loading } from "./loading.js";
import type { ComputeConfig } from "./schema/compute.js";
import { type SourceConfig, SourceSchema } from "./schema/constellation.js";
import type { EnergyConfig } from "./schema/energy.js";
import { type FaultItemConfig, FaultItemSchema } from "./schema/faults.js";
import { type GroundConfigItem, GroundItemSchema } from "./schema/ground.js";
import {
  type GroundConfig,
  GroundEntrySchema,
  GroundListEntrySchema,
  type IslConfig,
  IslEntrySchema,
  IslListEntrySchema,
  LinksSchema,
} from "./schema/links.js";
import type { NetworkConfig } from "./schema/network.js";
import type { RoutingConfig } from "./schema/routing.js";
import {
  type OutputConfig,
  type PluginConfig,
  PluginSchema,
  type ProbeConfig,
  ProbeSchema,
} from "./schema/run.js";
import type { TimeConfig } from "./schema/time.js";
import { type TrafficItemConfig, TrafficItemSchema } from "./schema/traffic.js";
import { ScenarioSchema } from "./schema.js";

/** A part of the scenario and where it stands. */
export interface Placed<T> {
  readonly path: Path;
  readonly config: T;
}

/** The sound items of a list. */
export interface DraftList<T> {
  readonly items: readonly Placed<T>[];
  /** The other items as they stand, their mistakes noted. */
  readonly unsound: readonly Placed<unknown>[];
  /** False where there may be more than `items` tell. */
  readonly complete: boolean;
}

/**
 * A scenario whose parts have been checked one by one, so that the sound ones can be looked into further
 * while the mistakes of the others are already noted. Undefined: unsound or absent.
 */
export interface Draft {
  readonly name?: string;
  readonly seed?: number;
  readonly time?: TimeConfig;
  readonly constellation: DraftList<SourceConfig>;
  readonly ground: DraftList<GroundConfigItem>;
  /** Absent: the scenario says nothing of them, or nothing sound. */
  readonly isl?: DraftList<IslConfig>;
  readonly groundLinks?: DraftList<GroundConfig>;
  readonly routing?: RoutingConfig;
  readonly network?: NetworkConfig;
  readonly compute?: ComputeConfig;
  readonly energy?: EnergyConfig;
  readonly traffic: DraftList<TrafficItemConfig>;
  readonly faults: DraftList<FaultItemConfig>;
  readonly probes: DraftList<ProbeConfig>;
  readonly plugins: DraftList<PluginConfig>;
  readonly output?: OutputConfig;
}

const SHAPE = ScenarioSchema.shape;
const NOTHING = { items: [], unsound: [], complete: false };

/** Checks every part of the scenario against its schema and notes every mistake. */
export function readDraft(loading: Loading): Draft {
  const root = loading.source.value;
  if (!isMapping(root)) {
    loading.fail([], `expected keys and values, such as "name: example"; got ${describeValue(root)}`);
    return {
      constellation: NOTHING,
      ground: NOTHING,
      traffic: NOTHING,
      faults: NOTHING,
      probes: NOTHING,
      plugins: NOTHING,
    };
  }
  noteUnknownKeys(loading, [], root, Object.keys(SHAPE));
  return {
    name: check(loading, root, "name", SHAPE.name),
    seed: check(loading, root, "seed", SHAPE.seed),
    time: check(loading, root, "time", SHAPE.time),
    constellation: checkList(loading, root, "constellation", SHAPE.constellation, SourceSchema),
    ground: checkList(loading, root, "ground", SHAPE.ground, GroundItemSchema),
    ...checkLinks(loading, root),
    routing: check(loading, root, "routing", SHAPE.routing),
    network: check(loading, root, "network", SHAPE.network),
    compute: check(loading, root, "compute", SHAPE.compute),
    energy: check(loading, root, "energy", SHAPE.energy),
    traffic: checkList(loading, root, "traffic", SHAPE.traffic, TrafficItemSchema),
    faults: checkList(loading, root, "faults", SHAPE.faults, FaultItemSchema),
    probes: checkList(loading, root, "probes", SHAPE.probes, ProbeSchema),
    plugins: checkList(loading, root, "plugins", SHAPE.plugins, PluginSchema),
    output: check(loading, root, "output", SHAPE.output),
  };
}

type Root = Readonly<Record<string, unknown>>;

function check<T>(loading: Loading, root: Root, key: string, schema: z.ZodType<T>): T | undefined {
  return checkAt(loading, [key], Object.hasOwn(root, key) ? root[key] : undefined, schema);
}

function checkAt<T>(loading: Loading, path: Path, value: unknown, schema: z.ZodType<T>): T | undefined {
  const result = schema.safeParse(value, { error: schemaMessage });
  if (result.success) return result.data;
  const { issues } = result.error;
  loading.problems.push(...schemaProblems(issues, loading.source.value, loading.source, path));
  // Keys that nobody knows, the commonest slip, leave all else readable.
  let known = value;
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") return undefined;
    known = withoutKeys(known, issue.path, issue.keys);
  }
  return schema.safeParse(known).data;
}

/** A copy of `value` without some keys of the mapping that `path` leads to. */
function withoutKeys(value: unknown, path: Path, keys: readonly string[]): unknown {
  const [next, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((item, i) => (i === next ? withoutKeys(item, rest, keys) : item));
  }
  if (!isMapping(value)) return value;
  const entries = Object.entries(value);
  if (next === undefined) return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === next ? withoutKeys(inner, rest, keys) : inner]),
  );
}

/** Checks a list item by item; what is wrong with the list as such is found by the list's own schema. */
function checkList<T>(
  loading: Loading,
  root: Root,
  key: string,
  listSchema: z.ZodType,
  itemSchema: z.ZodType<T>,
): DraftList<T> {
  const value = Object.hasOwn(root, key) ? root[key] : undefined;
  if (Array.isArray(value) && value.length > 0) return checkItems(loading, [key], value, itemSchema);
  return { ...NOTHING, complete: check(loading, root, key, listSchema) !== undefined };
}

function checkItems<T>(
  loading: Loading,
  path: Path,
  values: readonly unknown[],
  schema: z.ZodType<T>,
): DraftList<T> {
  const items: Placed<T>[] = [];
  const unsound: Placed<unknown>[] = [];
  for (const [i, value] of values.entries()) {
    const config = checkAt(loading, [...path, i], value, schema);
    if (config === undefined) unsound.push({ path: [...path, i], config: value });
    else items.push({ path: [...path, i], config });
  }
  return { items, unsound, complete: unsound.length === 0 };
}

function checkLinks(loading: Loading, root: Root): Pick<Draft, "isl" | "groundLinks"> {
  if (!Object.hasOwn(root, "links")) return {};
  const links = root.links;
  if (!isMapping(links)) {
    loading.fail(["links"], `expected keys and values; got ${describeValue(links)}`);
    return { isl: NOTHING, groundLinks: NOTHING };
  }
  noteUnknownKeys(loading, ["links"], links, Object.keys(LinksSchema.shape));
  const isl = checkEntries(loading, links, "isl", IslEntrySchema, IslListEntrySchema);
  const groundLinks = checkEntries(loading, links, "ground", GroundEntrySchema, GroundListEntrySchema);
  return { ...(isl && { isl }), ...(groundLinks && { groundLinks }) };
}

function checkEntries<T>(
  loading: Loading,
  links: Root,
  key: string,
  single: z.ZodType<T>,
  listed: z.ZodType<T>,
): DraftList<T> | undefined {
  if (!Object.hasOwn(links, key)) return undefined;
  const value = links[key];
  const path = ["links", key];
  if (!Array.isArray(value)) {
    const config = checkAt(loading, path, value, single);
    if (config === undefined) return { ...NOTHING, unsound: [{ path, config: value }] };
    return { items: [{ path, config }], unsound: [], complete: true };
  }
  if (value.length > 0) return checkItems(loading, path, value, listed);
  loading.fail(path, "expected an entry or a list of entries; got an empty list");
  return NOTHING;
}

function noteUnknownKeys(loading: Loading, path: Path, value: Root, valid: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!valid.includes(key)) loading.failAtKey(path, key, unknownKey(key, valid));
  }
}
