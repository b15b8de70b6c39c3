import { expect, test } from "vitest";
import { exported } from "../support/exported.js";
import { load, scenarioText } from "../support/scenario-folder.js";

const RINGS = 5;
const SLOTS = 24;

function ringsScenario(): string {
  return scenarioText({
    constellation: `[{ sso: { name: dawn, rings: { from: 900 km, to: 1300 km, count: ${RINGS} }, satellitesPerRing: ${SLOTS}, localTimeOfNode: "06:00" } }]`,
    links:
      "{ isl: { protocol: rings, bandwidth: 20 Gbps }, ground: { protocol: all-visible, maxSlantRange: 2500 km, bandwidth: 4 Gbps } }",
  });
}

test("rings are exported as planes, each with its own altitude and inclination", async () => {
  const plan = await load(ringsScenario());
  const { files } = await exported(plan);
  const [layout, ...lines] = (files["tles.txt"] as string).trimEnd().split("\n");
  expect(layout).toBe(`${RINGS} ${SLOTS}`);
  expect(lines).toHaveLength(3 * RINGS * SLOTS);
  // Columns of a TLE's second line: inclination 9 to 16, mean anomaly 44 to 51, revolutions a day 53 to 63.
  const ofColumn = (from: number, to: number) =>
    Array.from({ length: RINGS * SLOTS }, (_, i) => Number((lines[3 * i + 2] as string).slice(from - 1, to)));
  const [inclination, anomaly, motion] = [ofColumn(9, 16), ofColumn(44, 51), ofColumn(53, 63)];
  for (let ring = 0; ring < RINGS; ring++) {
    const own = (column: number[]) => column.slice(ring * SLOTS, (ring + 1) * SLOTS);
    expect(new Set(own(motion)).size).toBe(1);
    expect(new Set(own(inclination)).size).toBe(1);
    expect(own(anomaly)).toEqual(Array.from({ length: SLOTS }, (_, slot) => (360 * slot) / SLOTS));
  }
  // Kepler's third law, WGS72: 900 km and 1,300 km up; sun-synchronous orbits lean further over the higher they are.
  const altitudeKm = (revolutions: number) =>
    (398600.8 / ((2 * Math.PI * revolutions) / 86400) ** 2) ** (1 / 3) - 6378.135;
  expect(altitudeKm(motion[0] as number)).toBeCloseTo(900, 2);
  expect(altitudeKm(motion.at(-1) as number)).toBeCloseTo(1300, 2);
  for (let i = SLOTS; i < inclination.length; i += SLOTS) {
    expect(inclination[i]).toBeGreaterThan(inclination[i - SLOTS] as number);
  }
});

test("a directory of rings is read again as so many planes", async () => {
  const { files } = await exported(await load(ringsScenario()));
  const text = scenarioText({
    constellation: "[{ hypatia: ./rings }]",
    links:
      "{ isl: { protocol: hypatia, bandwidth: 20 Gbps }, ground: { protocol: all-visible, bandwidth: 4 Gbps } }",
  }).replace(/^ground:.*\n/m, "");
  const again = await load(
    text,
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`rings/${name}`, content])),
  );
  expect(again.sky.nodes.shells).toMatchObject([
    { count: RINGS * SLOTS, layout: { planes: RINGS, slotsPerPlane: SLOTS } },
  ]);
});
