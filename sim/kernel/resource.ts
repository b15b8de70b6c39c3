import type { Agenda } from "./agenda.js";
import { Awaitable } from "./awaitable.js";
import type { Process } from "./process.js";
import { checkPriority, WaitLine } from "./wait-line.js";

export interface ResourceRequest {
  /** Lowest first. Default 0. */
  readonly priority?: number;
  /** Takes the place of a user of a higher number, whose process is interrupted with a `Preempted`. Default false. */
  readonly preempt?: boolean;
}

/** Why a process that used a resource was interrupted: the `cause` of its `Interrupt`. */
export class Preempted {
  readonly resource: Resource;
  /** The process that took the place; undefined where a plain event asked for it. */
  readonly by: Process<unknown> | undefined;
  /** When the place had been given, simulated nanoseconds. */
  readonly usedSinceNs: number;

  constructor(resource: Resource, by: Process<unknown> | undefined, usedSinceNs: number) {
    this.resource = resource;
    this.by = by;
    this.usedSinceNs = usedSinceNs;
  }

  toString(): string {
    return `preempted${this.by === undefined ? "" : ` by process "${this.by.processName}"`}`;
  }
}

/**
 * A place in a resource: pending while it waits, then held until `release`. Awaiting gives the place itself. Nobody
 * waiting any longer takes it out of the line; a place that was given is to be released in any case:
 *
 *     const place = servers.request();
 *     try {
 *       yield* place;
 *       yield* sim.sleep(serviceTime);
 *     } finally {
 *       place.release();
 *     }
 */
export class Place extends Awaitable<Place> {
  readonly priority: number;
  readonly preempt: boolean;
  /** The process that asked; undefined for a plain event. */
  readonly owner: Process<unknown> | undefined;
  readonly #resource: Resource;
  #sinceNs = -1;

  /** Made by `Resource.request`. */
  constructor(agenda: Agenda, resource: Resource, priority: number, preempt: boolean) {
    super(agenda);
    this.#resource = resource;
    this.priority = priority;
    this.preempt = preempt;
    this.owner = agenda.active as Process<unknown> | undefined;
  }

  /** Whether it is held now; false after a preemption. */
  get held(): boolean {
    return this.#resource.holds(this);
  }

  /** When it was given, simulated nanoseconds; -1 while it waits. */
  get heldSinceNs(): number {
    return this.#sinceNs;
  }

  /** Gives the place back, or leaves the line. Without effect the second time, and where it was preempted. */
  release(): void {
    this.#resource.giveBack(this);
  }

  /** For the resource. */
  grant(): void {
    this.#sinceNs = this.agenda.nowNs;
    this.settle(false, this);
  }

  protected override onAbandoned(): void {
    this.release();
  }

  protected override describe(): string {
    return "a place in a resource";
  }
}

/**
 * So many places that processes share, such as servers or channels (SimPy's Resource, PriorityResource and
 * PreemptiveResource). Who waits is served by (priority, arrival).
 */
export class Resource {
  readonly capacity: number;
  readonly #agenda: Agenda;
  readonly #line = new WaitLine<Place>();
  readonly #users = new Set<Place>();

  /** @throws RangeError where the capacity is no whole number of at least 1 */
  constructor(agenda: Agenda, capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`expected a capacity of at least 1, a whole number; got ${capacity}`);
    }
    this.capacity = capacity;
    this.#agenda = agenda;
  }

  /** Places that are held. */
  get inUse(): number {
    return this.#users.size;
  }

  /** Requests that wait. */
  get queueLength(): number {
    return this.#line.length;
  }

  /** Asks for a place. @throws RangeError for a priority that is not finite */
  request({ priority = 0, preempt = false }: ResourceRequest = {}): Place {
    const place = new Place(this.#agenda, this, checkPriority(priority), preempt);
    this.#line.join(place);
    if (preempt && this.#users.size === this.capacity && this.#line.first === place) this.#preemptFor(place);
    this.#serve();
    return place;
  }

  /** Whether the place is held: given, and neither released nor preempted. */
  holds(place: Place): boolean {
    return this.#users.has(place);
  }

  /** For `Place.release`. */
  giveBack(place: Place): void {
    if (this.#users.delete(place)) this.#serve();
    else this.#line.leave(place);
  }

  #serve(): void {
    while (this.#users.size < this.capacity) {
      const next = this.#line.takeFirst();
      if (next === undefined) return;
      this.#users.add(next);
      next.grant();
    }
  }

  /** Of the users it may displace, the one of the highest number goes, and among equals who came last. */
  #preemptFor(place: Place): void {
    let victim: Place | undefined;
    for (const user of this.#users) {
      // A process does not take its own place.
      if (user.priority <= place.priority || (user.owner === place.owner && user.owner !== undefined))
        continue;
      if (victim === undefined || user.priority >= victim.priority) victim = user;
    }
    if (victim === undefined) return;
    this.#users.delete(victim);
    const { owner } = victim;
    if (owner?.alive === true) owner.interrupt(new Preempted(this, place.owner, victim.heldSinceNs));
  }
}
