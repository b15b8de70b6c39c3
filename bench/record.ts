import { openFrames } from "../index.js";
import type { BenchRow } from "./bench-row.js";
import { hourPlan, runRecorded, timingOf, withFolder } from "./recorded-hour.js";

/** What recording frames costs a run of 6,882 satellites over an hour at 10 s, and how large the file gets. */
export async function benchRecord(): Promise<BenchRow[]> {
  return withFolder(async (folder) => {
    const plan = await hourPlan();
    const { tickCount } = plan.time;
    // Compiles everything.
    await runRecorded(await hourPlan("5 min"), folder, "here");
    const bare = await runRecorded(plan, folder, "not");
    const rows: BenchRow[] = [];
    for (const how of ["in a thread", "here"] as const) {
      const run = await runRecorded(plan, folder, how);
      const share = (100 * run.recordMs) / run.runMs;
      rows.push({
        name: `a tick of a run that records frames ${how === "here" ? "in the main thread" : how}: the main thread spends ${share.toFixed(1)} % of its time on that`,
        medianMs: run.runMs / tickCount,
        spreadMs: [run.runMs / tickCount, run.runMs / tickCount],
        yardstick: {
          name: "a run that does not",
          medianMs: bare.runMs / tickCount,
          ratio: bare.runMs / run.runMs,
        },
        ...(how === "here" ? {} : { aim: "under 10 %" }),
      });
      rows.push({ name: "  of it handing a frame over", ...timingOf(run.appendMs) });
      const frames = openFrames(run.dir);
      const { file, frames: bytes } = frames.sizes;
      const raw = 8 * 3 * plan.sky.nodes.count * tickCount;
      frames.close();
      if (how === "here") continue;
      rows.push({
        name: `  its file: ${(file / 1e6).toFixed(1)} MB, ${(bytes / tickCount / 1e3).toFixed(1)} kB a tick (positions alone, as doubles: ${(raw / 1e6).toFixed(1)} MB)`,
        medianMs: 0,
        spreadMs: [0, 0],
      });
    }
    return rows;
  });
}
