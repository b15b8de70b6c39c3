import type { Ephemeris } from "../../orbits/ephemeris.js";
import type { ContactSlab } from "../../orbits/look-ahead/index.js";
import type { ContactPlanOutput, RunPlan } from "../scenario/run-plan.js";
import { type ContactRow, GroundContacts } from "./ground-contacts.js";
import { PathContacts } from "./path-contacts.js";

/**
 * Makes the table of contacts as a run goes on: windows of ground links an hour ahead, those of routes at the end.
 */
export class ContactRecorder {
  readonly #append: (row: ContactRow) => void;
  readonly #ground: GroundContacts;
  readonly #slabs: Generator<ContactSlab, void, undefined>;
  readonly #paths: PathContacts | undefined;
  readonly #time: RunPlan["time"];
  /** Windows that begin before this are in the table. */
  #toldNs = 0;
  #isFinished = false;

  /** @param ephemeris of all satellites of the plan */
  constructor(
    plan: RunPlan,
    { sites, minDurationNs, paths }: ContactPlanOutput,
    ephemeris: Ephemeris,
    append: (row: ContactRow) => void,
  ) {
    this.#append = append;
    this.#time = plan.time;
    this.#ground = new GroundContacts(plan, ephemeris, sites, minDurationNs);
    this.#slabs = this.#ground.slabs();
    this.#paths = paths ? new PathContacts(plan, minDurationNs) : undefined;
  }

  /** The answer of the next probe at the tick under way. */
  route(reachable: boolean): void {
    this.#paths?.route(reachable);
  }

  tickDone(timeNs: number): void {
    this.#paths?.tickDone();
    // After the last tick there is no other occasion: with steps of hours, several slabs may be left.
    const { stepNs, durationNs } = this.#time;
    const untilNs = timeNs + stepNs >= durationNs ? durationNs : timeNs;
    while (this.#toldNs <= untilNs) {
      const { value: slab, done } = this.#slabs.next();
      if (done === true) {
        this.#toldNs = Number.POSITIVE_INFINITY;
        return;
      }
      for (const row of this.#ground.rows(slab)) this.#append(row);
      this.#toldNs = slab.toNs;
    }
  }

  /** After the last tick; further calls do nothing. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    for (const row of this.#paths?.rows() ?? []) this.#append(row);
  }
}
