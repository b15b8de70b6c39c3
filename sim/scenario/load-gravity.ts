import { ecefToGeodetic, greatCircleKm } from "../../orbits/geodesy.js";
import { CITY_COUNT, cities, cityPopulations } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { TrafficPattern } from "../services/traffic/traffic-plan.js";
import type { NodeNames } from "./node-names.js";
import type { TrafficBranch } from "./schema/traffic.js";

/** Where two sites are nearer than this, demand is that of this distance: a city is no point. */
const LEAST_DISTANCE_KM = 10;

type Pairs = Pick<Extract<TrafficPattern, { kind: "pairs" }>, "from" | "to" | "cumulative">;

/**
 * The pairs of a gravity model and their weights: the product of both populations over the great-circle distance to a
 * power (Zipf 1946, "The P1 P2 / D hypothesis"), as the sites stand at the start of the run. Built-in cities bring
 * their population; other sites are left out unless one is given, or named in `among` without one: a mistake.
 */
export function gravityPairs(
  path: Path,
  { gravity: { among, populations = {}, distanceExponent } }: TrafficBranch<"gravity">,
  names: NodeNames,
): Pairs | undefined {
  const { nodes, names: nodeNames, groundPositionsKm } = names.all;
  const given = new Map<number, number>();
  for (const [name, people] of Object.entries(populations)) {
    const id = names.one([...path, "populations", name], name);
    if (id !== undefined) given.set(id, people);
  }
  const known = new Map(
    cities(CITY_COUNT).map(({ name }, i) => [name, cityPopulations(CITY_COUNT)[i] as number]),
  );
  const chosen =
    among === undefined
      ? Array.from({ length: nodes.groundCount }, (_, i) => nodes.satelliteCount + i)
      : [...names.many([...path, "among"], among)];
  const sites: {
    readonly id: number;
    readonly people: number;
    readonly latitudeDeg: number;
    readonly longitudeDeg: number;
  }[] = [];
  for (const id of chosen) {
    const name = nodeNames.at(id);
    const people = given.get(id) ?? known.get(name);
    const [x, y, z] = groundPositionsKm.subarray(3 * (id - nodes.satelliteCount));
    const isPlaced = id >= nodes.satelliteCount && (x !== 0 || y !== 0 || z !== 0);
    if (people === undefined || !isPlaced) {
      if (among === undefined) continue;
      const what = isPlaced ? "population: give one under populations" : "place on the ground";
      names.fail([...path, "among"], `"${name}" has no ${what}`);
    } else {
      sites.push({ id, people, ...ecefToGeodetic([x as number, y as number, z as number]) });
    }
  }
  if (sites.length < 2) {
    if (names.all.targets.complete)
      names.fail(path, `expected at least two sites with a population; got ${sites.length}`);
    return undefined;
  }
  return weigh(
    sites.flatMap((a) =>
      sites
        .filter((b) => a !== b)
        .map((b) => {
          const distanceKm = Math.max(LEAST_DISTANCE_KM, greatCircleKm(a, b));
          return { from: a.id, to: b.id, weight: (a.people * b.people) / distanceKm ** distanceExponent };
        }),
    ),
  );
}

function weigh(
  pairs: readonly { readonly from: number; readonly to: number; readonly weight: number }[],
): Pairs {
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const cumulative = Float64Array.from(pairs, ({ weight }) => (sum += weight / total));
  // Whatever rounding did to the sum: a draw just below 1 means the last pair.
  cumulative[pairs.length - 1] = 1;
  return {
    from: Uint32Array.from(pairs, ({ from }) => from),
    to: Uint32Array.from(pairs, ({ to }) => to),
    cumulative,
  };
}
