/**
 * The door of `sim/kernel`: what happens when. An exact clock, the event queue, processes by generators and
 * what they can wait for, and named random streams. It knows nothing of satellites.
 */
export { Agenda, type Occurrence, Priority } from "./agenda.js";
export { Awaitable, type ProcessBody, type Wait, type Waiter } from "./awaitable.js";
export { describeTime, durationNs, MAX_TIME_NS, toNs, toSeconds } from "./clock.js";
export type { FirstOf, ValuesOf } from "./conditions.js";
export { EventQueue } from "./event-queue.js";
export {
  Interrupt,
  PastEventError,
  ProcessError,
  TimeoutError,
  UnhandledFailureError,
  WrongYieldError,
} from "./kernel-errors.js";
export type { Process } from "./process.js";
export { type RandomState, RandomStream, RandomStreams } from "./random.js";
export { type Place, Preempted, Resource, type ResourceRequest } from "./resource.js";
export {
  type EventHandle,
  Kernel,
  type ProcessOptions,
  type ScheduleOptions,
  type When,
} from "./scheduler.js";
export type { Signal } from "./signal.js";
export { Container, type GetRequest, Store, type StoreRequest } from "./store.js";
