import type { PluginSim } from "../../index.js";
import type { StateStore } from "../serverless/index.js";

/**
 * Nodes that the policy `random` draws from: those of the given names and tiers, else every node that has a
 * store.
 *
 * @throws Error where there is none
 */
export function randomHosts(
  { world }: PluginSim,
  store: StateStore,
  names: readonly string[] | undefined,
): readonly number[] {
  const nodes = Array.from({ length: world.nodes.count }, (_, node) => node);
  if (names === undefined) {
    const able = store.nodes();
    if (able.length === 0)
      throw new Error("no node can store states: the policy random has none to draw from");
    return able;
  }
  const hosts = names.flatMap((name) =>
    world.tiers.includes(name) ? nodes.filter((node) => world.tiers[node] === name) : [world.nodeId(name)],
  );
  return [...new Set(hosts)];
}
