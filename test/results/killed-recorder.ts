import { createResultsFolder } from "../../results/index.js";
import { headOf, tinyFrame } from "../support/recorded-ticks.js";

/** Run as a process of its own: records 45 frames, of which 40 are sealed, and is killed on the spot. */
const results = createResultsFolder(process.argv[2], { frames: { head: headOf(5), threaded: false } });
for (let tick = 0; tick < 45; tick++) {
  results.frames?.append(tinyFrame(tick));
  if (tick === 39) results.seal();
}
process.kill(process.pid, "SIGKILL");
