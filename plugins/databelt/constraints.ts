import type { PluginSim } from "../../index.js";
import type { StateStore, StateWrite } from "../serverless/index.js";
import type { DatabeltConfig } from "./config.js";
import type { DecisionModel } from "./decision-model.js";
import type { Candidate, Constraint } from "./elect-holder.js";

type StateConstraint = Constraint<StateWrite>;

/**
 * What a node must fulfil to hold a state, in the order. are the paper's [PAPER], R-5 is the code's
 * [CODE]; of only that there are such is known, and how they read here is [ASM].
 */
export function stateConstraints(
  sim: PluginSim,
  { store, model }: { readonly store: StateStore; readonly model: DecisionModel },
  config: DatabeltConfig["constraints"],
): readonly StateConstraint[] {
  const chosen: StateConstraint[] = [];
  if (config.capacity) {
    chosen.push({
      name: "capacity",
      holds: ({ node }, { sizeBytes, invocation }) =>
        store.freeBytes(node, invocation.workflow.spec.service) >= sizeBytes,
    });
  }
  if (config.temperature)
    chosen.push({ name: "temperature", holds: ({ node }) => !isHot(sim, node, config.maxTemperature) });
  if (config.power)
    chosen.push({ name: "power", holds: (candidate, write) => hasPower(sim, candidate, write) });
  if (config.contactTime)
    chosen.push({ name: "contact-time", holds: (candidate) => wayLasts(sim, candidate) });
  if (config.slo) {
    chosen.push({ name: "slo", holds: ({ migrationMs }, write) => migrationMs <= model.sloMs(write) });
  }
  return chosen;
}

/** Storing a state adds no heat, so that what counts is the node's temperature. Nodes without one are never hot. */
function isHot(sim: PluginSim, node: number, maxK: number): boolean {
  const energy = energyOf(sim, node);
  return energy?.model(node).thermal !== undefined && energy.temperatureK(node) > maxK;
}

/** what the battery holds above its minimum, with what panels give and all else draws meanwhile, pays for receiving. */
function hasPower(sim: PluginSim, { node, migrationMs }: Candidate, { sizeBytes }: StateWrite): boolean {
  const energy = energyOf(sim, node);
  if (energy === undefined) return true;
  const { battery, draw } = energy.model(node);
  const spareJ = energy.chargeJ(node) - battery.minimumCharge * battery.capacityJ;
  const gainedJ = ((energy.panelW(node) - energy.drawW(node)) * migrationMs) / 1000;
  return spareJ + gainedJ >= 8 * sizeBytes * draw.radio.receivedJPerBit;
}

/** every link of the way is there when the move is over, by the formula. */
function wayLasts(sim: PluginSim, { way, migrationMs }: Candidate): boolean {
  if (way.length < 2) return true;
  const { offsets, heads } = sim.world.forecast(sim.now + migrationMs / 1000).graph;
  return way.every((node, i) => i === 0 || hasArc(way[i - 1], node));

  function hasArc(from: number, to: number): boolean {
    return heads.subarray(offsets[from], offsets[from + 1]).includes(to);
  }
}

/** The energy service where the node has a battery in this run. */
function energyOf(sim: PluginSim, node: number): PluginSim["energy"] | undefined {
  return sim.hasEnergy && sim.energy.has(node) ? sim.energy : undefined;
}
