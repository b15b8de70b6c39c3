import { createHash } from "node:crypto";
import { canonicalJson } from "../../results/index.js";

/** Everything that the results folder of a run depends on. */
export interface RunIdentity {
  /** `RunPlan.scenarioHash` of the point at a seed that is the same for all its runs. */
  readonly scenarioHash: string;
  readonly seed: number;
  /** What of the scenario's `output` says which files there are. */
  readonly output: unknown;
  readonly starbelt: string;
  /** `process.version`: releases of one major share an engine, and with it the last digits of `Math.sin`. */
  readonly node: string;
}

/** Hexadecimal digits of a key: 128 bits, far more than all runs of the world need to have one each. */
const KEY_DIGITS = 32;

/** The name of a run's folder: a hash of its content. */
export function runKey({ node, ...identity }: RunIdentity): string {
  const nodeMajor = node.replace(/\..*$/, "");
  return createHash("sha256")
    .update(canonicalJson({ ...identity, nodeMajor }))
    .digest("hex")
    .slice(0, KEY_DIGITS);
}
