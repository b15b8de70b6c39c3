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
  for await (const world of worldTicks(plan, tick, tick)) return world;
  throw new Error(`tick ${tick} was not made`);
}

/**
 * The same for every tick from `first` to `last`, one after the other: always the same world, moved on.
 *
 * @throws RangeError for a tick that the run does not have
 * @throws Error where a protocol or router fails
 */
export async function* worldTicks(
  plan: RunPlan,
  first: number,
  last: number,
): AsyncGenerator<World, void, undefined> {
  const { tickCount } = plan.time;
  for (const tick of [first, last]) {
    if (Number.isInteger(tick) && tick >= 0 && tick < tickCount) continue;
    throw new RangeError(`no tick ${tick}; the run has 0 to ${tickCount - 1}`);
  }
  const routing = await loadRoutingCode(plan.routing);
  const { frames, sky } = await openSky(plan.sky, [], 0);
  try {
    const world = new TickWorld(plan, new NodeFaults(plan.sky.nodes.count), routing, sky);
    for (let tick = sky.stateful || routing.router.eager === true ? 0 : first; tick <= last; tick++) {
      world.startTick(await frames.next(tick, { version: 0, usable: undefined }));
      if (tick >= first) yield world;
    }
  } finally {
    await frames.close();
  }
}
