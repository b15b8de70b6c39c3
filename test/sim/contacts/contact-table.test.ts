import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ecfToLookAngles } from "satellite.js";
import { describe, expect, test } from "vitest";
import {
  type ContactRow,
  definePlugin,
  groundContacts,
  loadScenarioText,
  openResults,
  type RunOptions,
  type RunPlan,
  runScenario,
} from "../../../index.js";
import { trackPosition } from "../../../orbits/track.js";
import { openSky } from "../../../workers/index.js";
import { rowsOf } from "../../support/rows.js";
import { refusalOf } from "../../support/scenario-folder.js";
import { sharedPath } from "../../support/shared.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const PLACES = { Vienna: [48.21, 16.37, 0.2], Quito: [-0.18, -78.47, 2.8], Oslo: [59.9, 10.75, 0] } as const;

function planOf(output = "{ contactPlan: true }", changes: readonly string[] = []): Promise<RunPlan> {
  const sites = Object.entries(PLACES)
    .map(
      ([name, [lat, lon, alt]]) =>
        `  - { name: ${name}, latitude: ${lat} deg, longitude: ${lon} deg, altitude: ${alt} km }`,
    )
    .join("\n");
  const scenario = `
name: contacts
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 100 min, step: 20 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 700 km, inclination: 60 deg, planes: 6, satellitesPerPlane: 8, phasing: 1 }
ground:
${sites}
  - { name: Jet, tier: air, minElevation: 10 deg, legs: [{ from: Vienna, to: Oslo, depart: 5 min, speed: 800 km/h, altitude: 10 km }] }
links:
  isl: { protocol: nearest, bandwidth: 1 Gbps }
  ground:
    - { protocol: all-visible, bandwidth: 1 Gbps, minElevation: 15 deg, for: "*" }
    - { protocol: all-visible, bandwidth: 1 Gbps, maxSlantRange: 2500 km, for: [Quito] }
probes: [{ from: Vienna, to: Quito }, { from: Oslo, to: Vienna }]
output: ${output}
`;
  return loadScenarioText(scenario, { set: [...changes] });
}

async function contactsOf(
  plan: RunPlan,
  options: RunOptions = {},
): Promise<{ rows: ContactRow[]; dir: string }> {
  const { dir } = await runScenario(plan, { out: join(temporaryFolder(), "out"), workers: 0, ...options });
  return { rows: await rowsOf(dir, "contacts"), dir };
}

const ofKind = (rows: readonly ContactRow[], kind: string) => rows.filter((row) => row.kind === kind);

function expectOrder(rows: readonly ContactRow[]): void {
  const sorted = [...ofKind(rows, "gsl"), ...ofKind(rows, "path")];
  expect(rows).toEqual(sorted);
  for (const kind of ["gsl", "path"]) {
    const own = ofKind(rows, kind);
    expect(own).toEqual([...own].sort((p, q) => p.from_ns - q.from_ns || p.a - q.a || p.b - q.b));
  }
}

/** Whether each pair is in contact, by satellite.js. */
async function contactTest(plan: RunPlan) {
  const { sky } = await openSky(plan.sky, [], 0);
  let then: { timeNs: number; positionsKm: Float64Array } = {
    timeNs: Number.NaN,
    positionsKm: new Float64Array(),
  };
  return (satellite: number, site: string, timeNs: number) => {
    if (then.timeNs !== timeNs) then = { timeNs, positionsKm: sky.positionsAt(timeNs).positionsKm };
    const { positionsKm } = then;
    const track = plan.sky.movingNodes?.[0].track;
    const place = site === "Jet" && track ? trackPosition(track, timeNs) : undefined;
    const [lat, lon, alt] = place
      ? [place.latitudeDeg, place.longitudeDeg, place.altitudeKm]
      : PLACES[site as keyof typeof PLACES];
    const rad = Math.PI / 180;
    const [x, y, z] = positionsKm.subarray(3 * satellite, 3 * satellite + 3);
    const { elevation, rangeSat } = ecfToLookAngles(
      { latitude: lat * rad, longitude: lon * rad, height: alt },
      { x, y, z },
    );
    if (site === "Quito") return rangeSat <= 2500;
    return elevation >= (site === "Jet" ? 10 : 15) * rad;
  };
}

describe("the table of contacts", () => {
  test("has the windows of a dense scan, by the rules of each site's entry", async () => {
    const plan = await planOf();
    const { rows } = await contactsOf(plan);
    expectOrder(rows);
    const isInContact = await contactTest(plan);
    const gsl = ofKind(rows, "gsl");
    expect(new Set(gsl.map(({ b_name }) => b_name))).toEqual(new Set(["Vienna", "Quito", "Oslo", "Jet"]));
    for (const { a, b, a_name, b_name } of gsl)
      expect([plan.nodeNames.at(a), plan.nodeNames.at(b)]).toEqual([a_name, b_name]);
    for (const site of ["Vienna", "Quito", "Oslo", "Jet"]) {
      const windows = gsl.filter(({ b_name }) => b_name === site);
      for (let t = 0; t <= 6000e9; t += 10e9) {
        const inside = new Set(
          windows.filter(({ from_ns, to_ns }) => from_ns <= t && t <= to_ns).map(({ a }) => a),
        );
        for (let id = 0; id < 48; id++) {
          expect(inside.has(id), `${id} from ${site} at ${t}`).toBe(isInContact(id, site, t));
        }
      }
    }
    for (const { a, b_name, from_ns, to_ns, open_at_start, open_at_end } of gsl) {
      expect([open_at_start, open_at_end]).toEqual([from_ns === 0, to_ns === 6000e9]);
      expect(isInContact(a, b_name, from_ns)).toBe(true);
      expect(isInContact(a, b_name, to_ns)).toBe(true);
      if (!open_at_start) expect(isInContact(a, b_name, from_ns - 1.1e6)).toBe(false);
      if (!open_at_end) expect(isInContact(a, b_name, to_ns + 1.1e6)).toBe(false);
    }
    // A window that goes on over the hour is told once.
    expect(gsl.some(({ from_ns, to_ns }) => from_ns < 3600e9 && to_ns > 3600e9)).toBe(true);
  });

  test("says how high and how near each window gets", async () => {
    for (const row of ofKind((await contactsOf(await planOf())).rows, "gsl")) {
      const { b_name, max_elevation_deg, min_range_km } = row;
      expect(max_elevation_deg).toBeLessThanOrEqual(90);
      expect(min_range_km).toBeGreaterThan(680);
      if (b_name === "Quito") expect(min_range_km).toBeLessThanOrEqual(2500.000001);
      else expect(max_elevation_deg).toBeGreaterThanOrEqual((b_name === "Jet" ? 10 : 15) - 1e-6);
    }
  });

  test("tells when routes existed, as the probes found them", async () => {
    const plan = await planOf();
    const { rows, dir } = await contactsOf(plan);
    const paths = ofKind(rows, "path");
    let changes = 0;
    for (const { time_ns, source, target, reachable } of await rowsOf(dir, "routes")) {
      const inside = paths.filter(
        ({ from_ns, to_ns, a_name, b_name }) =>
          a_name === source && b_name === target && from_ns <= time_ns && time_ns < to_ns,
      );
      expect(inside).toHaveLength(reachable ? 1 : 0);
      if (!reachable) changes++;
    }
    expect(changes).toBeGreaterThan(10);
    expect(paths.length).toBeGreaterThan(4);
    for (const { from_ns, to_ns, open_at_start, open_at_end, ...row } of paths) {
      expect(open_at_start).toBe(from_ns === 0);
      expect(open_at_end).toBe(to_ns === 6000e9);
      expect([from_ns % 20e9, to_ns % 20e9]).toEqual([0, 0]);
      expect([row.max_elevation_deg, row.min_range_km]).toEqual([null, null]);
    }
  });

  test("leaves out what is not asked for", async () => {
    const all = (await contactsOf(await planOf())).rows;
    const some = (
      await contactsOf(
        await planOf("{ contactPlan: { sites: [Oslo, air], minDuration: 5 min, paths: false } }"),
      )
    ).rows;
    expect(some).toEqual(
      ofKind(all, "gsl").filter(
        ({ b_name, from_ns, to_ns }) => (b_name === "Oslo" || b_name === "Jet") && to_ns - from_ns >= 300e9,
      ),
    );
    expect(some.length).toBeGreaterThan(3);
    const { dir } = await runScenario(await planOf("{}"), {
      out: join(temporaryFolder(), "out"),
      workers: 0,
    });
    expect(existsSync(join(dir, "contacts.parquet"))).toBe(false);
    expect([openResults(dir).source("contacts"), await openResults(dir).rowCount("contacts")]).toEqual([
      "absent",
      0,
    ]);
    openResults(dir).verify();
  });

  test("has the same bytes on any number of threads, and is no part of the scenario's hash", async () => {
    const plan = await planOf();
    const bytes = async (workers: number) =>
      readFileSync(join((await contactsOf(plan, { workers })).dir, "contacts.parquet"), "base64");
    const inline = await bytes(0);
    for (const workers of [1, 2, 7]) expect((await bytes(workers)) === inline).toBe(true);
    expect(plan.scenarioHash).toBe((await planOf("{}")).scenarioHash);
  });

  test("is that of a program that does not run the scenario", async () => {
    const plan = await planOf();
    const found: ContactRow[] = [];
    for await (const row of groundContacts(plan)) found.push(row);
    const { rows } = await contactsOf(plan);
    expect(found).toEqual(ofKind(rows, "gsl"));
    const oslo = [...plan.nodeNames].indexOf("Oslo");
    const long: ContactRow[] = [];
    for await (const row of groundContacts(plan, { sites: [oslo], minDurationSeconds: 400 })) long.push(row);
    expect(long).toEqual(found.filter(({ b, from_ns, to_ns }) => b === oslo && to_ns - from_ns >= 400e9));
    await expect(groundContacts(plan, { sites: [3] }).next()).rejects.toThrow(
      "no entry of links.ground speaks for node 3",
    );
  });

  test("goes on to the end of the run, however long before it the last tick was", async () => {
    const plan = await planOf("{ contactPlan: true }", ["time.step=2 h", "time.duration=210 min"]);
    const { rows } = await contactsOf(plan);
    const found: ContactRow[] = [];
    for await (const row of groundContacts(plan)) found.push(row);
    expect(ofKind(rows, "gsl")).toEqual(found);
    expect(found.some(({ from_ns }) => from_ns > 3 * 3600e9)).toBe(true);
  });

  test("of a run that was interrupted or failed ends where it did", async () => {
    const whole = ofKind((await contactsOf(await planOf())).rows, "path");
    const { from_ns: beganNs = 0 } = whole.find(({ from_ns, to_ns }) => to_ns - from_ns >= 100e9) ?? {};
    const last = beganNs / 20e9 + 2;
    const abort = new AbortController();
    const options = {
      signal: abort.signal,
      onTick: (tick: number) => {
        if (tick === last) abort.abort();
      },
    };
    const { rows, dir } = await contactsOf(await planOf(), options);
    expect(openResults(dir).manifest.status).toBe("interrupted");
    const paths = ofKind(rows, "path");
    expect(paths.filter(({ from_ns }) => from_ns === beganNs)).toMatchObject([
      { open_at_end: true, to_ns: 20e9 * (last + 1) },
    ]);
    expect(ofKind(rows, "gsl").every(({ from_ns }) => from_ns <= 3600e9)).toBe(true);

    const plugin = definePlugin({
      name: "fails",
      setup(sim) {
        sim.on("tick", (world) => {
          if (world.tick === last + 1) throw new Error("enough");
        });
      },
    });
    const out = join(temporaryFolder(), "out");
    await expect(runScenario(await planOf(), { out, workers: 0, plugins: [{ plugin }] })).rejects.toThrow(
      "enough",
    );
    const failed = await rowsOf(out, "contacts");
    expect(ofKind(failed, "gsl")).toEqual(ofKind(rows, "gsl"));
    expect(ofKind(failed, "path").filter(({ from_ns }) => from_ns === beganNs)).toHaveLength(1);
  });
});

describe("settings that make no sense", () => {
  test.each([
    ["{ contactPlan: yes please }", "expected true, or settings such as { minDuration: 30 s }"],
    [
      "{ contactPlan: { sites: [Vienna, Quit] } }",
      'no site, shell, source, tier or satellite of its own name is called "Quit"; did you mean "Quito"?',
    ],
    [
      "{ contactPlan: { sites: shell } }",
      'expected sites that an entry of links.ground speaks for; "shell" has none',
    ],
    ["{ contactPlan: { minDuration: -1 s } }", 'expected a duration of at least 0 s; got "-1 s"'],
    ["{ contactPlan: { site: Vienna } }", 'unknown key "site"; did you mean "sites"?'],
  ])("%s", async (output, message) => {
    const [line, ...others] = await refusalOf(planOf(output));
    expect(line).toContain(message);
    expect(others).toEqual([]);
  });
});

const CATALOGUE = sharedPath("data/tle/starlink_6882.tle");

describe.skipIf(!CATALOGUE)("a catalogue of 6,882 satellites (needs ../shared: real catalogues)", () => {
  test("agrees with what the ticks see, for five sites over ten minutes", async () => {
    const plan = await loadScenarioText(`
name: catalogue
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 10 min, step: 1 min }
constellation: [{ tle: ${CATALOGUE} }]
ground: [{ cities: 5 }]
links:
  isl: { protocol: none, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, bandwidth: 1 Gbps }
output: { contactPlan: true }
`);
    const { rows } = await contactsOf(plan);
    expectOrder(rows);
    const { frames } = await openSky(plan.sky, [], 0);
    let compared = 0;
    for (let tick = 0; tick < 10; tick++) {
      const { links, timeNs } = await frames.next(tick, { version: 0, usable: undefined });
      const linked = Array.from({ length: links.count }, (_, i) => `${links.a[i]}-${links.b[i]}`);
      const told = rows.filter(({ from_ns, to_ns }) => from_ns <= timeNs && timeNs <= to_ns);
      expect(told.map(({ a, b }) => `${a}-${b}`).sort()).toEqual(linked.sort());
      compared += linked.length;
    }
    expect(compared).toBeGreaterThan(500);
  });
});
