import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { LinkTable } from "../../../routing/link-table.js";
import { HandoverTracker } from "../../../sim/host/handovers.js";
import { SummaryBuilder } from "../../../sim/run-summary.js";
import { smallPlan } from "../../support/plans.js";
import { recordSmall } from "../../support/run-small.js";

/** A table of ground links, given as `[satellite, site]` in the order of a table, after one ISL. */
function tableOf(gsls: readonly (readonly [number, number])[]): LinkTable {
  const pairs = [[0, 1] as const, ...gsls];
  return {
    islCount: 1,
    gslCount: gsls.length,
    fixedCount: 0,
    count: pairs.length,
    a: Uint32Array.from(pairs, ([a]) => a),
    b: Uint32Array.from(pairs, ([, b]) => b),
    lengthKm: new Float64Array(pairs.length),
    linkClass: new Uint16Array(pairs.length),
    fixedLatencyMs: new Float64Array(0),
  };
}

const gsl = fc.record({
  satellite: fc.nat(7),
  site: fc.integer({ min: 8, max: 10 }),
  struck: fc.boolean(),
});
const gsls = fc.uniqueArray(gsl, {
  maxLength: 16,
  selector: ({ satellite, site }) => `${satellite}-${site}`,
});

describe("handovers of a tick", () => {
  test("pair what each site lost with what it gained, in the order of ids", () => {
    fc.assert(
      fc.property(fc.array(gsls, { minLength: 1, maxLength: 6 }), (ticks) => {
        const tracker = new HandoverTracker();
        let before: ReadonlySet<string> | undefined;
        for (const links of ticks) {
          const inOrder = [...links].sort((p, q) => p.satellite - q.satellite || p.site - q.site);
          const table = tableOf(inOrder.map(({ satellite, site }) => [satellite, site]));
          const struck = Uint8Array.of(0, ...inOrder.map((link) => Number(link.struck)));
          const now = new Set(
            inOrder.filter((link) => !link.struck).map(({ satellite, site }) => `${satellite}-${site}`),
          );
          const expected = [];
          for (const site of before === undefined ? [] : [8, 9, 10]) {
            const of = (set: ReadonlySet<string>, other: ReadonlySet<string>) =>
              [0, 1, 2, 3, 4, 5, 6, 7].filter(
                (id) => set.has(`${id}-${site}`) && !other.has(`${id}-${site}`),
              );
            const lost = of(before ?? now, now);
            const gained = of(now, before ?? now);
            for (let i = 0; i < Math.min(lost.length, gained.length); i++) {
              expected.push({ site, from: lost[i], to: gained[i] });
            }
          }
          expect(tracker.update(table, struck)).toEqual(expected);
          before = now;
        }
      }),
    );
  });
});

describe("handovers of a run", () => {
  test("are events that plugins hear, as many as the rows of the topology count", async () => {
    const heard: string[] = [];
    const order: string[] = [];
    const { events, topology, plan } = await recordSmall(
      (sim) => {
        sim.on("handover", ({ subject, data, timeNs }) => {
          const { site, from, to } = data as { site: number; from: number; to: number };
          expect(sim.world.names.at(site)).toBe(subject);
          const { links } = sim.world;
          const linked = Array.from({ length: links.gslCount }, (_, i) => links.islCount + i)
            .filter((i) => links.b[i] === site)
            .map((i) => links.a[i]);
          expect(linked).toContain(to);
          expect(linked).not.toContain(from);
          heard.push(`${timeNs} ${subject}`);
          order.push("handover");
        });
        sim.on("tick", () => order.push("tick"));
      },
      ["links.ground.links=2"],
    );
    const handovers = events.filter(({ kind }) => kind === "handover");
    expect(handovers.length).toBeGreaterThan(3);
    expect(heard).toEqual(handovers.map(({ timeNs, subject }) => `${timeNs} ${subject}`));
    for (const { timeNs, handovers: count } of topology) {
      expect(handovers.filter((event) => event.timeNs === timeNs)).toHaveLength(count);
    }
    // At an instant, before the ticks' own handlers, and by site.
    expect(order.at(-1)).toBe("tick");
    const sites = handovers.map(({ timeNs, data }) => [timeNs, data.site as number]);
    expect(sites).toEqual([...sites].sort((p, q) => p[0] - q[0] || p[1] - q[1]));

    const summary = new SummaryBuilder(plan);
    for (const row of topology) summary.topology(row);
    const { sites: seen, topology: totals } = summary.build([], []);
    expect(seen.map(({ name }) => name)).toEqual(plan.nodeNames.slice(96));
    for (const { name, handovers: count } of seen) {
      expect(count).toBe(handovers.filter(({ subject }) => subject === name).length);
    }
    expect(totals.handovers).toBe(handovers.length);
  });

  test("are found by a run that nobody records, too", async () => {
    const { Simulation } = await import("../../../index.js");
    const { acting } = await import("../../support/run-small.js");
    let heard = 0;
    const plugin = acting((sim) => {
      sim.on("handover", () => heard++);
    });
    const simulation = await Simulation.create(await smallPlan(), { plugins: [plugin] });
    await simulation.run();
    expect(heard).toBeGreaterThan(0);
  });
});
