import type { World } from "../../host/world.js";

/** A way that a probe's route kept for a stretch of ticks. */
export interface RouteStretch {
  /** Place of the probe among the pairs. */
  readonly probe: number;
  /** Counts the ways of this probe from 0. */
  readonly number: number;
  readonly path: readonly number[];
  readonly firstTick: number;
  /** The tick after its last. */
  readonly endTick: number;
}

interface Current {
  readonly path: readonly number[];
  readonly firstTick: number;
}

/** Follows the routes of pairs of nodes from tick to tick; remembers of each its present way alone. */
export class RouteStretches {
  readonly #pairs: readonly (readonly [source: number, target: number])[];
  readonly #current: (Current | undefined)[];
  readonly #numbers: number[];

  constructor(pairs: readonly (readonly [source: number, target: number])[]) {
    this.#pairs = pairs;
    this.#current = pairs.map(() => undefined);
    this.#numbers = pairs.map(() => 0);
  }

  /** Looks at the next tick; gives the ways that it ended. */
  *next(world: Pick<World, "tick" | "route">): Generator<RouteStretch, void, undefined> {
    for (const [probe, [source, target]] of this.#pairs.entries()) {
      const route = world.route(source, target);
      const path = route.reachable ? route.path : undefined;
      const before = this.#current[probe];
      if (path !== undefined && before !== undefined && isSame(path, before.path)) continue;
      yield* this.#end(probe, world.tick);
      this.#current[probe] = path && { path: [...path], firstTick: world.tick };
    }
  }

  /** The ways that are still there. @param endTick the tick after the last */
  *finish(endTick: number): Generator<RouteStretch, void, undefined> {
    for (const probe of this.#pairs.keys()) yield* this.#end(probe, endTick);
  }

  *#end(probe: number, endTick: number): Generator<RouteStretch, void, undefined> {
    const current = this.#current[probe];
    if (current !== undefined) yield { probe, number: this.#numbers[probe]++, ...current, endTick };
    this.#current[probe] = undefined;
  }
}

function isSame(p: readonly number[], q: readonly number[]): boolean {
  return p.length === q.length && p.every((node, i) => node === q[i]);
}
