import type { LinkTable } from "../../../routing/link-table.js";
import type { EventHandle, RandomStream } from "../../kernel/index.js";
import { toNs } from "../../kernel/index.js";
import type { ServiceHost } from "../service-host.js";
import type { RandomLinkFaults } from "./fault-plan.js";
import type { FaultSwitch } from "./fault-switch.js";

/**
 * Lets the links that exist fail. Each has the same constant rate, so that the first of n fails after an exponential
 * time of mean `meanSeconds / n`, whichever they are; since that law has no memory, the time is drawn anew at each
 * tick, when the links change.
 */
export function startRandomLinks(
  host: ServiceHost,
  { links: kind, nodes, meanSeconds, repair }: RandomLinkFaults,
  faults: FaultSwitch,
  random: RandomStream,
): void {
  const { kernel, world } = host;
  const { nodeCount, concerned } = membership(host, nodes);
  let next: EventHandle | undefined;
  let candidates = new Uint32Array(0);
  let count = 0;
  const down = new Set<number>();

  const list = (): void => {
    const { links } = world;
    const [first, end] = rangeOf(links, kind);
    if (candidates.length < end - first) candidates = new Uint32Array(end - first);
    count = 0;
    for (let link = first; link < end; link++) {
      const a = links.a[link];
      const b = links.b[link];
      const isConcerned =
        concerned === undefined ||
        (kind === "gsl"
          ? concerned[a] === 1 || concerned[b] === 1
          : concerned[a] === 1 && concerned[b] === 1);
      if (isConcerned && !down.has(a * nodeCount + b)) candidates[count++] = link;
    }
  };
  const draw = (): void => {
    if (next?.pending === true) kernel.cancel(next);
    next = undefined;
    if (count === 0) return;
    const seconds = random.exponential(meanSeconds / count);
    if (seconds * 1e9 > Number.MAX_SAFE_INTEGER - kernel.nowNs) return;
    next = kernel.schedule({ atNs: kernel.nowNs + toNs(seconds) }, fail);
  };
  const fail = (): void => {
    const { links } = world;
    const place = random.int(count);
    const link = candidates[place] as number;
    candidates[place] = candidates[--count] as number;
    const ends = [links.a[link], links.b[link]] as [number, number];
    const key = ends[0] * nodeCount + ends[1];
    down.add(key);
    faults.set(ends, false);
    faults.repairLater(ends, repair, random, () => down.delete(key));
    draw();
  };
  host.moments.tick.push(() => {
    list();
    draw();
  });
}

/** `concerned` is 1 for each node that was named; undefined: all are meant. */
function membership({ plan }: ServiceHost, nodes: Uint32Array | undefined) {
  const { count: nodeCount } = plan.sky.nodes;
  if (nodes === undefined) return { nodeCount, concerned: undefined };
  const concerned = new Uint8Array(nodeCount);
  for (const node of nodes) concerned[node] = 1;
  return { nodeCount, concerned };
}

function rangeOf(
  { islCount, gslCount, count }: LinkTable,
  kind: RandomLinkFaults["links"],
): [number, number] {
  if (kind === "isl") return [0, islCount];
  return kind === "gsl" ? [islCount, islCount + gslCount] : [islCount + gslCount, count];
}
