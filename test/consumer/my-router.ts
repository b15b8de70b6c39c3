import { defineRouter, type NetworkGraph, type Route, routeAlong } from "starbelt";

/** Breadth-first: fewest hops, whatever they cost. */
export default defineRouter({
  name: "fewest-hops",
  queries: ["route"],
  setup() {
    let graph: NetworkGraph;
    return {
      update(next) {
        graph = next;
      },
      route(source, target): Route {
        const cameFrom = new Map<number, number>([[source, -1]]);
        const queue = [source];
        for (const node of queue) {
          if (node === target) break;
          if (node !== source && graph.relays[node] !== 1) continue;
          for (const head of graph.heads.subarray(graph.offsets[node], graph.offsets[node + 1])) {
            if (cameFrom.has(head)) continue;
            cameFrom.set(head, node);
            queue.push(head);
          }
        }
        if (!cameFrom.has(target)) return { reachable: false, reason: "disconnected" };
        const path: number[] = [];
        for (let node = target; node !== -1; node = cameFrom.get(node) ?? -1) path.unshift(node);
        return routeAlong(graph, path);
      },
    };
  },
});
