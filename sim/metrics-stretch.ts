import { ecefToGeodetic, greatCircleKm } from "../orbits/geodesy.js";
import { type Distribution, distributionOf } from "./distribution.js";
import { Histogram } from "./host/histogram.js";
import type { MetricSample } from "./host/metrics.js";
import { Spread, spreadSamples } from "./metric-samples.js";
import type { RouteRow } from "./run-observer.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** Routes between sites whose distance over the ground is within one band. */
export interface RouteClassSummary {
  readonly name: RouteClass;
  /** Great-circle distance of the ends: at least, and below; null for no limit. */
  readonly fromKm: number;
  readonly toKm: number | null;
  readonly routes: number;
  /** Length of the path over the great circle. */
  readonly stretch: Distribution;
  /** Mean share of the stretch on the links of the two sites, and on those between satellites; their sum is its mean. */
  readonly egressMean: number;
  readonly forwardingMean: number;
  readonly rttMs: Distribution;
  readonly hops: Distribution;
}

export type RouteClass = "short" | "medium" | "long";

/** Bands of great-circle distance, km: within a region, across a continent or an ocean, and further. */
const BANDS: readonly { readonly name: RouteClass; readonly fromKm: number; readonly toKm: number | null }[] =
  [
    { name: "short", fromKm: 0, toKm: 2000 },
    { name: "medium", fromKm: 2000, toKm: 8000 },
    { name: "long", fromKm: 8000, toKm: null },
  ];

/** Ends no further apart than a metre are at one place: a node that moves may stop where a site is. */
const APART_KM = 0.001;

/** How much longer routes are than the way over the ground, where both ends stand apart on it. */
export class StretchMetrics {
  readonly #classes = BANDS.map((band) => new ClassMetrics(band));
  readonly #satelliteCount: number;
  readonly #nodeCount: number;
  /** 1 for nodes that have a place; those of static networks have none. */
  readonly #hasPlace: Uint8Array;
  readonly #isMoving: Uint8Array;
  /** Of pairs that stand still. */
  readonly #overGroundKm = new Map<number, number>();
  #positionsKm: Float64Array = new Float64Array(0);

  constructor({ sky }: RunPlan) {
    const { satelliteCount, count } = sky.nodes;
    this.#satelliteCount = satelliteCount;
    this.#nodeCount = count;
    this.#hasPlace = new Uint8Array(count);
    this.#isMoving = new Uint8Array(count);
    for (const node of sky.nodes.moving ?? []) this.#isMoving[node] = 1;
    for (const { kind, first, count: size } of sky.satellites) {
      if (kind !== "static") this.#hasPlace.fill(1, first, first + size);
    }
    for (let site = satelliteCount; site < count; site++) {
      const at = 3 * (site - satelliteCount);
      if (sky.groundPositionsKm.subarray(at, at + 3).some((value) => value !== 0)) this.#hasPlace[site] = 1;
    }
  }

  tick(positionsKm: Float64Array): void {
    this.#positionsKm = positionsKm;
    for (const each of this.#classes) each.begin();
  }

  route({ source, target, route }: RouteRow): void {
    if (!route.reachable || source < this.#satelliteCount || target < this.#satelliteCount) return;
    const overGroundKm = this.#greatCircleKm(source, target);
    if (!(overGroundKm > APART_KM) || route.path.some((node) => this.#hasPlace[node] === 0)) return;
    const { path } = route;
    let egressKm = 0;
    let forwardingKm = 0;
    for (let i = 1; i < path.length; i++) {
      const km = this.#apartKm(path[i - 1], path[i]);
      if (i === 1 || i === path.length - 1) egressKm += km;
      else forwardingKm += km;
    }
    const band = this.#classes.find(({ toKm }) => toKm === null || overGroundKm < toKm);
    band?.add(egressKm / overGroundKm, forwardingKm / overGroundKm, 2 * route.latencyMs, route.hops);
  }

  /** Of the last tick. */
  samples(): MetricSample[] {
    return this.#classes.flatMap((each) => each.samples());
  }

  /** Classes that had routes. */
  summary(): RouteClassSummary[] {
    return this.#classes.flatMap((each) => each.summary() ?? []);
  }

  /** 0 where an end has no place. */
  #greatCircleKm(source: number, target: number): number {
    if (this.#hasPlace[source] === 0 || this.#hasPlace[target] === 0) return 0;
    if (this.#isMoving[source] === 1 || this.#isMoving[target] === 1) {
      return greatCircleKm(this.#placeOf(source), this.#placeOf(target));
    }
    const pair = source * this.#nodeCount + target;
    let km = this.#overGroundKm.get(pair);
    if (km === undefined) {
      km = greatCircleKm(this.#placeOf(source), this.#placeOf(target));
      this.#overGroundKm.set(pair, km);
    }
    return km;
  }

  #placeOf(node: number) {
    const p = this.#positionsKm;
    return ecefToGeodetic([p[3 * node], p[3 * node + 1], p[3 * node + 2]]);
  }

  #apartKm(a: number, b: number): number {
    const p = this.#positionsKm;
    const dx = p[3 * a] - p[3 * b];
    const dy = p[3 * a + 1] - p[3 * b + 1];
    const dz = p[3 * a + 2] - p[3 * b + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}

class ClassMetrics {
  readonly toKm: number | null;
  readonly #band: (typeof BANDS)[0];
  readonly #stretch = new Histogram();
  readonly #rttMs = new Histogram();
  readonly #hops = new Histogram();
  #egress = 0;
  #forwarding = 0;
  #tick = new Spread();

  constructor(band: (typeof BANDS)[0]) {
    this.#band = band;
    this.toKm = band.toKm;
  }

  begin(): void {
    this.#tick = new Spread();
  }

  add(egress: number, forwarding: number, rttMs: number, hops: number): void {
    this.#egress += egress;
    this.#forwarding += forwarding;
    this.#stretch.record(egress + forwarding);
    this.#rttMs.record(rttMs);
    this.#hops.record(hops);
    this.#tick.add(egress + forwarding);
  }

  samples(): MetricSample[] {
    return spreadSamples(`network.stretch-${this.#band.name}`, this.#tick);
  }

  summary(): RouteClassSummary | undefined {
    const { count } = this.#stretch;
    const [stretch, rttMs, hops] = [this.#stretch, this.#rttMs, this.#hops].map(distributionOf);
    if (!stretch || !rttMs || !hops) return undefined;
    const [egressMean, forwardingMean] = [this.#egress / count, this.#forwarding / count];
    return { ...this.#band, routes: count, stretch, egressMean, forwardingMean, rttMs, hops };
  }
}
