import type { Instant } from "../../../orbits/instant.js";
import { OrbitLight } from "../../../orbits/orbit-light.js";
import { type OrbitShape, osculatingShapes } from "../../../orbits/orbit-shape.js";
import type { SourceOrbits } from "../../../workers/sky.js";
import type { SkyPlan } from "../../scenario/run-plan.js";

/** Where the orbits of satellites are looked up, between ticks too; as columns over the satellites. */
export class OrbitPlaces {
  readonly count: number;
  readonly #lights: readonly OrbitLight[];
  /** By satellite: whose light it is, and its place there. */
  readonly #source: Uint32Array;
  readonly #index: Uint32Array;
  readonly #shapes: readonly ((index: number) => OrbitShape)[];

  /**
   * @param orbits of the run, by source
   * @param nodes ids of satellites, ascending
   * @throws RangeError for a node without an orbit
   */
  constructor(
    orbits: readonly SourceOrbits[],
    { satellites, time }: Pick<SkyPlan, "satellites" | "time">,
    nodes: Uint32Array,
  ) {
    this.count = nodes.length;
    this.#lights = orbits.map(({ ephemeris }) => new OrbitLight(ephemeris, time.start));
    this.#shapes = orbits.map((source) => shapesOf(source, satellites, time.start));
    this.#source = new Uint32Array(nodes.length);
    this.#index = new Uint32Array(nodes.length);
    let k = 0;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      while (k < orbits.length && node >= orbits[k].first + orbits[k].ephemeris.count) k++;
      if (k === orbits.length || node < orbits[k].first) throw new RangeError(`node ${node} has no orbit`);
      this.#source[i] = k;
      this.#index[i] = node - orbits[k].first;
    }
  }

  /** What looks at satellite `i`, which is number `indexOf(i)` there. */
  lightOf(i: number): OrbitLight {
    return this.#lights[this.#source[i]];
  }

  indexOf(i: number): number {
    return this.#index[i];
  }

  shapeOf(i: number): OrbitShape {
    return this.#shapes[this.#source[i]](this.#index[i]);
  }
}

/** Mean elements where the source has them; else what the satellite's motion at the start amounts to. */
function shapesOf(
  { first, ephemeris }: SourceOrbits,
  satellites: SkyPlan["satellites"],
  start: Instant,
): (index: number) => OrbitShape {
  const source = satellites.find((each) => each.first === first && each.count === ephemeris.count);
  if (source?.kind !== "sgp4") return osculatingShapes(ephemeris, start);
  const { meanMotionRevPerDay, eccentricity } = source.elements;
  return (index) => ({
    meanMotionRevPerDay: meanMotionRevPerDay[index],
    eccentricity: eccentricity[index],
  });
}
