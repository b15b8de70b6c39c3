import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gstime, jday, type SatRec, sgp4, twoline2satrec } from "satellite.js";
import { beforeAll, describe, expect, test } from "vitest";
import {
  definePlugin,
  loadScenarioText,
  type RunPlan,
  type RunResult,
  runScenario,
  type TableRow,
} from "../../index.js";
import { segmentDistanceKm, squaredDistance } from "../support/brute-force.js";
import { sitePosition } from "../support/circular-orbits.js";
import { rowsOf } from "../support/rows.js";
import { sharedPath } from "../support/shared.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";
import { twoLineSets } from "../support/tle-columns.js";

const CITIES = sharedPath("data/ground/cities85.yml");
const MASK_DEG = 25;
const MASK_SINE = Math.sin((MASK_DEG * Math.PI) / 180);
const MAX_ISLS = 4;
const CLEARANCE_KM = 6378.135 + 80;

function scenario(tle: string, duration: string, checksum: string): string {
  return `
name: starlink
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: ${duration}, step: 10 s }
constellation:
  - tle: ${tle}
    checksum: ${checksum}
ground:
  - file: ${CITIES}
links:
  isl: { protocol: nearest, links: ${MAX_ISLS}, bandwidth: 20 Gbps }
  ground: { protocol: nearest, minElevation: ${MASK_DEG} deg, bandwidth: 4 Gbps }
probes:
  - { from: "*", to: ${cities()[0]?.name} }
`;
}

interface City {
  readonly name: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Stardust's file by its own three lines a city, with no reader of ours. */
function cities(): City[] {
  const text = readFileSync(CITIES as string, "utf8");
  const fields = (key: string) =>
    [...text.matchAll(new RegExp(`${key}:\\s*"?([^"\\n]+)"?`, "g"))].map((m) => m[1]);
  const [latitudes, longitudes] = [fields("Lat"), fields("Lon")];
  return fields("Name").map((name, i) => ({
    name: (name as string).trim(),
    latitudeDeg: Number(latitudes[i]),
    longitudeDeg: Number(longitudes[i]),
  }));
}

/** Where satellite.js has the satellites of a catalogue; undefined where it has none, or one below 80 km. */
class Sky {
  readonly #records: readonly SatRec[];

  constructor(file: string) {
    this.#records = twoLineSets(readFileSync(file, "utf8")).map(({ line1, line2 }) =>
      twoline2satrec(line1, line2),
    );
  }

  at(seconds: number): (readonly [number, number, number] | undefined)[] {
    const julian = jday(2024, 12, 15, 13, 0, 0) + seconds / 86_400;
    const [cos, sin] = [Math.cos(gstime(julian)), Math.sin(gstime(julian))];
    return this.#records.map((record) => {
      const state = sgp4(record, (julian - record.jdsatepoch) * 1440);
      if (state === null || record.error !== 0) return undefined;
      const { x, y, z } = state.position;
      if (!(Math.hypot(x, y, z) >= CLEARANCE_KM)) return undefined;
      return [x * cos + y * sin, y * cos - x * sin, z];
    });
  }
}

/** What a check of every tick found; every rule that is broken is a line. */
interface Findings {
  readonly broken: string[];
  ticks: number;
  isls: number;
  gsls: number;
  furthestKm: number;
  readonly failed: Set<number>;
}

/** Looks at every tick through a plugin's eyes, with no geometry of ours. */
function inspector(sky: Sky, findings: Findings) {
  const sites = cities();
  const ups = sites.map(({ latitudeDeg, longitudeDeg }) => {
    const [lat, lon] = [(latitudeDeg * Math.PI) / 180, (longitudeDeg * Math.PI) / 180];
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as const;
  });
  const places = sites.map(({ latitudeDeg, longitudeDeg }) => sitePosition(latitudeDeg, longitudeDeg));

  /** Slant range in km, and sine of the elevation. */
  const look = (positionsKm: Float64Array, site: number, satellite: number): [number, number] => {
    const up = ups[site] as (typeof ups)[number];
    const place = places[site] as (typeof places)[number];
    const x = (positionsKm[3 * satellite] as number) - place[0];
    const y = (positionsKm[3 * satellite + 1] as number) - place[1];
    const z = (positionsKm[3 * satellite + 2] as number) - place[2];
    const km = Math.sqrt(x * x + y * y + z * z);
    return [km, (x * up[0] + y * up[1] + z * up[2]) / km];
  };

  return definePlugin({
    name: "inspector",
    setup(sim) {
      sim.on("tick", (world) => {
        const { links, graph, nodes, tick } = world;
        const rule = (holds: boolean, what: () => string) => {
          if (!holds) findings.broken.push(`tick ${tick}: ${what()}`);
        };
        findings.ticks++;
        findings.isls += links.islCount;
        findings.gsls += links.gslCount;

        for (const [id, place] of sky.at(world.tickTime).entries()) {
          rule(world.isUsable(id) === (place !== undefined), () => `${world.names.at(id)} usable`);
          if (place === undefined) findings.failed.add(id);
          else {
            const off = Math.hypot(
              ...place.map((value, k) => value - (world.positionsKm[3 * id + k] as number)),
            );
            findings.furthestKm = Math.max(findings.furthestKm, off);
          }
        }

        // How often each link stands in the row of its lower end, and of its higher end.
        const atEnds = new Uint8Array(2 * links.count);
        for (let node = 0; node < graph.nodeCount; node++) {
          for (let arc = graph.offsets[node] as number; arc < (graph.offsets[node + 1] as number); arc++) {
            const link = graph.links[arc] as number;
            const ends = [links.a[link], links.b[link]];
            rule(
              ends.includes(node) && ends.includes(graph.heads[arc]),
              () => `arc ${arc} belongs to its link`,
            );
            atEnds[2 * link + (node === ends[0] ? 0 : 1)]++;
          }
        }
        const degree = new Uint8Array(nodes.count);
        const pairs = new Set<number>();
        for (let i = 0; i < links.count; i++) {
          const [a, b] = [links.a[i] as number, links.b[i] as number];
          const rules = (holds: boolean, what: string) => rule(holds, () => `link ${a}-${b} ${what}`);
          rules(atEnds[2 * i] === 1 && atEnds[2 * i + 1] === 1, "stands at both ends");
          rules(world.isUsable(a) && world.isUsable(b), "has usable ends");
          rules(a < b && !pairs.has(a * nodes.count + b), "stands once");
          pairs.add(a * nodes.count + b);
          const km = Math.sqrt(squaredDistance(world.positionsKm, a, b));
          rules(Math.abs(km - (links.lengthKm[i] as number)) < 1e-6, "has its length");
          if (i < links.islCount) {
            degree[a]++;
            degree[b]++;
            rules(b < nodes.satelliteCount, "joins satellites");
            rules(segmentDistanceKm(world.positionsKm, a, b) >= CLEARANCE_KM - 1e-9, "clears the Earth");
          } else {
            rules(a < nodes.satelliteCount && b >= nodes.satelliteCount, "joins a site and a satellite");
          }
        }
        rule(Math.max(...degree) <= MAX_ISLS, () => "at most four links a satellite");

        const usable = Array.from({ length: nodes.satelliteCount }, (_, id) => id).filter((id) =>
          world.isUsable(id),
        );
        for (let site = 0; site < nodes.groundCount; site++) {
          let nearest = -1;
          let nearestKm = Number.POSITIVE_INFINITY;
          for (const id of usable) {
            const [km, sine] = look(world.positionsKm, site, id);
            if (sine >= MASK_SINE && km < nearestKm) [nearest, nearestKm] = [id, km];
          }
          const node = nodes.satelliteCount + site;
          const chosen: number[] = [];
          for (let i = links.islCount; i < links.islCount + links.gslCount; i++) {
            if (links.b[i] === node) chosen.push(links.a[i] as number);
          }
          const rules = (holds: boolean, what: string) =>
            rule(holds, () => `${world.names.at(node)} ${what}`);
          rules(chosen.length <= 1, "has one satellite");
          for (const id of chosen) {
            const [km, sine] = look(world.positionsKm, site, id);
            rules(sine >= MASK_SINE - 1e-12, `sees ${world.names.at(id)} at a sine of ${sine}`);
            rules(km <= nearestKm + 1e-6, "takes the nearest satellite");
          }
          rules(chosen.length === 1 || nearest === -1, "has a satellite where it sees one");
        }
      });
    },
  });
}

/** Runs a scenario under the inspector's eyes. */
async function inspect(file: string, duration: string, checksum: string) {
  const path = sharedPath(`data/tle/${file}`) as string;
  const plan = await loadScenarioText(scenario(path, duration, checksum));
  const findings: Findings = { broken: [], ticks: 0, isls: 0, gsls: 0, furthestKm: 0, failed: new Set() };
  const notices: string[] = [];
  const result = await runScenario(plan, {
    out: join(makeTemporaryFolder(), "out"),
    workers: 0,
    plugins: [{ plugin: inspector(new Sky(path), findings) }],
    onNotice: (text) => notices.push(text),
  });
  return { plan, findings, notices, result };
}

/** Every path goes from its source to its target over links, and takes as long as light does. */
function checkRoutes(plan: RunPlan, routes: readonly TableRow<"routes">[], ticks: number): void {
  expect(routes).toHaveLength(84 * ticks);
  expect(new Set(routes.map(({ target }) => target))).toEqual(new Set([cities()[0]?.name]));
  const reached = routes.filter(({ reachable }) => reachable);
  expect(reached.length).toBeGreaterThan(routes.length / 2);
  for (const { source, target, path, hops, rtt_ms } of reached) {
    const nodes = (path as string).split("-").map(Number);
    expect([plan.nodeNames.at(nodes[0] as number), plan.nodeNames.at(nodes.at(-1) as number)]).toEqual([
      source,
      target,
    ]);
    expect(hops).toBe(nodes.length - 1);
    expect(rtt_ms).toBeGreaterThan(0);
  }
}

describe.skipIf(!CITIES)("starlink_6882.tle and 85 cities (needs ../shared: real catalogues)", () => {
  let plan: RunPlan;
  let findings: Findings;
  let result: RunResult;

  beforeAll(async () => {
    ({ plan, findings, result } = await inspect("starlink_6882.tle", "10 min", "error"));
  });

  test("60 ticks, each with the satellites where satellite.js has them", () => {
    expect(result.status).toBe("complete");
    expect(findings.ticks).toBe(60);
    expect(plan.sky.nodes).toMatchObject({ satelliteCount: 6882, groundCount: 85 });
    // One double Julian day, as the reference here has it, resolves 40 microseconds: 0.3 m of orbit.
    expect(findings.furthestKm).toBeLessThan(1e-3);
  });

  test("every link obeys its rules: mask, clearance, both ends in the graph, degree, nearest", () => {
    expect(findings.broken).toEqual([]);
    expect(findings.isls).toBeGreaterThan(60 * 6882);
    expect(findings.gsls).toBeGreaterThan(60 * 60);
  });

  test("all sites are probed towards one", async () => {
    checkRoutes(plan, await rowsOf(result.dir, "routes"), 60);
  });
});

describe.skipIf(!CITIES)("starlink_20646.tle (needs ../shared: real catalogues)", () => {
  test("with checksum: warn its 13,529 bad lines are one warning, and it runs", async () => {
    const { plan, findings, result } = await inspect("starlink_20646.tle", "20 s", "warn");
    expect(plan.sky.nodes.satelliteCount).toBe(20_646);
    const checksums = plan.warnings.filter(({ message }) => message.includes("checksum"));
    expect(checksums).toHaveLength(1);
    expect(checksums[0]?.message.replace(/,/g, "")).toContain("13529");
    expect(findings.broken).toEqual([]);
    expect(findings.ticks).toBe(2);
    expect(findings.isls).toBeGreaterThan(2 * 20_646);
    checkRoutes(plan, await rowsOf(result.dir, "routes"), 2);
  });
});

describe.skipIf(!CITIES)(
  "starlink_3023.tle, two years after its epochs (needs ../shared: real catalogues)",
  () => {
    test("satellites that fail leave the network and are reported by name", async () => {
      const { plan, findings, notices, result } = await inspect("starlink_3023.tle", "20 s", "error");
      expect(findings.broken).toEqual([]);
      const failed = [...findings.failed].sort((a, b) => a - b);
      expect(failed.length).toBeGreaterThan(20);
      expect(result.summary.failedSatellites.map(({ id }) => id)).toEqual(failed);
      expect(result.summary.failedSatellites.map(({ name }) => name)).toEqual(
        failed.map((id) => plan.nodeNames.at(id)),
      );
      expect(notices[0]).toContain(`"${plan.nodeNames.at(failed[0] as number)}" (id ${failed[0]}, `);
      expect(notices[0]).toContain("more (all in summary.json)");
      const warnings = plan.warnings.map(({ message }) => message).join("\n");
      expect(warnings).toMatch(/3023 of 3023 satellites have an epoch more than 14 days/);
    });
  },
);
