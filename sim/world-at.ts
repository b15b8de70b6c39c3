import { openSky } from "../workers/index.js";
import { loadRoutingCode } from "./host/load-router.js";
import { NodeFaults } from "./host/node-faults.js";
import { TickWorld, type World } from "./host/world.js";
import type { RunPlan } from "./scenario/run-plan.js";

/**
 * The network of a scenario at one tick, as orbits and protocols make it: plugins take no part, so that nothing
 * is down. Where a protocol builds on its last links, or the router must see every tick, the ticks before are made
 * too, else only this one.
 *
 * @throws RangeError for a tick that the run does not have
 * @throws Error where a protocol or router fails
 */
export async function worldAt(plan: RunPlan, tick: number): Promise<World> {
  const { tickCount } = plan.time;
  if (!Number.isInteger(tick) || tick < 0 || tick >= tickCount) {
    throw new RangeError(`no tick ${tick}; the run has 0 to ${tickCount - 1}`);
  }
  const routing = await loadRoutingCode(plan.routing);
  const { frames, sky } = await openSky(plan.sky, [], 0);
  const world = new TickWorld(plan, new NodeFaults(plan.sky.nodes.count), routing, sky);
  for (let each = sky.stateful || routing.router.eager === true ? 0 : tick; each <= tick; each++) {
    world.startTick(await frames.next(each, { version: 0, usable: undefined }));
  }
  await frames.close();
  return world;
}
