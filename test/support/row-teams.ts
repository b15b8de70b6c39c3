import { expect } from "vitest";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { ForwardingState, RouterInstance } from "../../routing/router.js";
import type { RowTeam } from "../../routing/routers/row-team.js";

/** A team whose calling thread dawdles, so that helpers get to do something, and how many rows it has done itself. */
export interface Dawdling extends RowTeam {
  readonly rows: { asked: number; own: number };
}

export function dawdling(team: RowTeam): Dawdling {
  const rows = { asked: 0, own: 0 };
  const clock = new Int32Array(new SharedArrayBuffer(4));
  return {
    allocate: team.allocate,
    run(table, count, refresh) {
      rows.asked += count;
      return team.run(table, count, (place) => {
        Atomics.wait(clock, 0, 0, 0.2);
        rows.own++;
        refresh(place);
      });
    },
    rows,
  };
}

/** The forwarding state of a network, as one router gives it after the other. */
export function stateOf(router: RouterInstance, graph: NetworkGraph): ForwardingState {
  router.update(graph);
  if (router.forwardingState === undefined) throw new Error("no forwarding state");
  return router.forwardingState();
}

/** Every bit of costs and next hops. */
export function expectSameState(state: ForwardingState, expected: ForwardingState): void {
  expect(state.nodeCount).toBe(expected.nodeCount);
  expect([...state.targets]).toEqual([...expected.targets]);
  for (const key of ["costs", "nextHops"] as const) {
    const [ours, theirs] = [state[key], expected[key]].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ) as [Buffer, Buffer];
    expect(ours.equals(theirs), key).toBe(true);
  }
}
