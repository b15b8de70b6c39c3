import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportHypatia, type HypatiaExport } from "../../sim/export/export-hypatia.js";
import { loadScenarioText } from "../../sim/scenario/load-scenario.js";
import { filesOf, fstateRows, replayFstates } from "../support/hypatia-directory.js";
import { sharedPath } from "../support/shared.js";

const FOLDER = sharedPath("data/hypatia-kuiper-k1");
const STATES = ["fstate_0.txt", "fstate_100000000.txt"];
const FIRST_STATION = 1156;

function scenario(folder: string, ground: string): string {
  return `
name: kuiper
seed: 1
time: { start: 2000-01-01T00:00:00Z, duration: 200 ms, step: 100 ms }
constellation: [{ hypatia: ${folder} }]
links:
  isl: { protocol: hypatia, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, ${ground}bandwidth: 1 Gbps }
`;
}

describe.skipIf(!FOLDER)("Kuiper K1 (needs ../shared: Hypatia's forwarding state)", () => {
  const given = FOLDER as string;
  const work = FOLDER === undefined ? "" : mkdtempSync(join(tmpdir(), "starbelt-kuiper-"));
  let result: HypatiaExport;
  let files: Record<string, string>;

  beforeAll(async () => {
    const plan = await loadScenarioText(scenario(given, "maxSlantRange: 1260 km, "));
    result = await exportHypatia(plan, { out: join(work, "once") });
    files = filesOf(join(work, "once"));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test("the state at the start and the changes at 100 ms are Hypatia's, line by line", () => {
    for (const name of STATES) {
      const theirs = fstateRows(readFileSync(join(given, name), "utf8"));
      const ours = fstateRows(files[name] as string);
      const differing = theirs.filter((row, i) => row.join() !== ours[i]?.join());
      expect(differing).toEqual([]);
      expect(ours).toHaveLength(theirs.length);
    }
    expect([result.entries, result.changes]).toEqual([125_500, 130]);
  });

  test("hops and RTT of the 9,900 ordered pairs are as published", () => {
    expect(result.routes.pairs).toBe(9900);
    expect(result.routes.reachable).toBe(9900);
    expect(result.routes.meanHops?.toFixed(4)).toBe("9.0164");
    expect(result.routes.meanRttMs?.toFixed(4)).toBe("69.8178");
    expect(result.routes.maxRttMs?.toFixed(4)).toBe("160.9339");
  });

  test("the directory comes back: satellites, links and interfaces to the byte, stations but for x, y and z", () => {
    for (const name of ["tles.txt", "isls.txt", "gsl_interfaces_info.txt"]) {
      expect(files[name] === readFileSync(join(given, name), "utf8")).toBe(true);
    }
    const rows = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => line.split(","));
    const theirs = rows(readFileSync(join(given, "ground_stations.txt"), "utf8"));
    for (const [i, row] of rows(files["ground_stations.txt"] as string).entries()) {
      expect(row.slice(0, 5)).toEqual(theirs[i]?.slice(0, 5));
      // Theirs are of places with more decimals than the file has.
      for (const axis of [5, 6, 7])
        expect(Math.abs(Number(row[axis]) - Number(theirs[i]?.[axis]))).toBeLessThan(0.05);
    }
  });

  test("read again, by description.txt alone, it gives the same directory and state", async () => {
    const plan = await loadScenarioText(scenario(join(work, "once"), ""));
    expect(plan.warnings).toEqual([]);
    await exportHypatia(plan, { out: join(work, "twice") });
    expect(filesOf(join(work, "twice"))).toEqual(files);
  });

  test("two ticks of a state lead from each station to each other, over satellites only", () => {
    for (const state of replayFstates(STATES.map((name) => files[name] as string))) {
      for (let from = FIRST_STATION; from < FIRST_STATION + 100; from += 9) {
        for (let to = FIRST_STATION; to < FIRST_STATION + 100; to++) {
          let at = from;
          for (let hops = 0; at !== to; hops++) {
            expect(hops).toBeLessThan(40);
            at = state.get(`${at},${to}`)?.[2] as number;
            expect(at === to || at < FIRST_STATION).toBe(true);
          }
        }
      }
    }
  });

  test("without a file, or with a link to nowhere, it is refused", async () => {
    const copy = join(work, "broken");
    mkdirSync(copy);
    for (const name of ["tles.txt", "isls.txt", "ground_stations.txt"]) {
      const more = name === "isls.txt" ? "3 1156\n" : "";
      writeFileSync(join(copy, name), readFileSync(join(given, name), "utf8") + more);
    }
    const isls = join(copy, "isls.txt");
    await expect(loadScenarioText(scenario(copy, "maxSlantRange: 1260 km, "))).rejects.toThrow(
      `${isls}:2313:3: no satellite has the id 1156; ids of satellites are 0 to 1155`,
    );
    rmSync(isls);
    await expect(loadScenarioText(scenario(copy, "maxSlantRange: 1260 km, "))).rejects.toThrow(
      `scenario:5:28: cannot read "${isls}": no such file`,
    );
  });
});
