import type { ElementSets } from "../../../orbits/element-sets.js";
import { OrbitLight } from "../../../orbits/orbit-light.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import type { SkyPlan } from "../../scenario/run-plan.js";
import type { OrbitPlace } from "./light-pieces.js";

/**
 * Where the orbits of satellites are looked up, between ticks too: the same SGP4 as the frames', prepared once more for
 * the sources that have any of them.
 *
 * @throws RangeError for a node without an orbit
 */
export function orbitPlaces(
  { satellites, time }: Pick<SkyPlan, "satellites" | "time">,
  nodes: readonly number[],
): OrbitPlace[] {
  const lights = new Map<ElementSets, OrbitLight>();
  return nodes.map((node) => {
    const source = satellites.find(({ first, count }) => node >= first && node < first + count);
    if (source?.kind !== "sgp4") throw new RangeError(`node ${node} has no orbit`);
    const { elements, first } = source;
    let light = lights.get(elements);
    if (light === undefined) {
      light = new OrbitLight(createSgp4Ephemeris(prepareSgp4(elements, time.start)), time.start);
      lights.set(elements, light);
    }
    const index = node - first;
    return {
      light,
      index,
      meanMotionRevPerDay: elements.meanMotionRevPerDay[index],
      eccentricity: elements.eccentricity[index],
    };
  });
}
