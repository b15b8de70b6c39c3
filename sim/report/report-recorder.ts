import { EphemerisStatus } from "../../orbits/ephemeris.js";
import { ecefToGeodetic } from "../../orbits/geodesy.js";
import {
  type PluginSection,
  REPORT_FORMAT,
  type ReportData,
  type ReportPlace,
  type ReportPoint,
} from "../../results/index.js";
import type { TickFrame } from "../../workers/frame.js";
import type { RouteRow } from "../run-observer.js";
import type { RunPlan } from "../scenario/run-plan.js";

/** Satellites listed at most: more would be a grey veil on a map. */
const MOST_SATELLITES = 3000;
/** Places listed of a node that moves, at most. */
const MOST_TRACK_POINTS = 200;
/** Nodes that move whose track is kept, at most. */
const MOST_TRACKS = 100;

/** Notes where things were, for the report's map, and puts `report.json` together. */
export class ReportRecorder {
  readonly #plan: RunPlan;
  readonly #hasOrbit: Uint8Array;
  readonly #ticksPerPoint: number;
  readonly #tracks: ReadonlyMap<number, ReportPoint[]>;
  #underSatellites: ReportData["underSatellites"];
  #route: ReportData["route"];
  #positionsKm: Float64Array | undefined;
  #isFirstTick = false;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    const { nodes, satellites } = plan.sky;
    this.#hasOrbit = new Uint8Array(nodes.satelliteCount);
    for (const { kind, first, count } of satellites) {
      if (kind !== "static") this.#hasOrbit.fill(1, first, first + count);
    }
    this.#ticksPerPoint = Math.max(1, Math.ceil(plan.time.tickCount / MOST_TRACK_POINTS));
    this.#tracks = new Map([...(nodes.moving ?? [])].slice(0, MOST_TRACKS).map((id) => [id, []]));
  }

  frame({ tick, timeNs, positionsKm, status }: TickFrame): void {
    this.#isFirstTick = tick === 0;
    this.#positionsKm = positionsKm;
    if (tick % this.#ticksPerPoint === 0) {
      for (const [node, points] of this.#tracks) points.push(pointOf(positionsKm, node));
    }
    if (!this.#isFirstTick) return;
    const shown: number[] = [];
    for (let id = 0; id < this.#hasOrbit.length; id++) {
      if (this.#hasOrbit[id] === 1 && status[id] === EphemerisStatus.Ok) shown.push(id);
    }
    if (shown.length === 0) return;
    const every = Math.ceil(shown.length / MOST_SATELLITES);
    const points = shown.filter((_, i) => i % every === 0).map((id) => pointOf(positionsKm, id));
    this.#underSatellites = { timeNs, every, points };
  }

  route({ source, target, route }: RouteRow): void {
    if (!this.#isFirstTick || this.#route !== undefined || !route.reachable) return;
    const positionsKm = this.#positionsKm;
    if (positionsKm === undefined || route.path.some((id) => !this.#hasPlace(id))) return;
    const { nodeNames } = this.#plan;
    const points = route.path.map((id) => pointOf(positionsKm, id));
    this.#route = { source: nodeNames.at(source), target: nodeNames.at(target), points };
  }

  build(sections: readonly PluginSection[]): ReportData {
    const { name, seed, scenarioHash, content, time, sky, probes, warnings, inputs } = this.#plan;
    return {
      reportFormat: REPORT_FORMAT,
      name,
      seed,
      scenarioHash,
      scenario: content,
      time: { start: time.startIso, durationNs: time.durationNs, stepNs: time.stepNs },
      satellites: sky.nodes.satelliteCount,
      groundNodes: sky.nodes.groundCount,
      probes: probes.sources.length,
      warnings: warnings.map(({ file, message }) =>
        withoutPaths(message, [file, ...inputs.map(({ path }) => path)]),
      ),
      places: this.#places(),
      ...(this.#underSatellites && { underSatellites: this.#underSatellites }),
      ...(this.#route && { route: this.#route }),
      sections,
    };
  }

  #hasPlace(id: number): boolean {
    const { satelliteCount } = this.#plan.sky.nodes;
    if (id < satelliteCount) return this.#hasOrbit[id] === 1;
    return this.#tracks.has(id) || this.#groundPoint(id) !== undefined;
  }

  #places(): ReportPlace[] {
    const { sky, nodeNames, nodeTiers } = this.#plan;
    const places: ReportPlace[] = [];
    for (let id = sky.nodes.satelliteCount; id < sky.nodes.count; id++) {
      const still = this.#groundPoint(id);
      const track = this.#tracks.get(id);
      const points = track !== undefined && track.length > 0 ? track : still === undefined ? [] : [still];
      if (points.length > 0) places.push({ name: nodeNames.at(id), tier: nodeTiers[id], points });
    }
    return places;
  }

  /** Undefined for nodes of static networks, which have no place. */
  #groundPoint(id: number): ReportPoint | undefined {
    const { sky } = this.#plan;
    const at = 3 * (id - sky.nodes.satelliteCount);
    const hasPlace = sky.groundPositionsKm.subarray(at, at + 3).some((value) => value !== 0);
    return hasPlace ? pointOf(sky.groundPositionsKm, id - sky.nodes.satelliteCount) : undefined;
  }
}

/** To a hundredth of a degree, about a kilometre: what a map can show. */
function pointOf(positionsKm: Float64Array, at: number): ReportPoint {
  const p = positionsKm;
  const { latitudeDeg, longitudeDeg } = ecefToGeodetic([p[3 * at], p[3 * at + 1], p[3 * at + 2]]);
  return [Math.round(100 * latitudeDeg) / 100, Math.round(100 * longitudeDeg) / 100];
}

/** A warning may name the file that it is about; where that lies is nothing of the run's. */
function withoutPaths(message: string, paths: readonly string[]): string {
  return paths
    .filter((path) => path.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, path) => text.replaceAll(path, "the file"), message);
}
