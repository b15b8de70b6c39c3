import { formatPlace, InputError, type InputProblem } from "../orbits/input-error.js";
import { describeValue } from "../orbits/schema-problems.js";
import type { LinkPlan } from "./link-plan.js";
import type { PlanProtocols } from "./link-stage.js";

/** A protocol cannot serve an entry of the link plan; the message is for the user. */
export class LinkSetupError extends Error {
  override readonly name = "LinkSetupError";
  /** Which list of the plan, and which entry of it. */
  readonly kind: "isl" | "ground";
  readonly entry: number;

  constructor(kind: "isl" | "ground", entry: number, cause: unknown) {
    super(messageOf(cause), { cause });
    this.kind = kind;
    this.entry = entry;
  }
}

/** A protocol threw, or chose a link that cannot be, at some tick. */
export class LinkProtocolError extends Error {
  override readonly name = "LinkProtocolError";
  readonly protocol: string;
  readonly tick: number;

  /** @param place where a scenario names the protocol */
  constructor(protocol: string, tick: number, cause: unknown, place?: InputProblem) {
    const named = place === undefined ? "" : ` (${formatPlace(place)})`;
    super(`link protocol "${protocol}"${named} failed at tick ${tick}: ${messageOf(cause)}`, { cause });
    this.protocol = protocol;
    this.tick = tick;
  }
}

/** What a user's protocol must give for its set-up. @throws Error where it gives something else */
export function checkChooser<T>(choose: T): T {
  if (typeof choose === "function") return choose;
  // Nobody will wait for it: its failure is this one.
  if (choose instanceof Promise) choose.catch(() => {});
  const got = choose instanceof Promise ? "a promise" : describeValue(choose);
  throw new Error(`its setup must give the function that chooses links, at once; it gave ${got}`);
}

/** The failure of a set-up at the place where the scenario names the protocol; as it is where nobody knows that. */
export function atItsPlace(error: unknown, plan: LinkPlan, protocols: PlanProtocols): unknown {
  if (!(error instanceof LinkSetupError)) return error;
  const { kind, entry, message } = error;
  const place = plan[kind][entry]?.place;
  if (place === undefined) return error;
  const name = protocols[kind][entry]?.name;
  return new InputError([{ ...place, message: `link protocol "${name}" cannot be set up: ${message}` }]);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
