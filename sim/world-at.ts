import type { RecordedFrames } from "../results/index.js";
import { openSky, type TickFrame } from "../workers/index.js";
import { loadRoutingCode } from "./host/load-router.js";
import { NodeFaults } from "./host/node-faults.js";
import { TickWorld } from "./host/tick-world.js";
import type { World } from "./host/world.js";
import { strikeNodes } from "./replay/strike-nodes.js";
import type { RunPlan } from "./scenario/run-plan.js";

export interface WorldAtOptions {
  /**
   * The frames that a run of the same scenario recorded, to be used instead of making them: then what was down at the
   * start of a tick is. They stay open.
   */
  readonly frames?: RecordedFrames | undefined;
}

/**
 * The network of a scenario at one tick, as orbits and protocols make it: plugins take no part, so that nothing
 * is down. Where a protocol builds on its last links, or the router must see every tick, the ticks before are made
 * too, else only this one.
 *
 * @throws RangeError for a tick that the run, or the recording, does not have, or frames of another scenario
 * @throws FramesError for frames that are damaged
 * @throws Error where a protocol or router fails
 */
export async function worldAt(plan: RunPlan, tick: number, options: WorldAtOptions = {}): Promise<World> {
  for await (const world of worldTicks(plan, tick, tick, options)) return world;
  throw new Error(`tick ${tick} was not made`);
}

/**
 * The same for every tick from `first` to `last`, one after the other: always the same world, moved on.
 *
 * @throws as `worldAt`
 */
export async function* worldTicks(
  plan: RunPlan,
  first: number,
  last: number,
  { frames: recorded }: WorldAtOptions = {},
): AsyncGenerator<World, void, undefined> {
  const tickCount = recorded?.tickCount ?? plan.time.tickCount;
  for (const tick of [first, last]) {
    if (Number.isInteger(tick) && tick >= 0 && tick < tickCount) continue;
    throw new RangeError(`no tick ${tick}; the run has 0 to ${tickCount - 1}`);
  }
  if (recorded !== undefined && recorded.head.scenarioHash !== plan.scenarioHash)
    throw new RangeError(`${recorded.file} has the frames of another scenario`);
  const routing = await loadRoutingCode(plan.routing);
  const { frames, sky } = await openSky(plan.sky, [], 0);
  const frameOf = (tick: number): TickFrame | Promise<TickFrame> =>
    recorded === undefined ? frames.next(tick, { version: 0, usable: undefined }) : asUsed(recorded, tick);
  try {
    const world = new TickWorld(plan, new NodeFaults(plan.sky.nodes.count), routing, sky);
    const needsAll = routing.router.eager === true || (recorded === undefined && sky.stateful);
    for (let tick = needsAll ? 0 : first; tick <= last; tick++) {
      world.startTick(await frameOf(tick));
      if (tick >= first) yield world;
    }
  } finally {
    await frames.close();
  }
}

/** A recorded frame without the links that were down when its tick began. */
function asUsed(recorded: RecordedFrames, tick: number): TickFrame {
  const frame = recorded.frame(tick);
  return strikeNodes(frame, undefined, true)?.frame ?? frame;
}
