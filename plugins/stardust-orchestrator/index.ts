/** The door of `stardust-orchestrator`: deployments of services, tasks and workflows, as Stardust has them. */
import { definePlugin } from "../../index.js";
import { OrchestratorSchema } from "./config.js";
import { Orchestrator } from "./orchestrator.js";
import { Submissions } from "./submissions.js";
import { validate } from "./validate.js";

export default definePlugin({
  name: "stardust-orchestrator",
  description:
    "places services, tasks and workflows by resources and latency bounds, and again when a bound breaks",
  config: OrchestratorSchema,
  validate,
  setup(sim, config) {
    const orchestrator = new Orchestrator(sim, config);
    new Submissions(sim, orchestrator, config).schedule();
    sim.on("tick", () => orchestrator.check());
  },
});
