import { type ConfigPath, didYouMean, type PlanView } from "../../index.js";
import type { ServerlessConfig } from "./config.js";
import { PLACEMENTS } from "./placement/built-in.js";
import { RUNTIMES } from "./runtimes.js";
import { local } from "./state-policy-local.js";

/** Sorts of what plugins register here, as in their `registers`. */
export type PartSort =
  | "serverless.placement"
  | "serverless.state-policy"
  | "serverless.data-path"
  | "serverless.runtime";

const IN_WORDS: Readonly<Record<PartSort, string>> = {
  "serverless.placement": "placement policy",
  "serverless.state-policy": "state policy",
  "serverless.data-path": "data path",
  "serverless.runtime": "runtime",
};

/** What every run has, before plugins register more. */
export const BUILT_IN: Readonly<Record<PartSort, readonly string[]>> = {
  "serverless.placement": PLACEMENTS,
  "serverless.state-policy": [local.name],
  "serverless.data-path": ["storage"],
  "serverless.runtime": RUNTIMES.map(({ name }) => name),
};

interface NamedPart {
  readonly sort: PartSort;
  readonly path: ConfigPath;
  readonly name: string;
}

/** Every name of the configuration that something registered must bear. */
function namedParts({
  functions,
  workflows,
}: Pick<ServerlessConfig, "functions" | "workflows">): NamedPart[] {
  const parts: NamedPart[] = functions.map(({ runtime }, i) => ({
    sort: "serverless.runtime",
    path: ["functions", i, "runtime"],
    name: runtime,
  }));
  for (const [i, { placement, statePolicy, dataPath, steps }] of workflows.entries()) {
    const path = ["workflows", i];
    parts.push(
      { sort: "serverless.placement", path: [...path, "placement"], name: placement },
      { sort: "serverless.state-policy", path: [...path, "statePolicy"], name: statePolicy },
      { sort: "serverless.data-path", path: [...path, "dataPath"], name: dataPath },
    );
    for (const [k, step] of steps.entries())
      if (step.statePolicy !== undefined)
        parts.push({
          sort: "serverless.state-policy",
          path: [...path, "steps", k, "statePolicy"],
          name: step.statePolicy,
        });
  }
  return parts;
}

/** Notes names that nobody registers, as far as the plugins of the scenario say what they do. */
export function checkNamedParts(plan: PlanView, config: ServerlessConfig): void {
  for (const part of namedParts(config)) {
    const { names, complete } = plan.registered(part.sort);
    if (complete) checkName(part, [...ownNames(part.sort, config), ...names], plan.fail);
  }
}

/** Notes names that nobody has registered, once all plugins are set up. */
export function checkRegistered(
  config: Pick<ServerlessConfig, "functions" | "workflows">,
  registered: (sort: PartSort) => readonly string[],
  fail: PlanView["fail"],
): void {
  for (const part of namedParts(config)) checkName(part, registered(part.sort), fail);
}

function ownNames(sort: PartSort, { runtimes }: ServerlessConfig): readonly string[] {
  return sort === "serverless.runtime"
    ? [...BUILT_IN[sort], ...runtimes.map(({ name }) => name)]
    : BUILT_IN[sort];
}

function checkName({ sort, path, name }: NamedPart, known: readonly string[], fail: PlanView["fail"]): void {
  if (known.includes(name)) return;
  fail(
    path,
    `no ${IN_WORDS[sort]} is named "${name}"${didYouMean(name, known)} (there are ${known.join(", ")})`,
  );
}
