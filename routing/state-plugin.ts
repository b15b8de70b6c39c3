import type { z } from "zod";
import type { FrameView } from "./frame-view.js";

export interface StateTick extends FrameView {
  /** Values of the state plugins named in `needs`, one double per node. */
  state(name: string): Float64Array;
}

/**
 * Derives one number per node from the frame alone, so that it can be computed ahead in workers and
 * recorded. Plugins of the run read it as `world.state(name)`.
 */
export interface StatePlugin<Config = unknown> {
  readonly kind: "state-plugin";
  readonly name: string;
  /** One line for lists of plugins. */
  readonly description?: string;
  /** Unit of the values, `"1"` for a ratio. */
  readonly unit: string;
  /** State plugins whose values this one reads; they are computed first. */
  readonly needs?: readonly string[];
  readonly config?: z.ZodType<Config>;
  /** Returns the function that fills `values` (one per node of the run) at each tick. */
  setup(setup: { readonly config: Config }): (tick: StateTick, values: Float64Array) => void;
}

export function defineStatePlugin<Config = undefined>(
  plugin: Omit<StatePlugin<Config>, "kind">,
): StatePlugin<Config> {
  return { ...plugin, kind: "state-plugin" };
}
