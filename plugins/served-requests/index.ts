/** The door of `served-requests`: where the requests of a scenario's traffic are answered, how fast, and from what power. */
import { definePlugin, z } from "../../index.js";
import { PowerMeter } from "./power-meter.js";
import { reportRequests } from "./report.js";
import { RequestLedger } from "./request-ledger.js";

export default definePlugin({
  name: "served-requests",
  description: "where requests are answered, with what latency, and from what power: metrics and tables",
  config: z.strictObject({}),
  setup(sim) {
    const ledger = new RequestLedger(sim, new PowerMeter(sim));
    reportRequests(sim, ledger);
  },
});
