import { createResultsFolder } from "../../results/index.js";
import { headOf, tinyFrame } from "../support/recorded-ticks.js";

/** Run as a process of its own under a limit on file sizes, which the frames exceed. */
const frames = { head: headOf(400), threaded: process.argv[3] === "true" };
const results = createResultsFolder(process.argv[2], { frames });
try {
  for (let tick = 0; tick < 100; tick++) {
    results.frames?.append(tinyFrame(tick, 400));
    results.seal();
  }
} catch (error) {
  await results.close("failed");
  const { name, message } = error as Error;
  console.log(JSON.stringify({ name, message }));
}
