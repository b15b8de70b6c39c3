import { loadScenario, type RunPlan } from "../../index.js";
import { makeFolder } from "./scenario-folder.js";

/**
 * A static network: two ways from a to d, and a spur.
 *
 *     a -- b -- d -- e     8 Mbps, 10 ms each; a-b-d by default
 *      \-- c --/           8 Mbps, 15 ms each
 *
 * b and c relay; a, d and e are on the ground, and d does not relay.
 */
export const TWO_WAYS = `nodes:
  - { name: a, tier: edge }
  - { name: b, tier: space }
  - { name: c, tier: space }
  - { name: d, tier: cloud }
  - { name: e, tier: edge }
links:
  - { between: [a, b], latency: 10 ms, bandwidth: 8 Mbps }
  - { between: [b, d], latency: 10 ms, bandwidth: 8 Mbps }
  - { between: [a, c], latency: 15 ms, bandwidth: 8 Mbps }
  - { between: [c, d], latency: 15 ms, bandwidth: 8 Mbps }
  - { between: [b, e], latency: 10 ms, bandwidth: 8 Mbps }
`;

/** Loads a run of one minute over a static network; `parts` are further keys of the scenario. */
export function staticPlan(
  parts: Readonly<Record<string, string>> = {},
  network: string = TWO_WAYS,
  files: Readonly<Record<string, string>> = {},
): Promise<RunPlan> {
  const all = {
    name: "static",
    seed: "1",
    time: "{ start: 2025-01-01T00:00:00Z, duration: 60 s, step: 1 s }",
    constellation: "[{ network: net.yaml }]",
    ...parts,
  };
  const text = Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
  return loadScenario("scenario.yaml", {
    cwd: makeFolder({ "scenario.yaml": text, "net.yaml": network, ...files }),
  });
}
