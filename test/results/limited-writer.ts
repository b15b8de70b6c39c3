import { createResultsFolder } from "../../results/index.js";

/** Run as a process of its own under a limit on file sizes: the third part is too large for it. */
const results = createResultsFolder(process.argv[2], { partRows: 1 });
try {
  for (const [seq, size] of [1_000, 1_000, 1_000_000].entries()) {
    results.tables.events.append({ time_ns: seq, seq, kind: "k", subject: "s", data: "x".repeat(size) });
  }
} catch (error) {
  await results.close("failed");
  const { name, message } = error as Error;
  console.log(JSON.stringify({ name, message }));
}
