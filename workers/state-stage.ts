import { refusePromise } from "../orbits/refuse-promise.js";
import type { FrameView } from "../routing/frame-view.js";
import type { StatePlugin, StateTick } from "../routing/state-plugin.js";
import { orderByNeeds } from "./order-by-needs.js";

/** A state plugin with its validated configuration. */
export interface StatePluginUse {
  readonly plugin: StatePlugin;
  readonly config: unknown;
}

/** Computes the values of all state plugins of a run, those that others need first. */
export class StateStage {
  readonly #steps: readonly {
    readonly name: string;
    readonly compute: (tick: StateTick, values: Float64Array) => unknown;
    readonly values: Float64Array;
  }[];

  /** @throws Error where a needed plugin is absent, or where plugins need each other in a circle */
  constructor(uses: readonly StatePluginUse[], nodeCount: number) {
    this.#steps = inOrder(uses).map(({ plugin, config }) => ({
      name: plugin.name,
      compute: plugin.setup({ config }),
      values: new Float64Array(nodeCount),
    }));
  }

  /** Values by plugin name; the arrays are reused at the next call. */
  compute(view: FrameView): ReadonlyMap<string, Float64Array> {
    const values = new Map<string, Float64Array>();
    const tick: StateTick = {
      ...view,
      state: (name) => {
        const found = values.get(name);
        if (found === undefined) throw new Error(`state "${name}" is not computed yet; name it in needs`);
        return found;
      },
    };
    for (const step of this.#steps) {
      step.values.fill(0);
      try {
        refusePromise(step.compute(tick, step.values), "a state plugin");
      } catch (error) {
        throw new Error(
          `state plugin "${step.name}" failed at tick ${view.tick}: ${(error as Error).message}`,
          {
            cause: error,
          },
        );
      }
      values.set(step.name, step.values);
    }
    return values;
  }
}

/** Order in which each plugin comes after those it needs; otherwise as given. */
function inOrder(uses: readonly StatePluginUse[]): StatePluginUse[] {
  const byName = new Map(uses.map((use) => [use.plugin.name, use]));
  return orderByNeeds(uses, {
    nameOf: ({ plugin }) => plugin.name,
    needsOf: ({ plugin }) => plugin.needs ?? [],
    find: (name) => byName.get(name),
    onMissing: ({ plugin }, need) => {
      throw new Error(`state plugin "${plugin.name}" needs "${need}", which is not in the run`);
    },
    onCircle: (_, circle) => {
      throw new Error(`state plugins need each other: ${circle.join(" -> ")}`);
    },
  });
}
