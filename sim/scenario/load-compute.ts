import { nearestName } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { AdmissionRules, ComputePlan } from "../services/compute/compute-plan.js";
import type { NodeResources } from "../services/compute/compute-service.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { ComputeConfig, ComputerConfig } from "./schema/compute.js";
import { plainView, type View } from "./view.js";

const BYTES_PER_MB = 1e6;

/** What an entry says of a computer; of a tier without an entry, nothing. */
type Said = Partial<Omit<ComputerConfig, "for">>;

interface Computer {
  readonly resources: NodeResources;
  readonly rules: AdmissionRules;
}

/** Resolves `compute` to the computers of all nodes; notes tiers and nodes that are not there, and nodes named twice. */
export async function loadCompute(
  loading: Loading,
  config: ComputeConfig,
  names: NodeNames,
): Promise<{ plan: ComputePlan; view: View }> {
  const { tiers } = names.all;
  checkTiers(loading, config, names);
  const entryOf = whoseEntry(loading, config, names);
  // Nodes of one tier and one entry share their objects.
  const made = new Map<string, Computer | undefined>();
  const computers = tiers.map((tier, node) => {
    const entry = entryOf[node];
    const key = `${entry} ${tier}`;
    if (!made.has(key)) made.set(key, makeComputer(loading, config, tier, entry));
    return made.get(key);
  });
  if (Object.keys(config.tiers).length + config.nodes.length === 0) {
    loading.warn(["compute"], "compute names neither tiers nor nodes: no node has a computer");
  }
  return {
    plan: {
      resources: computers.map((computer) => computer?.resources),
      rules: computers.map((computer) => computer?.rules),
      record: config.record,
    },
    view: plainView(shown(config)),
  };
}

/** A tier that no node has may be a slip of one that has no entry; else it is only worth telling. */
function checkTiers(loading: Loading, { tiers }: ComputeConfig, { all }: NodeNames): void {
  if (!all.targets.complete) return;
  const present = new Set(all.tiers);
  const open = [...present].filter((tier) => !Object.hasOwn(tiers, tier)).sort();
  for (const tier of Object.keys(tiers)) {
    if (present.has(tier)) continue;
    const near = nearestName(tier, open);
    if (near === undefined) loading.warn(["compute", "tiers", tier], `no node is of tier "${tier}"`);
    else
      loading.failAtKey(["compute", "tiers"], tier, `no node is of tier "${tier}"; did you mean "${near}"?`);
  }
}

/** The place in `nodes` of each node's entry; -1 where it has none. */
function whoseEntry(loading: Loading, { nodes }: ComputeConfig, names: NodeNames): Int32Array {
  const entryOf = new Int32Array(names.all.tiers.length).fill(-1);
  let rest = -1;
  for (const [i, entry] of nodes.entries()) {
    const path: Path = ["compute", "nodes", i, "for"];
    if (entry.for === "*") {
      if (rest >= 0)
        loading.fail(path, `the nodes that no other entry names are named at ${lineOf(rest)} already`);
      else rest = i;
      continue;
    }
    let told = false;
    for (const node of names.many(path, entry.for)) {
      const first = entryOf[node];
      if (first < 0) {
        entryOf[node] = i;
      } else if (!told) {
        told = true;
        loading.fail(path, `node "${names.all.names.at(node)}" is named at ${lineOf(first)} already`);
      }
    }
  }
  if (rest >= 0)
    for (let node = 0; node < entryOf.length; node++) if (entryOf[node] < 0) entryOf[node] = rest;
  return entryOf;

  function lineOf(entry: number): string {
    return loading.lineOf(["compute", "nodes", entry, "for"]);
  }
}

function makeComputer(
  loading: Loading,
  config: ComputeConfig,
  tier: string,
  entry: number,
): Computer | undefined {
  const ofTier: Said | undefined = Object.hasOwn(config.tiers, tier) ? config.tiers[tier] : undefined;
  const ofNode: Said | undefined = config.nodes[entry];
  if (ofTier === undefined && ofNode === undefined) return undefined;
  const { cores, memory, speed = 1, storage = 0, accelerators = {}, ...own } = { ...ofTier, ...ofNode };
  for (const [key, value] of Object.entries({ cores, memory })) {
    if (value !== undefined) continue;
    const message = `"${key}" is missing: compute.tiers has no entry for tier "${tier}" to take it from`;
    loading.fail(["compute", "nodes", entry], message);
  }
  if (cores === undefined || memory === undefined) return undefined;
  const { discipline = config.discipline, whenFull = config.whenFull } = own;
  const queueLimit = own.queueLimit ?? config.queueLimit;
  return {
    resources: {
      tier,
      cores,
      speed,
      memoryMb: memory / BYTES_PER_MB,
      storageMb: storage / BYTES_PER_MB,
      accelerators,
    },
    rules: { discipline, whenFull, ...(queueLimit !== undefined && { queueLimit }) },
  };
}

/** As the manifest shows it: sizes under keys that name their unit. */
function shown({ tiers, nodes, ...rest }: ComputeConfig): Record<string, unknown> {
  return {
    ...rest,
    tiers: Object.fromEntries(Object.entries(tiers).map(([tier, said]) => [tier, shownComputer(said)])),
    nodes: nodes.map(({ for: named, ...said }) => ({ for: named, ...shownComputer(said) })),
  };
}

function shownComputer({ memory, storage, ...rest }: Said): Record<string, unknown> {
  return {
    ...rest,
    ...(memory !== undefined && { memoryMb: memory / BYTES_PER_MB }),
    ...(storage !== undefined && { storageMb: storage / BYTES_PER_MB }),
  };
}
