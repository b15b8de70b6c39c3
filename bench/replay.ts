import { performance } from "node:perf_hooks";
import { openFrames } from "../index.js";
import { createSky, decodeFrame, encodeFrame, prepareSky } from "../workers/index.js";
import type { BenchRow } from "./bench-row.js";
import { hourPlan, runRecorded, timingOf, withFolder } from "./recorded-hour.js";

const RANDOM_TICKS = 60;

/** What a tick's positions and links take from a recording of 6,882 satellites, in order and at random. */
export async function benchReplay(): Promise<BenchRow[]> {
  return withFolder(async (folder) => {
    const plan = await hourPlan();
    const { tickCount, stepNs } = plan.time;
    const { dir } = await runRecorded(plan, folder, "in a thread");
    const sky = await createSky(prepareSky(plan.sky, []));
    const frames = openFrames(dir);
    for (let tick = 0; tick < 64; tick++) frames.frame(tick);

    const read: number[] = [];
    const made: number[] = [];
    const { positionsKm, status } = sky.positionsAt(0);
    for (let tick = 0; tick < tickCount; tick++) {
      read.push(timed(() => frames.frame(tick)));
      made.push(
        timed(() => {
          sky.propagate(tick * stepNs, positionsKm, status, 0, plan.sky.nodes.satelliteCount);
          decodeFrame(encodeFrame(sky.frame(tick, positionsKm, status, undefined, undefined)));
        }),
      );
    }
    const jumps: number[] = [];
    // A full cycle through the ticks in a scattered order.
    for (let i = 0, tick = 0; i < RANDOM_TICKS; i++, tick = (tick + 7 * 19) % tickCount)
      jumps.push(timed(() => frames.frame(tick)));
    frames.close();
    const inOrder = timingOf(read);
    const making = timingOf(made);
    return [
      {
        name: "a tick's positions and links from a recording, in order",
        ...inOrder,
        yardstick: {
          name: "propagate and build links",
          medianMs: making.medianMs,
          ratio: making.medianMs / inOrder.medianMs,
        },
        aim: "under 1 ms",
      },
      { name: "any tick, at random", ...timingOf(jumps), aim: "under 20 ms" },
    ];
  });
}

function timed(action: () => void): number {
  const begin = performance.now();
  action();
  return performance.now() - begin;
}
