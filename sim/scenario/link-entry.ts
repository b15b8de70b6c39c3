import { InputError } from "../../orbits/input-error.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Placed } from "./draft.js";
import {
  type Configurable,
  type LoadedExtension,
  loadExtension,
  messageOf,
  noteUnknownName,
} from "./load-extension.js";
import type { Loading } from "./loading.js";
import type { View } from "./view.js";

/** What link entries of both kinds have. */
export interface LinkEntryConfig {
  readonly entry: {
    readonly protocol: string;
    readonly for?: string | readonly string[] | undefined;
    readonly hopDelay: number;
    readonly with?: Readonly<Record<string, unknown>> | undefined;
  };
  readonly builtIn?: { readonly config: unknown };
  readonly options: Readonly<Record<string, unknown>>;
}

/** How a kind of link finds its protocols. */
export interface ProtocolKind<D> {
  readonly what: string;
  readonly kind: string;
  readonly builtIns: ReadonlyMap<string, D>;
  readonly planned: readonly string[];
  readonly commonKeys: readonly string[];
}

/** Finds the protocol of an entry and checks its own keys or its `with:`. */
export function loadProtocol<D extends Configurable>(
  loading: Loading,
  { path, config }: Placed<LinkEntryConfig>,
  { what, kind, builtIns, planned, commonKeys }: ProtocolKind<D>,
): Promise<LoadedExtension<D> | undefined> {
  const request = {
    what,
    kinds: [kind],
    name: config.entry.protocol,
    namePath: [...path, "protocol"],
    entryPath: path,
    commonKeys,
    builtIn: config.builtIn,
    options: config.options,
    with: config.entry.with,
    planned,
  };
  return loadExtension(loading, request, builtIns);
}

/** Notes an unknown protocol in an entry that has other mistakes. */
export function noteUnknownProtocol<D>(loading: Loading, item: Placed<unknown>, kind: ProtocolKind<D>): void {
  noteUnknownName(loading, item, "protocol", kind, [...kind.builtIns.keys()]);
}

/** What is set up, for messages about users' own. */
interface SetUp {
  readonly what: string;
  readonly loaded: LoadedExtension<{ readonly name: string }>;
}

/**
 * Sets a protocol or router up once, so that what it refuses (such as planes that a catalogue does not tell)
 * is told before a run begins. What was set up is thrown away: workers set up their own.
 */
export function trySetup(
  loading: Loading,
  namePath: Path,
  extension: SetUp | undefined,
  setup: () => unknown,
): void {
  try {
    setup();
  } catch (error) {
    if (error instanceof InputError) loading.problems.push(...error.problems);
    else if (extension?.loaded.use.ref.url === undefined) loading.fail(namePath, messageOf(error));
    else {
      const { what, loaded } = extension;
      loading.fail(namePath, `${what} "${loaded.definition.name}" cannot be set up: ${messageOf(error)}`);
    }
  }
}

/** An entry as the manifest shows it: figures in the units of their names, defaults filled in. */
export function entryView(
  { entry }: LinkEntryConfig,
  extension: LoadedExtension<unknown>,
  figures: Readonly<Record<string, unknown>>,
  own: View = { shown: extension.use.config, content: extension.use.config },
): View {
  const common = { for: entry.for ?? "*", ...figures, hopDelayMs: entry.hopDelay / 1e6 };
  const { name, url } = extension.use.ref;
  const config = (value: unknown) => (url === undefined ? (value as object | undefined) : { with: value });
  return {
    shown: { protocol: name, ...common, ...config(own.shown) },
    content: { protocol: extension.sha256 ?? name, ...common, ...config(own.content) },
  };
}
