import { createSgp4Ephemeris } from "../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../orbits/sgp4-tables.js";
import { walkerElements } from "../orbits/walker.js";
import { LinkList } from "../routing/link-list.js";
import { SpatialIndex } from "../routing/spatial-index.js";
import { builtInLinkProtocols } from "../routing/topology/index.js";
import { nodeTable, shellOf, walker } from "../test/support/circular-orbits.js";
import { allMembers, frameOf } from "../test/support/frames.js";
import { type BenchRow, measure, type Timing } from "./bench-row.js";

/** Planes and slots of one shell at 550 km: nearly the same angle between neighbours either way. */
const SHELLS = [
  { planes: 50, slotsPerPlane: 40 },
  { planes: 160, slotsPerPlane: 125 },
  { planes: 500, slotsPerPlane: 400 },
];

const START = { day: 20_072, secondOfDay: 46_800 };

/** Grid patterns take 4 links a satellite; the others are told so. */
const PROTOCOLS = ["plus-grid", "brick-a", "ring", "nearest", "mst", "pst", "mst+loop", "mst+smart-loop"];

/**
 * How the time per satellite grows with their number, from 2,000 to 200,000: every protocol that may look at no more
 * than the neighbourhood should stay flat but for logarithms and for what falls out of the caches.
 */
export async function benchScale(): Promise<BenchRow[]> {
  const skies = SHELLS.map(skyOf);
  const rows = [growthRow("propagation", skies, (sky) => () => sky.propagate())];
  for (const name of PROTOCOLS) {
    if (!builtInLinkProtocols.has(name)) continue;
    rows.push(growthRow(name, skies, (sky) => sky.chooser(name)));
  }
  return rows;
}

interface Sky {
  readonly count: number;
  propagate(): void;
  chooser(protocol: string): () => void;
}

function skyOf(size: (typeof SHELLS)[number]): Sky {
  const pattern = walker(size);
  const shell = shellOf(pattern);
  const { count } = shell;
  const nodes = nodeTable(count, 0, [shell]);
  const elements = walkerElements({ name: "shell", ...pattern }, START);
  const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
  const positionsKm = new Float64Array(3 * count);
  const status = new Uint8Array(count);
  let tick = 0;
  const propagate = () => ephemeris.positionsAt(tick++ * 10e9, positionsKm, status);
  propagate();
  const frame = frameOf(positionsKm, nodes);
  return {
    count,
    propagate,
    chooser(name) {
      const protocol = builtInLinkProtocols.get(name);
      if (protocol === undefined) throw new Error(`no protocol "${name}"`);
      const entry = {
        maxLinks: 4,
        maxRangeKm: Number.POSITIVE_INFINITY,
        members: allMembers(count),
        shells: nodes.shells,
      };
      const choose = protocol.setup({ entry, nodes, config: protocol.config?.parse({}) });
      const index = new SpatialIndex();
      const links = new LinkList();
      return () => {
        links.clear();
        choose(
          {
            ...frame,
            // Grid patterns never ask for it.
            get index() {
              index.build(positionsKm, frame.usable, count);
              return index;
            },
          },
          links,
        );
      };
    },
  };
}

function growthRow(name: string, skies: readonly Sky[], prepare: (sky: Sky) => () => void): BenchRow {
  const timings = skies.map((sky): Timing => {
    const runs = sky.count > 100_000 ? 7 : 25;
    return measure(prepare(sky), { runs, warmup: Math.ceil(runs / 2) });
  });
  const perSatellite = timings.map(({ medianMs }, i) => (medianMs / skies[i].count) * 1e6);
  const [first, last] = [perSatellite[0], perSatellite[perSatellite.length - 1]];
  const each = perSatellite.map((ns, i) => `${skies[i].count.toLocaleString("en")}: ${ns.toFixed(0)} ns`);
  return {
    name: `${name}, per satellite ${each.join(", ")}; growth ${(last / first).toFixed(2)}`,
    ...timings[timings.length - 1],
    aim: "growth from 2,000 to 200,000 under 2",
  };
}
