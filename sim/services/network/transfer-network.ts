import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { World } from "../../host/world.js";
import { Priority, toSeconds } from "../../kernel/index.js";
import { routerTraits } from "../router-traits.js";
import type { ServiceHost } from "../service-host.js";
import { checkNode, checkRequest } from "./check-request.js";
import { createTransport } from "./create-transport.js";
import { LinkCapacities } from "./link-capacities.js";
import { LinkPorts } from "./link-ports.js";
import type { NetworkPlan } from "./network-plan.js";
import type {
  ByteBooks,
  NetworkService,
  Transfer,
  TransferFailure,
  TransferRequest,
} from "./network-service.js";
import { TransferBooks } from "./transfer-books.js";
import { TransferEvents } from "./transfer-events.js";
import { TransferFlow } from "./transfer-flow.js";
import { TransferMetrics } from "./transfer-metrics.js";
import type { Transport, Way } from "./transport.js";
import { sameWay, WayFinder } from "./way-finder.js";

/** Among the events of an instant, limits of time come last: what arrives at the very limit has arrived. */
const LAST = 256;

/** The network service of a run: transfers, their ways and their books. A transport moves the bytes. */
export class TransferNetwork implements NetworkService {
  readonly #host: ServiceHost;
  readonly #plan: NetworkPlan;
  readonly #world: World;
  readonly #transport: Transport;
  readonly #ports: LinkPorts;
  readonly #ways: WayFinder;
  readonly #books = new TransferBooks();
  readonly #events: TransferEvents;
  readonly #live = new Set<TransferFlow>();
  #metrics: TransferMetrics | undefined;
  #started = 0;
  /** The network that ports and ways were last brought up to. */
  #graph: NetworkGraph | undefined;
  #tick = -1;
  /** When the transport was last settled: nothing moves within an instant but by events, which book for themselves. */
  #settledNs = -1;

  constructor(host: ServiceHost, plan: NetworkPlan) {
    const { kernel, world } = host;
    const nodeCount = host.plan.sky.nodes.count;
    const capacities = new LinkCapacities(plan.capacities, nodeCount);
    this.#host = host;
    this.#plan = plan;
    this.#world = world;
    this.#ports = new LinkPorts(nodeCount, capacities, () => kernel.nowNs);
    this.#ways = new WayFinder(world, this.#ports, routerTraits(host.plan.routing));
    this.#events = new TransferEvents(host, plan.record === "transfers");
    const transportHost = {
      kernel,
      ports: this.#ports,
      arrived: (flow: TransferFlow, way?: Way) => this.#arrived(flow, way),
      lost: (flow: TransferFlow) => this.#fail(flow, "lost"),
    };
    this.#transport = createTransport(plan, transportHost, host.metrics);
    host.moments.topology.push(() => this.#onTopology());
    host.moments.end.push(() => this.#report());
    host.useLoads(this);
    this.#planFades(capacities.instantsNs);
  }

  get transport(): string {
    return this.#transport.name;
  }

  get activeTransfers(): number {
    return this.#live.size;
  }

  get books(): ByteBooks {
    this.#settle();
    return this.#books.asOfNow(this.#live);
  }

  transfer(asked: TransferRequest): Transfer {
    const request = checkRequest(asked, this.#nodeCount);
    this.#bringUp(this.#world.graph);
    const { agenda } = this.#host.kernel;
    const flow = new TransferFlow(agenda, this.#started++, request, (own) => this.#fail(own, "cancelled"));
    this.#metrics ??= new TransferMetrics(this.#host.metrics);
    this.#metrics.started();
    this.#books.offer(request.sizeBytes);
    this.#live.add(flow);
    const { from, to } = request;
    const toItself = from === to;
    flow.way = toItself ? { path: [from], ports: [] } : this.#ways.find(from, to);
    flow.lastWay = flow.way;
    this.#events.started(flow);
    if (toItself) {
      flow.deliveredBytes = request.sizeBytes;
      this.#arrived(flow);
    } else if (flow.way === undefined && this.#plan.onBreak === "fail") {
      this.#end(flow, "no-route");
    } else {
      this.#limitTime(flow);
      this.#transport.begin(flow);
    }
    return flow;
  }

  capacityBps(from: number, to: number): number {
    checkNode(from, this.#nodeCount);
    checkNode(to, this.#nodeCount);
    return this.#ports.capacityBetween(this.#world.graph, from, to);
  }

  /** Asked also while the network is being made: it must not look at the network. */
  utilisation(from: number, to: number): number {
    checkNode(from, this.#nodeCount);
    checkNode(to, this.#nodeCount);
    const port = this.#ports.find(from, to);
    if (port < 0) return 0;
    this.#settle();
    return this.#ports.utilisation(port);
  }

  sentBytes(node: number): number {
    checkNode(node, this.#nodeCount);
    this.#settle();
    return this.#ports.sentBytes(node);
  }

  receivedBytes(node: number): number {
    checkNode(node, this.#nodeCount);
    this.#settle();
    return this.#ports.receivedBytes(node);
  }

  get #nodeCount(): number {
    return this.#host.plan.sky.nodes.count;
  }

  #settle(): void {
    const { nowNs } = this.#host.kernel;
    if (this.#settledNs === nowNs) return;
    this.#transport.settle();
    this.#settledNs = nowNs;
  }

  #onTopology(): void {
    const { tick } = this.#world;
    // Nothing was ever sent: nobody has to know the network.
    if (this.#started === 0) {
      this.#tick = tick;
      this.#ports.roll(() => {});
      return;
    }
    this.#settle();
    if (tick !== this.#tick) {
      this.#tick = tick;
      const shares: number[] = [];
      this.#ports.roll((share) => shares.push(share));
      this.#metrics?.utilisation(shares);
    }
    this.#bringUp(this.#world.graph);
    this.#report();
  }

  /** Takes in the network as it is, if it has changed: ports first, then the ways of transfers, then the transport. */
  #bringUp(graph: NetworkGraph): void {
    if (graph === this.#graph) return;
    this.#graph = graph;
    this.#settle();
    this.#ports.refresh(graph);
    const broken: TransferFlow[] = [];
    for (const flow of this.#live) if (!this.#adapt(flow)) broken.push(flow);
    this.#transport.refresh();
    // Now that all is as it should be, those who listen may start transfers.
    for (const flow of broken) this.#fail(flow, "broken");
  }

  /** @returns false where its way broke, and the policy is to fail */
  #adapt(flow: TransferFlow): boolean {
    const { way } = flow;
    const { from, to } = flow.request;
    const { onBreak, onChange } = this.#plan;
    if (way !== undefined && this.#isWhole(way)) {
      if (onChange === "follow") this.#turn(flow, this.#ways.find(from, to) ?? way);
      return true;
    }
    if (way !== undefined && onBreak === "fail") return false;
    const own = onBreak === "wait" ? flow.lastWay : undefined;
    if (own === undefined) this.#turn(flow, this.#ways.find(from, to));
    else this.#turn(flow, this.#isWhole(own) ? own : undefined);
    return true;
  }

  #isWhole({ ports }: Way): boolean {
    for (const port of ports) if (!this.#ports.exists(port)) return false;
    return true;
  }

  #turn(flow: TransferFlow, way: Way | undefined): void {
    const { way: before, lastWay } = flow;
    if (way === before || (way !== undefined && before !== undefined && sameWay(way, before))) return;
    flow.way = way;
    if (way !== undefined) {
      if (lastWay !== undefined && !sameWay(way, lastWay)) {
        flow.reroutes++;
        this.#metrics?.rerouted();
      }
      flow.lastWay = way;
    }
    this.#transport.reroute(flow);
  }

  #limitTime(flow: TransferFlow): void {
    const atNs = flow.startedNs + this.#plan.timeoutNs;
    if (!Number.isSafeInteger(atNs)) return;
    flow.deadline = this.#host.kernel.schedule({ atNs }, () => this.#fail(flow, "timeout"), {
      priority: LAST,
    });
  }

  /** Takes a transfer back from the transport, unless it has ended. */
  #fail(flow: TransferFlow, reason: TransferFailure): boolean {
    if (!this.#live.has(flow)) return false;
    if (reason !== "lost") this.#transport.withdraw(flow);
    this.#end(flow, reason);
    return true;
  }

  #end(flow: TransferFlow, reason: TransferFailure): void {
    const { deliveredBytes, startedAt } = flow;
    const { sizeBytes } = flow.request;
    this.#forget(flow, sizeBytes - deliveredBytes);
    this.#metrics?.failed(reason);
    const seconds = toSeconds(this.#host.kernel.nowNs - flow.startedNs);
    const result = { delivered: false, reason, sizeBytes, deliveredBytes, startedAt, seconds } as const;
    flow.end(result);
    this.#events.ended(flow, result, flow.lastWay?.path ?? []);
  }

  #arrived(flow: TransferFlow, way: Way | undefined = flow.way ?? flow.lastWay): void {
    const { startedAt, reroutes } = flow;
    const { sizeBytes } = flow.request;
    const path = way?.path ?? [];
    this.#forget(flow, 0);
    const takenNs = this.#host.kernel.nowNs - flow.startedNs;
    this.#metrics?.arrived(sizeBytes, takenNs);
    const result = {
      delivered: true,
      sizeBytes,
      startedAt,
      seconds: toSeconds(takenNs),
      path,
      reroutes,
    } as const;
    flow.end(result);
    this.#events.ended(flow, result, path);
  }

  #forget(flow: TransferFlow, droppedBytes: number): void {
    this.#live.delete(flow);
    this.#books.close(flow.deliveredBytes, droppedBytes);
    if (flow.deadline !== undefined) this.#host.kernel.cancel(flow.deadline);
  }

  #report(): void {
    this.#metrics?.books(this.books, this.#live.size);
  }

  /** Capacities that change between ticks are events; at an instant they come before what transfers do. */
  #planFades(instantsNs: Float64Array, next = 0): void {
    const { agenda } = this.#host.kernel;
    if (next === instantsNs.length) return;
    const fire = () => {
      this.#planFades(instantsNs, next + 1);
      this.#onFade();
    };
    agenda.queue.push(instantsNs[next], Priority.Urgent, { fire });
  }

  #onFade(): void {
    if (this.#started === 0 || this.#graph === undefined) return;
    this.#settle();
    this.#bringUp(this.#world.graph);
    this.#ports.refresh(this.#graph);
    this.#transport.refresh();
  }
}
