import type { World } from "../../host/world.js";
import type { EnergyService } from "../energy/energy-service.js";
import type { NodeConstraint } from "./node-constraint.js";

/** What happens when the constraint breaks; suspension unless something else is said. */
export type OnBreak = Partial<Pick<NodeConstraint, "onBreak" | "target" | "hook">>;

/** What constraints about energy look at; a plugin's `sim` is one. Nodes without a battery hold every one of them. */
interface WithEnergy {
  readonly energy: EnergyService;
}

interface WithWorld {
  readonly world: World;
}

/**
 * The battery holds at least a share of its capacity.
 * @param share 0 to 1
 * @throws RangeError for another share
 */
export function minCharge(sim: WithEnergy, share: number, onBreak: OnBreak = {}): NodeConstraint {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`expected a share from 0 to 1; got ${share}`);
  return energyConstraint(sim, `charge >= ${share}`, (energy, node) => energy.charge(node) >= share, onBreak);
}

/** The body is no hotter than that; holds where the node has no temperature. @throws RangeError for what is no temperature above 0 K */
export function maxTemperature(sim: WithEnergy, kelvin: number, onBreak: OnBreak = {}): NodeConstraint {
  if (!(kelvin > 0)) throw new RangeError(`expected a temperature above 0 K; got ${kelvin}`);
  return energyConstraint(
    sim,
    `temperature <= ${kelvin} K`,
    (energy, node) => energy.model(node).thermal === undefined || energy.temperatureK(node) <= kelvin,
    onBreak,
  );
}

/** The node sees some of the Sun, or the share of its disc that is asked for. @throws RangeError for a share outside 0 to 1 */
export function inSunlight(sim: WithEnergy, share = 0, onBreak: OnBreak = {}): NodeConstraint {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`expected a share from 0 to 1; got ${share}`);
  return energyConstraint(
    sim,
    share === 0 ? "in sunlight" : `sunlit >= ${share}`,
    (energy, node) => {
      const sunlit = energy.sunlit(node);
      return share === 0 ? sunlit > 0 : sunlit >= share;
    },
    onBreak,
  );
}

/** There is a way from the node to another, within a latency where one is given. */
export function reaches(
  sim: WithWorld,
  target: number,
  { maxLatencyMs = Number.POSITIVE_INFINITY, ...onBreak }: OnBreak & { readonly maxLatencyMs?: number } = {},
): NodeConstraint {
  const within = maxLatencyMs === Number.POSITIVE_INFINITY ? "" : ` within ${maxLatencyMs} ms`;
  return {
    onBreak: "suspend",
    ...onBreak,
    name: `reaches node ${target}${within}`,
    holds: (node) => {
      const route = sim.world.route(node, target);
      return route.reachable && route.latencyMs <= maxLatencyMs;
    },
  };
}

function energyConstraint(
  sim: WithEnergy,
  name: string,
  holds: (energy: EnergyService, node: number) => boolean,
  onBreak: OnBreak,
): NodeConstraint {
  return {
    onBreak: "suspend",
    ...onBreak,
    name,
    holds: (node) => !sim.energy.has(node) || holds(sim.energy, node),
  };
}
