import { fileURLToPath } from "node:url";
import { loadScenario, Simulation } from "../../../index.js";

const SCENARIOS = fileURLToPath(new URL("../../../scenarios/", import.meta.url));

/** Policies that `hyperdrive.yaml` compares; its workflows are named after them. */
export const POLICIES = ["hyperdrive", "first-fit", "round-robin", "random"] as const;
export type Policy = (typeof POLICIES)[number];

/** Sites of the scenario: 100 cities and two data centres. */
export const SITES = 102;

/** Planes of 40 satellites that make, with the sites, about the node counts of HyperDrive's evaluation. */
export const SIZES = [
  { planes: 25, published: 1118 },
  { planes: 53, published: 2236 },
  { planes: 81, published: 3354 },
  { planes: 109, published: 4472 },
] as const;

/** What a run shows of one policy. */
export interface PolicyFigures {
  /** From the steps before it, ms, of each step that has some and was placed where there is a way. */
  readonly latenciesMs: number[];
  placed: number;
  /** Steps placed outside of their bound. */
  violations: number;
  unreachable: number;
  /** How workflows ended. */
  readonly outcomes: Map<string, number>;
}

/** Runs `hyperdrive.yaml` once. @param set more changes, as for `--set` */
export async function runHyperDrive(
  seed: number,
  planes: number,
  set: readonly string[] = [],
): Promise<ReadonlyMap<Policy, PolicyFigures>> {
  const changes = [`seed=${seed}`, `constellation.0.walker.planes=${planes}`, ...set];
  const plan = await loadScenario("hyperdrive.yaml", { set: changes, cwd: SCENARIOS });
  const figures = new Map<Policy, PolicyFigures>(
    POLICIES.map((policy) => [
      policy,
      { latenciesMs: [], placed: 0, violations: 0, unreachable: 0, outcomes: new Map() },
    ]),
  );
  const simulation = await Simulation.create(plan);
  await simulation.run({
    topology() {},
    route() {},
    metric() {},
    tickDone() {},
    event({ kind, data }) {
      if (kind === "workflow.end") {
        const { outcomes } = figures.get(data.workflow as Policy)!;
        outcomes.set(String(data.outcome), (outcomes.get(String(data.outcome)) ?? 0) + 1);
      }
      if (kind !== "function.place" || data.step === "ingest") return;
      const of = figures.get(policyOf(String(data.workflow)))!;
      of.placed++;
      if (data.withinSlo === false) of.violations++;
      if (typeof data.latencyMs === "number") of.latenciesMs.push(data.latencyMs);
      else of.unreachable++;
    },
  });
  return figures;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Workflows are called after their policy, with a number. */
function policyOf(label: string): Policy {
  return label.replace(/-\d+$/, "") as Policy;
}
