import type { PluginSim } from "../../index.js";
import type { StatePolicy } from "../serverless/index.js";
import type { DecisionModel } from "./decision-model.js";

const COUNT = { unit: "1" };

/**
 * A policy whose decisions are counted, and judged by Databelt's own reckoning: whether moving the state to the chosen holder
 * keeps to its SLO, whoever chose. Changes nothing of what the policy decides.
 */
export function judgedPolicy(sim: PluginSim, model: DecisionModel, policy: StatePolicy): StatePolicy {
  const { name } = policy;
  const { metrics } = sim;
  // Counters are told from the start, so that none shows as 0.
  const decisions = metrics.counter(`databelt.decisions.${name}`, COUNT);
  const stays = metrics.counter(`databelt.stays.${name}`, COUNT);
  const violations = metrics.counter(`databelt.slo-violations.${name}`, COUNT);
  return {
    name,
    *holderOf(write) {
      const began = sim.now;
      const holder = yield* policy.holderOf(write);
      const chosen = holder ?? write.source;
      const expectedMs = model.migrationMsTo(write, chosen);
      const sloMs = model.sloMs(write);
      decisions.add();
      if (holder === undefined) stays.add();
      if (expectedMs > sloMs) violations.add();
      if (expectedMs < Number.POSITIVE_INFINITY)
        metrics.histogram(`databelt.expected-migration.${name}`, { unit: "ms" }).record(expectedMs);
      metrics.histogram(`databelt.decision.${name}`, { unit: "ms" }).record(1000 * (sim.now - began));
      sim.emit("databelt.decision", sim.world.names.at(write.source), {
        workflow: write.invocation.workflow.label,
        keys: write.keys,
        policy: name,
        holder: chosen,
        expectedMs: Number.isFinite(expectedMs) ? expectedMs : null,
        sloMs,
      });
      return holder;
    },
  };
}
