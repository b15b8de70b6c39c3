import type { World } from "../../host/world.js";
import { callHook, holdsOn, targetOf } from "./ask-constraint.js";
import { checkService } from "./check-request.js";
import type { ComputeEvents } from "./compute-events.js";
import type { ComputeMetrics } from "./compute-metrics.js";
import type { Placement, PlaceResult, Refusal, ServiceSpec } from "./compute-service.js";
import type { Computer } from "./computer.js";
import { nearestHost, type Router } from "./nearest-host.js";

/** What keeping services takes. */
export interface ServiceBoardHost {
  readonly world: World;
  readonly router: Router;
  readonly events: ComputeEvents;
  readonly metrics: ComputeMetrics;
  /** @throws RangeError for a node that does not exist */
  computerOf(node: number): Computer | undefined;
  /** Why the node takes no work now. */
  refuses(node: number): string | undefined;
}

class PlacedService implements Placement {
  readonly id: number;
  readonly service: ServiceSpec;
  node: number;
  state: Placement["state"] = "serving";

  constructor(id: number, service: ServiceSpec, node: number) {
    this.id = id;
    this.service = service;
    this.node = node;
  }
}

/** Which services are on which nodes. */
export class ServiceBoard {
  readonly #host: ServiceBoardHost;
  /** By name; each list by node, then by id. */
  readonly #byName = new Map<string, PlacedService[]>();
  readonly #byNode = new Map<number, Set<PlacedService>>();
  readonly #constrained = new Set<PlacedService>();
  #nextId = 0;

  constructor(host: ServiceBoardHost) {
    this.#host = host;
  }

  canPlace(node: number, service: Omit<ServiceSpec, "name">): boolean {
    const computer = this.#host.computerOf(node);
    if (computer === undefined || this.#host.refuses(node) !== undefined) return false;
    if (!computer.canReserve(service)) return false;
    return service.constraint === undefined || holdsOn(service.constraint, node);
  }

  place(service: ServiceSpec, node: number): PlaceResult {
    checkService(service);
    const refusal = this.#whyNot(service, node);
    if (refusal !== undefined) return refusal;
    const placement = new PlacedService(this.#nextId++, service, node);
    if (service.constraint !== undefined) this.#constrained.add(placement);
    this.#put(placement);
    this.#host.metrics.placed();
    this.#host.events.placed(placement);
    return { placed: true, placement };
  }

  remove(placement: Placement): void {
    const own = this.#own(placement);
    if (own.state === "gone") return;
    this.#takeAway(own);
    this.#host.metrics.removed();
    this.#host.events.removed(own);
    this.#settle(own.node);
  }

  move(placement: Placement, node: number): PlaceResult {
    const own = this.#own(placement);
    this.#host.computerOf(node);
    if (own.state === "gone") return { placed: false, detail: "the service is gone" };
    if (own.node === node) return { placed: true, placement };
    const refusal = this.#whyNot(own.service, node);
    if (refusal !== undefined) return refusal;
    const from = own.node;
    this.#lift(own);
    own.node = node;
    own.state = "serving";
    this.#put(own);
    this.#host.events.serviceMoved(own, from);
    this.#settle(from);
    return { placed: true, placement };
  }

  placements(name?: string): readonly Placement[] {
    if (name !== undefined) return [...(this.#byName.get(name) ?? [])];
    return [...this.#byName.values()].flat().sort(byNode);
  }

  nearest(name: string, from: number): Placement | undefined {
    this.#host.computerOf(from);
    const candidates = (this.#byName.get(name) ?? []).filter(
      ({ node, state }) => state === "serving" && this.#host.refuses(node) === undefined,
    );
    const hosts = [...new Set(candidates.map(({ node }) => node))];
    const nearest = nearestHost(this.#host.world, this.#host.router, from, hosts);
    return nearest === undefined ? undefined : candidates.find(({ node }) => node === nearest);
  }

  /** All services of a node are lost with it. */
  loseAll(node: number, reason: string, detail: string): void {
    for (const placement of [...(this.#byNode.get(node) ?? [])]) this.#lose(placement, reason, detail);
  }

  /** Looks at the constraints of all services; of those of one node where it is given. */
  check(node?: number): void {
    const placements = node === undefined ? this.#constrained : (this.#byNode.get(node) ?? []);
    for (const placement of [...placements]) {
      const { constraint } = placement.service;
      if (constraint === undefined || placement.state === "gone") continue;
      const holds = holdsOn(constraint, placement.node);
      if (holds && placement.state === "suspended") {
        placement.state = "serving";
        this.#host.events.serviceResumed(placement, constraint.name);
      } else if (!holds && placement.state === "serving") {
        this.#break(placement);
      }
    }
  }

  #break(placement: PlacedService): void {
    const constraint = placement.service.constraint!;
    callHook(constraint, placement.node);
    // The hook may have removed or moved it.
    if (placement.state !== "serving" || holdsOn(constraint, placement.node)) return;
    if (constraint.onBreak === "suspend") {
      placement.state = "suspended";
      this.#host.events.serviceSuspended(placement, constraint.name);
      return;
    }
    let detail = `${constraint.name} does not hold`;
    if (constraint.onBreak === "migrate") {
      const node = targetOf(constraint, placement.node);
      const moved = node === undefined ? undefined : this.move(placement, node);
      if (moved?.placed === true) return;
      detail += `, and ${moved === undefined ? "there is no node to move to" : `node ${node} takes it not: ${moved.detail}`}`;
    }
    this.#lose(placement, "constraint", detail);
  }

  #whyNot(service: ServiceSpec, node: number): Refusal | undefined {
    const computer = this.#host.computerOf(node);
    const refused = this.#host.refuses(node);
    if (computer === undefined || refused !== undefined) {
      return { placed: false, detail: refused ?? "no-computer" };
    }
    if (!computer.canReserve(service)) return { placed: false, detail: computer.missing(service) };
    const { constraint } = service;
    if (constraint === undefined || holdsOn(constraint, node)) return undefined;
    return { placed: false, detail: `${constraint.name} does not hold` };
  }

  #put(placement: PlacedService): void {
    const { node, service } = placement;
    const computer = this.#host.computerOf(node)!;
    insert(listOf(this.#byName, service.name), placement);
    const onNode = this.#byNode.get(node);
    if (onNode === undefined) this.#byNode.set(node, new Set([placement]));
    else onNode.add(placement);
    computer.reserve(service);
    this.#settle(node);
  }

  #lift(placement: PlacedService): void {
    const { node, service } = placement;
    const named = this.#byName.get(service.name)!;
    named.splice(named.indexOf(placement), 1);
    if (named.length === 0) this.#byName.delete(service.name);
    this.#byNode.get(node)!.delete(placement);
    this.#host.computerOf(node)!.release(service);
  }

  #takeAway(placement: PlacedService): void {
    this.#lift(placement);
    this.#constrained.delete(placement);
    placement.state = "gone";
  }

  #lose(placement: PlacedService, reason: string, detail: string): void {
    if (placement.state === "gone") return;
    this.#takeAway(placement);
    this.#host.metrics.lost(reason);
    this.#host.events.lost(placement, reason, detail);
    this.#settle(placement.node);
  }

  #settle(node: number): void {
    const computer = this.#host.computerOf(node)!;
    this.#host.events.touched(computer);
    computer.settle();
  }

  #own(placement: Placement): PlacedService {
    if (placement instanceof PlacedService) return placement;
    throw new TypeError("expected what place() gave");
  }
}

function listOf(lists: Map<string, PlacedService[]>, name: string): PlacedService[] {
  let list = lists.get(name);
  if (list === undefined) {
    list = [];
    lists.set(name, list);
  }
  return list;
}

function insert(list: PlacedService[], placement: PlacedService): void {
  let at = list.length;
  while (at > 0 && byNode(list[at - 1], placement) > 0) at--;
  list.splice(at, 0, placement);
}

function byNode(a: Placement, b: Placement): number {
  return a.node - b.node || a.id - b.id;
}
