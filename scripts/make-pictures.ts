/**
 * Draws a picture of each scenario in `scenarios/` into `docs/pictures/`, for the README: runs it, short where it is long,
 * and takes one figure of its report. Run it with `node --import tsx scripts/make-pictures.ts [name ...]`.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadScenario, runScenario } from "../index.js";
import { drawFigures } from "../report/figure-files.js";
import { reportOf } from "../report/render-report.js";

interface Picture {
  /** Files of the report's figures, as `starbelt report --svg` names them, best first. */
  readonly figures?: readonly string[];
  /** `--set` texts: what makes the run short, or the picture clear. */
  readonly set?: readonly string[];
}

const RTT = "routes-rtt-over-time.svg";
const MAP = "sites-map.svg";

/** Scenarios whose map is not what they are about, or whose run is long. */
const PICTURES: Readonly<Record<string, Picture>> = {
  kuiper: {
    figures: [RTT],
    set: [
      "probes=[{ from: Manila, to: Dalian }, { from: Rio de Janeiro, to: Saint Petersburg }, { from: Istanbul, to: Nairobi }]",
    ],
  },
  "city-traffic": {
    figures: ["metrics-transfer-max-utilisation-mean-utilisation.svg"],
    set: ["time.duration=1 min", "time.step=5 s"],
  },
  "starcloud-serving": { figures: ["plugin-served-requests-time-of-requests-on-the-network.svg"] },
  // 24 thinner rings of the 172: the map has to stay small.
  sunrise: {
    set: [
      'constellation.0={ sso: { name: project-sunrise, rings: { from: 500 km, to: 1800 km, count: 24 }, satellitesPerRing: 260, localTimeOfNode: "06:00" } }',
      "time.duration=20 s",
    ],
  },
  // Eight thin rings and one thin shell of its 275: what the whole looks like from above.
  million: {
    set: [
      'constellation=[{ sso: { name: orbital-data-centre-sso, rings: { from: 500 km, to: 2000 km, count: 8 }, satellitesPerRing: 200, localTimeOfNode: "06:00" } }, { walker: { name: orbital-data-centre-1, type: delta, altitude: 500 km, inclination: 30 deg, planes: 40, satellitesPerPlane: 60, phasing: 23 } }]',
      "time.duration=20 s",
    ],
  },
  flight: { figures: [RTT], set: ["time.step=2 min", "output.contactPlan=false"] },
  "flood-response": { figures: [RTT] },
  "solar-storm": { figures: ["events-down.svg"] },
  "stardust-orchestrator": { figures: [RTT] },
  suncatcher: { figures: [RTT] },
};

const SCENARIOS = fileURLToPath(new URL("../scenarios/", import.meta.url));
const TO = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
/** What a page with all of them can bear. */
const MOST_BYTES = 100_000;

const all = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0)
  throw new Error(`no such scenario: ${unknown.join(", ")}; there are ${all.join(", ")}`);

mkdirSync(TO, { recursive: true });
for (const name of asked.length > 0 ? asked : all) {
  const { figures = [], set = [] } = PICTURES[name] ?? {};
  const folder = mkdtempSync(join(tmpdir(), "starbelt-picture-"));
  try {
    const plan = await loadScenario(join(SCENARIOS, `${name}.yaml`), { set, pluginsComplete: true });
    const { dir } = await runScenario(plan, { out: join(folder, "results"), workers: 0 });
    const drawn = await drawFigures((await reportOf(dir)).sections);
    const chosen = [...figures, MAP, RTT].find((figure) => drawn.has(figure));
    if (chosen === undefined)
      throw new Error(`${name} has none of these figures: ${[...drawn.keys()].join(", ")}`);
    const svg = drawn.get(chosen) as string;
    if (svg.length > MOST_BYTES) throw new Error(`${name}: ${chosen} has ${svg.length} bytes`);
    writeFileSync(join(TO, `${name}.svg`), `${svg}\n`);
    process.stdout.write(`${name}: ${chosen}, ${svg.length} bytes\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
