/** The door of `databelt`: where function state is kept, as policies `databelt`, `random` and `stateless` of `serverless`. */
import { definePlugin } from "../../index.js";
import { Serverless } from "../serverless/index.js";
import { DatabeltSchema } from "./config.js";
import { stateConstraints } from "./constraints.js";
import { DecisionModel } from "./decision-model.js";
import { judgedPolicy } from "./judged-policy.js";
import { LiveTopology } from "./live-topology.js";
import { databeltPolicy } from "./policies/databelt.js";
import { randomPolicy } from "./policies/random.js";
import { statelessPolicy } from "./policies/stateless.js";
import { randomHosts } from "./random-hosts.js";
import { validate } from "./validate.js";

export default definePlugin({
  name: "databelt",
  description: "keeps function state ahead of its workflow: policies databelt, random and stateless",
  needs: ["serverless"],
  registers: { "serverless.state-policy": ["databelt", "random", "stateless"] },
  config: DatabeltSchema,
  validate,
  setup(sim, config) {
    const platform = sim.service(Serverless);
    const { refresh, horizon, lookAhead, wholeMs } = config;
    const live = new LiveTopology(sim, {
      refreshSeconds: refresh,
      horizonSeconds: lookAhead ? (horizon ?? refresh) : undefined,
      wholeMs,
    });
    const model = new DecisionModel(live, config);
    const constraints = stateConstraints(sim, { store: platform.store, model }, config.constraints);
    const central = config.stateless.node;
    const policies = [
      databeltPolicy(sim, model, { ...config, constraints }),
      randomPolicy(
        sim.random("databelt.random"),
        config.random.over === "path"
          ? { pathOf: model }
          : { hosts: randomHosts(sim, platform.store, config.random.hosts) },
      ),
      statelessPolicy(central === undefined ? undefined : sim.world.nodeId(central)),
    ];
    for (const policy of policies) platform.addStatePolicy(judgedPolicy(sim, model, policy));
  },
});
