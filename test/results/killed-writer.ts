import { createResultsFolder } from "../../results/index.js";
import { route } from "./rows.js";

/** Run as a process of its own: writes 255 rows, of which 250 are sealed, and is killed on the spot. */
const results = createResultsFolder(process.argv[2], { partRows: 50 });
for (let tick = 0; tick < 255; tick++) results.tables.routes.append(route(tick));
process.kill(process.pid, "SIGKILL");
