import type { z } from "zod";
import { LIGHT_KM_MS } from "./constants.js";
import { InputError, type InputProblem } from "./input-error.js";
import { didYouMean } from "./nearest-name.js";
import { readPlainYaml } from "./plain-yaml.js";
import { describeValue, isMapping, schemaMessage, schemaProblems } from "./schema-problems.js";
import type { StaticLink, StaticSchedule, StaticWindow } from "./static-links.js";
import {
  type StaticLinkConfig,
  StaticLinkSchema,
  StaticNetworkSchema,
  type StaticNodeConfig,
  StaticNodeSchema,
} from "./static-network-schema.js";
import type { Path, YamlSource } from "./yaml-source.js";

/** A network without orbits, as its file says. */
export interface StaticNetwork {
  readonly nodes: readonly StaticNodeConfig[];
  /** `a` and `b` are places in `nodes`, a < b; ascending by (a, b). */
  readonly links: readonly StaticLink[];
}

/**
 * Reads `{ nodes: [{ name, tier }], links: [{ between: [a, b], latency or length, bandwidth, jitter?, schedule? }] }`.
 * @throws InputError with every mistake of the file
 */
export function readStaticNetwork(file: string, text: string): StaticNetwork {
  const { yaml, value } = readPlainYaml(file, text);
  const reader = new NetworkReader(yaml, value);
  const network = reader.read();
  if (reader.problems.length > 0) throw new InputError(reader.problems);
  return network;
}

interface Placed<T> {
  readonly path: Path;
  readonly config: T;
}

class NetworkReader {
  readonly problems: InputProblem[] = [];
  readonly #yaml: YamlSource;
  readonly #root: unknown;

  constructor(yaml: YamlSource, root: unknown) {
    this.#yaml = yaml;
    this.#root = root;
  }

  read(): StaticNetwork {
    if (!isMapping(this.#root)) {
      this.#fail([], `expected the keys nodes and links; got ${describeValue(this.#root)}`);
      return { nodes: [], links: [] };
    }
    this.#check(this.#root, [], StaticNetworkSchema);
    const nodes = this.#items("nodes", StaticNodeSchema);
    const links = this.#items("links", StaticLinkSchema);
    const ids = this.#numberNodes(nodes);
    const nodesUnsound = nodes.length !== listAt(this.#root, "nodes").length;
    return {
      nodes: nodes.map(({ config }) => config),
      links: this.#resolveLinks(links, ids, nodesUnsound),
    };
  }

  /** Items of a list that are sound by themselves; the mistakes of the others are noted. */
  #items<T>(key: string, schema: z.ZodType<T>): Placed<T>[] {
    return listAt(this.#root, key).flatMap((value, i) => {
      const config = this.#check(value, [key, i], schema);
      return config === undefined ? [] : [{ path: [key, i], config }];
    });
  }

  #numberNodes(nodes: readonly Placed<StaticNodeConfig>[]): Map<string, number> {
    const ids = new Map<string, number>();
    for (const [i, { path, config }] of nodes.entries()) {
      const first = ids.get(config.name);
      if (first === undefined) ids.set(config.name, i);
      else
        this.#fail(
          [...path, "name"],
          `a node named "${config.name}" stands at ${this.#lineOf(nodes[first])}`,
        );
    }
    return ids;
  }

  #resolveLinks(
    links: readonly Placed<StaticLinkConfig>[],
    ids: ReadonlyMap<string, number>,
    nodesUnsound: boolean,
  ): StaticLink[] {
    const seen = new Map<string, Placed<StaticLinkConfig>>();
    const resolved: StaticLink[] = [];
    for (const link of links) {
      const { path, config } = link;
      const [a, b] = config.between.map((name, end) => {
        const id = ids.get(name);
        if (id === undefined && !nodesUnsound) {
          this.#fail([...path, "between", end], `no node is named "${name}"${didYouMean(name, ids.keys())}`);
        }
        return id;
      });
      const schedule = this.#schedule(path, config);
      if (a === undefined || b === undefined) continue;
      if (a === b) {
        this.#fail([...path, "between"], `"${config.between[0]}" cannot have a link to itself`);
        continue;
      }
      const pair = `${Math.min(a, b)}-${Math.max(a, b)}`;
      const first = seen.get(pair);
      if (first !== undefined) {
        const names = config.between.map((name) => `"${name}"`).join(" and ");
        this.#fail([...path, "between"], `a link between ${names} stands at ${this.#lineOf(first)}`);
        continue;
      }
      seen.set(pair, link);
      resolved.push(toStaticLink(config, Math.min(a, b), Math.max(a, b), schedule));
    }
    return resolved.sort((p, q) => p.a - q.a || p.b - q.b);
  }

  #schedule(path: Path, { schedule }: StaticLinkConfig): StaticSchedule | undefined {
    if (schedule === undefined) return undefined;
    const at = (i: number, key: string): Path => [...path, "schedule", "windows", i, key];
    const order = schedule.windows.map((_, i) => i);
    order.sort((i, j) => windowAt(schedule, i).from - windowAt(schedule, j).from);
    for (const [rank, i] of order.entries()) {
      const window = windowAt(schedule, i);
      const before = rank === 0 ? undefined : order[rank - 1];
      if (before !== undefined && windowAt(schedule, before).to > window.from) {
        const [earlier, later] = before < i ? [before, i] : [i, before];
        const line = this.#yaml.problem(at(earlier, "from"), "").line;
        this.#fail(at(later, "from"), `the window overlaps the one at line ${line}`);
      }
      if (schedule.period !== undefined && window.to > schedule.period) {
        this.#fail(at(i, "to"), `expected a window that ends within the period, ${schedule.period / 1e9} s`);
      }
    }
    const windows = order.map((i): StaticWindow => {
      const { from, to, latency } = windowAt(schedule, i);
      return { fromNs: from, toNs: to, ...(latency === undefined ? {} : { latencyMs: latency / 1e6 }) };
    });
    return { ...(schedule.period === undefined ? {} : { periodNs: schedule.period }), windows };
  }

  #check<T>(value: unknown, path: Path, schema: z.ZodType<T>): T | undefined {
    const result = schema.safeParse(value, { error: schemaMessage });
    if (result.success) return result.data;
    this.problems.push(...schemaProblems(result.error.issues, this.#root, this.#yaml, path));
    return undefined;
  }

  #fail(path: Path, message: string): void {
    this.problems.push(this.#yaml.problem(path, message));
  }

  #lineOf(placed: Placed<unknown> | undefined): string {
    return `line ${this.#yaml.problem(placed?.path ?? [], "").line}`;
  }
}

type Schedule = NonNullable<StaticLinkConfig["schedule"]>;

function windowAt(schedule: Schedule, i: number): Schedule["windows"][number] {
  return schedule.windows[i] as Schedule["windows"][number];
}

function listAt(root: unknown, key: string): readonly unknown[] {
  const value = isMapping(root) && Object.hasOwn(root, key) ? root[key] : undefined;
  return Array.isArray(value) ? value : [];
}

function toStaticLink(config: StaticLinkConfig, a: number, b: number, schedule?: StaticSchedule): StaticLink {
  const lengthKm = config.length ?? 0;
  return {
    a,
    b,
    lengthKm,
    latencyMs: config.latency === undefined ? lengthKm / LIGHT_KM_MS : config.latency / 1e6,
    bandwidthBps: config.bandwidth,
    jitterMs: config.jitter / 1e6,
    ...(schedule === undefined ? {} : { schedule }),
  };
}
