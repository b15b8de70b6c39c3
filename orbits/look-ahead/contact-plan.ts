import { NS_PER_SECOND } from "../constants.js";
import type { Ephemeris } from "../ephemeris.js";
import {
  checkSpan,
  DEFAULT_TOLERANCE_NS,
  holds,
  RECOVERY_STEP_NS,
  type SearchSpan,
} from "./contact-condition.js";
import { narrow } from "./contact-windows.js";
import { DueList } from "./due-list.js";
import { EdgeFinder, promisingStepS, staysOnOneSide } from "./edge-finder.js";
import {
  type ContactSite,
  type GroundContactRules,
  groundTerms,
  type MovingContactSite,
  TermCondition,
  termsInQuestion,
} from "./ground-contact.js";
import type { OrbitBounds } from "./orbit-bounds.js";
import { classifyOrbits, type OrbitClasses } from "./orbit-classes.js";
import { type ContactPlan, PlanBuilder } from "./plan-columns.js";
import type { PositionTerm, TermLimits } from "./position-terms.js";
import { hasPosition, probeOf, type SatelliteProbe } from "./satellite-probe.js";

export interface ContactPlanOptions {
  /** Numbers in the ephemeris, `from` inclusive, `to` exclusive. @defaultValue all */
  readonly satellites?: { readonly from: number; readonly to: number };
  /** The instants at which all satellites are propagated lie this far apart. @defaultValue 30 s, which is also the most */
  readonly stepNs?: number;
}

/**
 * Every contact window of every site with every satellite over a span: the same windows that
 * `contactWindows(groundContact(...))` gives pair by pair, to within the tolerance.
 *
 * All pairs march in lock-step over a grid of instants, so that the positions of an instant are computed at
 * once and serve all sites. After each look at a pair its gap and the bounds of its motion say at which grid
 * point to look again; only where they do not prove that nothing changed in between is the pair searched by
 * itself. Takes some 24 bytes for each pair.
 *
 * @throws RangeError where sites, rules or numbers make no sense
 */
export function contactPlan(
  ephemeris: Ephemeris,
  sites: readonly (ContactSite | MovingContactSite)[],
  rules: GroundContactRules,
  span: SearchSpan,
  { satellites = { from: 0, to: ephemeris.count }, stepNs = RECOVERY_STEP_NS }: ContactPlanOptions = {},
): ContactPlan {
  checkSpan(span);
  const { from, to } = satellites;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= ephemeris.count)) {
    throw new RangeError(`expected satellites within 0 to ${ephemeris.count}, got ${from} to ${to}`);
  }
  if (!(Number.isSafeInteger(stepNs) && stepNs >= 1 && stepNs <= RECOVERY_STEP_NS)) {
    throw new RangeError(`stepNs must be a whole number from 1 to ${RECOVERY_STEP_NS}, got ${stepNs}`);
  }
  const terms = sites.map((site) => groundTerms(site, rules));
  return new Sweep(ephemeris, terms, satellites, span, stepNs).run();
}

/** The march of all pairs. Pair = site * satellites + satellite. */
class Sweep {
  readonly #ephemeris: Ephemeris;
  readonly #span: Required<SearchSpan>;
  readonly #from: number;
  readonly #to: number;
  readonly #stepNs: number;
  readonly #lastStep: number;
  readonly #positionsKm: Float64Array;
  readonly #status: Uint8Array;
  readonly #orbits: OrbitClasses;
  /** What each site asks of each class of orbits: `[site * classes + class]`. */
  readonly #asked: readonly Asked[];
  readonly #due: DueList;
  /** Per pair: the step it was looked at last, and the gap it had. */
  readonly #seenStep: Int32Array;
  readonly #seenGap: Float64Array;
  /** Per pair: since when its first term holds; NaN while it does not. */
  readonly #sinceNs: Float64Array;
  /** The search of one pair by itself. */
  readonly #probe: SatelliteProbe;
  readonly #condition: TermCondition;
  readonly #finder: EdgeFinder;
  #searched = 0;
  readonly #plan = new PlanBuilder();

  constructor(
    ephemeris: Ephemeris,
    terms: readonly (readonly PositionTerm[])[],
    { from, to }: { readonly from: number; readonly to: number },
    { fromNs, toNs, toleranceNs = DEFAULT_TOLERANCE_NS }: SearchSpan,
    stepNs: number,
  ) {
    const pairs = terms.length * (to - from);
    this.#ephemeris = ephemeris;
    this.#span = { fromNs, toNs, toleranceNs };
    this.#from = from;
    this.#to = to;
    this.#stepNs = stepNs;
    this.#lastStep = Math.ceil((toNs - fromNs) / stepNs);
    this.#positionsKm = new Float64Array(3 * ephemeris.count);
    this.#status = new Uint8Array(ephemeris.count);
    this.#probe = probeOf(ephemeris);
    const orbits = classifyOrbits(this.#probe, { from, to }, { fromNs, toNs });
    this.#orbits = orbits;
    this.#asked = terms.flatMap((ofSite) => orbits.bounds.map((orbit) => askedOf(ofSite, orbit)));
    this.#due = new DueList(pairs, this.#lastStep + 1);
    this.#seenStep = new Int32Array(pairs);
    this.#seenGap = new Float64Array(pairs);
    this.#sinceNs = new Float64Array(pairs).fill(Number.NaN);
    this.#condition = new TermCondition(this.#probe);
    this.#finder = new EdgeFinder(this.#condition, toleranceNs, (beforeNs, afterNs, rises) => {
      if (rises) this.#sinceNs[this.#searched] = afterNs;
      else this.#close(this.#searched, beforeNs);
      return true;
    });
    for (let pair = 0; pair < pairs; pair++) this.#due.push(pair, 0);
  }

  run(): ContactPlan {
    for (let step = 0; step <= this.#lastStep; step++) {
      if (this.#due.isEmpty(step)) continue;
      const timeNs = this.#timeOf(step);
      this.#ephemeris.positionsAt(timeNs, this.#positionsKm, this.#status, this.#from, this.#to);
      this.#due.forEach(step, (pair) => this.#look(pair, step));
    }
    for (let pair = 0; pair < this.#sinceNs.length; pair++) this.#close(pair, this.#span.toNs);
    return this.#plan.build(this.#span);
  }

  #timeOf(step: number): number {
    return Math.min(this.#span.toNs, this.#span.fromNs + step * this.#stepNs);
  }

  #look(pair: number, step: number): void {
    const satellite = this.#satelliteOf(pair);
    const { term, limits } = this.#askedOf(pair);
    const positionsKm = this.#positionsKm;
    const at = 3 * satellite;
    const gap = hasPosition(positionsKm, this.#status, satellite)
      ? term.gapAt(positionsKm[at], positionsKm[at + 1], positionsKm[at + 2], this.#timeOf(step))
      : Number.NaN;
    let nextStep = step + 1;
    if (step > 0) {
      const seenGap = this.#seenGap[pair];
      const seenNs = this.#timeOf(this.#seenStep[pair]);
      const nowNs = this.#timeOf(step);
      const s = (nowNs - seenNs) / NS_PER_SECOND;
      if (holds(seenGap) !== holds(gap) || !staysOnOneSide(limits, seenGap, gap, s)) {
        this.#searched = pair;
        this.#condition.set(satellite, term, limits);
        this.#finder.settle(seenNs, seenGap, nowNs, gap);
      }
      const promisingNs = NS_PER_SECOND * promisingStepS(limits, seenGap, gap, s);
      nextStep = Math.min(this.#lastStep, step + Math.max(1, Math.floor(promisingNs / this.#stepNs)));
    } else if (holds(gap)) this.#sinceNs[pair] = this.#span.fromNs;
    this.#seenStep[pair] = step;
    this.#seenGap[pair] = gap;
    if (step < this.#lastStep) this.#due.push(pair, nextStep);
  }

  /** The first term held until `toNs`: keeps of that window what the other terms leave. */
  #close(pair: number, toNs: number): void {
    const fromNs = this.#sinceNs[pair];
    if (Number.isNaN(fromNs)) return;
    this.#sinceNs[pair] = Number.NaN;
    const site = this.#siteOf(pair);
    const satellite = this.#satelliteOf(pair);
    const others = this.#askedOf(pair).others.map(({ term, limits }) =>
      new TermCondition(this.#probe).set(satellite, term, limits),
    );
    for (const window of narrow([{ fromNs, toNs }], others, this.#span)) {
      this.#plan.add(site, satellite, window.fromNs, window.toNs);
    }
  }

  #siteOf(pair: number): number {
    return Math.floor(pair / (this.#to - this.#from));
  }

  #satelliteOf(pair: number): number {
    return this.#from + (pair % (this.#to - this.#from));
  }

  #askedOf(pair: number): Asked {
    const { bounds, classOf } = this.#orbits;
    return this.#asked[this.#siteOf(pair) * bounds.length + classOf[pair % (this.#to - this.#from)]];
  }
}

/** A term with its limits for a class of orbits. */
interface LimitedTerm {
  readonly term: PositionTerm;
  readonly limits: TermLimits;
}

/** The term that the march follows, and those that are looked at only where it holds. */
interface Asked extends LimitedTerm {
  readonly others: readonly LimitedTerm[];
}

function askedOf(terms: readonly PositionTerm[], orbit: OrbitBounds): Asked {
  const [first, ...others] = termsInQuestion(terms, orbit).map((term) => ({
    term,
    limits: term.limits(orbit),
  }));
  return { ...first, others };
}
