import { type SatRec, sgp4 } from "satellite.js";
import type { ElementSets } from "../orbits/element-sets.js";
import { gmstRad } from "../orbits/gmst.js";
import { addNs, type Instant, secondsBetween } from "../orbits/instant.js";
import { epochOf, initialiseSatRec } from "../orbits/satrec.js";
import { createSgp4Ephemeris } from "../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../orbits/sgp4-tables.js";
import { walkerElements } from "../orbits/walker.js";
import { sharedPath } from "../test/support/shared.js";
import { elementsOfFile } from "../test/support/tle-columns.js";
import { type BenchRow, measure, measureByTurns } from "./bench-row.js";

/** 2024-12-15T13:00Z, near the epochs of the catalogue. */
const START: Instant = { day: 20072, secondOfDay: 13 * 3600 };
const STEP_NS = 10e9;
const SATELLITES = 20_646;

/** SGP4 and Earth-fixed positions of 20,646 satellites at one tick after another, on one core. */
export async function benchPropagation(): Promise<BenchRow[]> {
  const catalogue = sharedPath("data/tle/starlink_20646.tle");
  const elements = catalogue === undefined ? walkerOfSize(SATELLITES) : elementsOfFile(catalogue);
  const what = `${elements.count.toLocaleString("en")} satellites${catalogue === undefined ? " (Walker)" : ""}`;

  const preparing = measure(() => prepareSgp4(elements, START), { runs: 5, warmup: 2 });
  const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
  const ours = positionsBuffer(elements);
  const theirs = positionsBuffer(elements);
  const status = new Uint8Array(elements.count);
  const loop = libraryLoop(elements);
  const [kernel, library] = measureByTurns(
    [(run) => ephemeris.positionsAt(run * STEP_NS, ours, status), (run) => loop(run * STEP_NS, theirs)],
    { runs: 61, warmup: 20 },
  );
  requireSamePositions(ours, theirs, status);
  return [
    {
      name: `propagate + ECEF, ${what}`,
      ...kernel,
      yardstick: {
        name: "satellite.js sgp4 loop, rotated",
        medianMs: library.medianMs,
        ratio: library.medianMs / kernel.medianMs,
      },
      aim: "7.5 ms, 2.2 times as fast as the loop",
    },
    { name: `initialise SGP4, ${what} (once a run)`, ...preparing },
  ];
}

function positionsBuffer(elements: ElementSets): Float64Array {
  return new Float64Array(3 * elements.count);
}

/** The yardstick: satellite.js's `sgp4` for one record after another, each position turned by Greenwich's angle. */
function libraryLoop(elements: ElementSets): (timeNs: number, positionsKm: Float64Array) => void {
  const records: SatRec[] = [];
  const minutesToStart = new Float64Array(elements.count);
  for (let i = 0; i < elements.count; i++) {
    records.push(initialiseSatRec(elements, i));
    minutesToStart[i] = secondsBetween(epochOf(elements, i), START) / 60;
  }
  return (timeNs, positionsKm) => {
    const gmst = gmstRad(addNs(START, timeNs));
    const cos = Math.cos(gmst);
    const sin = Math.sin(gmst);
    const minutes = timeNs / 60e9;
    for (let i = 0; i < records.length; i++) {
      const state = sgp4(records[i], minutesToStart[i] + minutes);
      if (state === null) continue;
      const { x, y, z } = state.position;
      positionsKm[3 * i] = cos * x + sin * y;
      positionsKm[3 * i + 1] = cos * y - sin * x;
      positionsKm[3 * i + 2] = z;
    }
  };
}

/** A comparison of speed counts only between equal results. */
function requireSamePositions(ours: Float64Array, theirs: Float64Array, status: Uint8Array): void {
  for (let i = 0; i < status.length; i++) {
    if (status[i] !== 0) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++) {
      if (!(Math.abs(ours[k] - theirs[k]) < 1e-9)) {
        throw new Error(`satellite ${i}: ${ours[k]} km, but satellite.js says ${theirs[k]} km`);
      }
    }
  }
}

function walkerOfSize(count: number): ElementSets {
  return walkerElements(
    {
      name: "bench",
      type: "delta",
      planes: 1,
      slotsPerPlane: count,
      altitudeKm: 550,
      inclinationDeg: 53,
      phasing: 0,
    },
    START,
  );
}
