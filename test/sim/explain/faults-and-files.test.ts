import { expect, test } from "vitest";
import {
  definePlugin,
  type LinkExplanation,
  loadScenario,
  loadScenarioText,
  type PluginSim,
  Simulation,
  type World,
  worldAt,
} from "../../../index.js";
import { ROOT } from "../../support/command.js";
import { makeFolder } from "../../support/scenario-folder.js";
import { elevationDeg } from "../../support/verify-explanation.js";

const SHELL =
  "{ name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 12, satellitesPerPlane: 16, phasing: 1 }";
const GRID = "protocol: plus-grid, bandwidth: 20 Gbps, offset: 0, seamOffset: 0";

function scenario(isl: string, ground = "[{ cities: 10 }]"): string {
  return `
name: explained
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 2 min, step: 10 s }
constellation: [{ walker: ${SHELL} }]
ground: ${ground}
links:
  isl: { ${isl} }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 10 deg }
`;
}

/** Runs a scenario with a plugin that looks at every tick, and may act. */
async function watch(
  text: string,
  look: (world: World) => void,
  act?: (sim: PluginSim) => void,
): Promise<void> {
  const plugin = definePlugin({
    name: "watch",
    setup(sim) {
      sim.on("tick", look);
      act?.(sim);
    },
  });
  const simulation = await Simulation.create(await loadScenarioText(text), { plugins: [{ plugin }] });
  await simulation.run();
}

function constraintsOf(told: LinkExplanation) {
  return told.exists ? [] : told.constraints;
}

test("a node that goes down is named: at once during the tick, and then before each tick until it is back", async () => {
  const seen: string[] = [];
  const look = (world: World) => {
    const told = world.explain.link(0, 1);
    seen.push(told.exists ? "there" : told.text.replace(/^.*network: /, ""));
  };
  await watch(
    scenario(GRID),
    (world) => world.tick < 5 && look(world),
    (sim) => {
      sim.schedule(15, () => sim.setNodeUsable(1, false));
      sim.schedule(16, () => look(sim.world));
      sim.schedule(25, () => sim.setNodeUsable(1, true));
    },
  );
  expect(seen).toEqual([
    "there",
    "there",
    "taken down during the tick",
    "taken down before the tick",
    "there",
    "there",
  ]);
});

test("a link that a fault has down is told apart from its nodes", async () => {
  const seen: string[][] = [];
  await watch(
    scenario(GRID),
    (world) => {
      seen.push(constraintsOf(world.explain.link(1, 0)).map(({ kind }) => kind));
      expect(world.explain.link(1, 2).exists).toBe(true);
    },
    (sim) => {
      sim.schedule(15, () => sim.setLinkUsable(0, 1, false));
      sim.schedule(35, () => sim.setLinkUsable(0, 1, true));
    },
  );
  expect(seen.slice(0, 6)).toEqual([[], [], ["link-fault"], ["link-fault"], [], []]);
});

test("a link that is being set up says since when and until when", async () => {
  const seen: string[] = [];
  await watch(
    scenario(`${GRID}, setupTime: 25 s`),
    (world) => {
      const told = world.explain.link(0, 1);
      const [first] = constraintsOf(told);
      if (told.exists) seen.push("there");
      else if (first.kind === "setting-up") seen.push(`${first.sinceSeconds} to ${first.readySeconds}`);
      else seen.push(first.kind);
    },
    (sim) => {
      sim.schedule(15, () => sim.setNodeUsable(1, false));
      sim.schedule(25, () => sim.setNodeUsable(1, true));
    },
  );
  expect(seen.slice(0, 8)).toEqual([
    "there",
    "there",
    "unusable",
    "30 to 55",
    "30 to 55",
    "30 to 55",
    "there",
    "there",
  ]);
});

test("a terminal that turns too fast is named with its rate, and all the others stay below the limit", async () => {
  const plan = await loadScenarioText(scenario(`${GRID}, maxTurnRate: 0.07 deg/s`));
  const free = await loadScenarioText(scenario(GRID));
  const [world, all] = [await worldAt(plan, 6), await worldAt(free, 6)];
  let struck = 0;
  for (let i = 0; i < all.links.islCount; i++) {
    const told = world.explain.link(all.links.a[i], all.links.b[i]);
    if (told.exists) continue;
    struck++;
    for (const each of told.constraints) {
      if (each.kind !== "turns-too-fast") throw new Error(`unexpected ${each.kind}`);
      expect(each.degPerS).toBeGreaterThan(0.07);
      expect(each.limitDegPerS).toBe(0.07);
    }
  }
  expect(struck).toBe(all.links.islCount - world.links.islCount);
  expect(struck).toBeGreaterThan(0);
  expect(struck).toBeLessThan(all.links.islCount);
});

test("a mask by azimuth is read at the satellite's own azimuth", async () => {
  const mask = "[{ azimuth: 0 deg, elevation: 10 deg }, { azimuth: 180 deg, elevation: 60 deg }]";
  const ground = `[{ name: Valley, latitude: 30 deg, longitude: 0 deg, mask: ${mask} }]`;
  const plan = await loadScenarioText(scenario(GRID, ground));
  const world = await worldAt(plan, 0);
  const site = world.siteId("Valley");
  const masks = new Set<string>();
  for (let satellite = 0; satellite < site; satellite++) {
    const told = world.explain.link(satellite, site);
    for (const each of constraintsOf(told)) {
      if (each.kind !== "below-mask") continue;
      // Straight lines between the points: 50 degrees over half a turn, the same on both sides.
      const fromNorth = Math.min(each.azimuthDeg, 360 - each.azimuthDeg);
      expect(each.maskDeg).toBeCloseTo(10 + (50 * fromNorth) / 180, 9);
      expect(each.elevationDeg).toBeCloseTo(elevationDeg(world.positionsKm, site, satellite), 6);
      expect(each.elevationDeg).toBeLessThan(each.maskDeg);
      masks.add(each.maskDeg.toFixed(0));
    }
  }
  expect(masks.size).toBeGreaterThan(10);
});

test("links of a static network are there by its file and its schedule", async () => {
  const plan = await loadScenario("scenarios/line.yaml", { cwd: ROOT });
  const world = await worldAt(plan, 55);
  const [field, first, second, third] = ["field", "relay-1", "relay-2", "relay-3"].map((name) =>
    world.siteId(name),
  );
  const there = world.explain.link(first, field);
  expect(there).toMatchObject({ exists: true, link: { kind: "fixed", protocol: null, entry: null } });
  expect(constraintsOf(world.explain.link(third, second))).toEqual([{ kind: "off-schedule" }]);
  expect(constraintsOf(world.explain.link(first, third))).toMatchObject([{ kind: "not-in-network-file" }]);
  const later = await worldAt(plan, 65);
  expect(later.explain.link(third, second).exists).toBe(true);
});

test("what a user's own protocol leaves out is its choice, unless a rule decides before it", async () => {
  const folder = makeFolder({
    "pairs.mjs": `
      export default {
        kind: "link-protocol",
        name: "pairs",
        setup: ({ entry }) => (tick, links) => {
          for (let i = 0; i + 1 < entry.members.length; i += 2) links.add(entry.members[i], entry.members[i + 1]);
          links.add(0, 100);
        },
      };
    `,
    "scenario.yaml": scenario("protocol: ./pairs.mjs, bandwidth: 20 Gbps"),
  });
  const world = await worldAt(await loadScenario("scenario.yaml", { cwd: folder }), 0);
  expect(world.explain.link(0, 1).exists).toBe(true);
  expect(constraintsOf(world.explain.link(1, 2))).toEqual([{ kind: "not-chosen", protocol: "./pairs.mjs" }]);
  expect(constraintsOf(world.explain.link(0, 100))).toMatchObject([{ kind: "behind-earth" }]);
});

test("nodes that do not exist are refused", async () => {
  const world = await worldAt(await loadScenarioText(scenario(GRID)), 0);
  expect(() => world.explain.link(0, 5000)).toThrow(RangeError);
  expect(() => world.explain.route(-1, 0)).toThrow("no node -1; ids are 0 to 201");
});
