import type { ServicePlans } from "../services/service-plans.js";
import type { Draft } from "./draft.js";
import { loadCompute } from "./load-compute.js";
import { loadEnergy } from "./load-energy.js";
import { loadFaults } from "./load-faults.js";
import { loadNetwork } from "./load-network.js";
import { loadTraffic } from "./load-traffic.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { View } from "./view.js";

/** The parts of the resolved scenario that services read. */
export interface ServiceViews {
  readonly network: View;
  readonly traffic: readonly View[];
  readonly faults: readonly View[];
  readonly compute?: View;
  readonly energy?: View;
}

/** Resolves what the scenario says of services; undefined where that cannot be read. */
export async function loadServices(
  loading: Loading,
  draft: Draft,
  names: NodeNames,
): Promise<{ plans: ServicePlans; views: ServiceViews } | undefined> {
  const network = draft.network && (await loadNetwork(loading, draft.network, names));
  const compute = draft.compute && (await loadCompute(loading, draft.compute, names));
  const energy = draft.energy && (await loadEnergy(loading, draft.energy, names));
  const faults = await loadFaults(loading, draft.faults, names, draft.time?.durationNs);
  const traffic = await loadTraffic(loading, draft.traffic, names, draft.time?.durationNs);
  if (network === undefined) return undefined;
  return {
    plans: {
      network: network.plan,
      traffic: traffic.plan,
      faults: faults.plan,
      ...(compute && { compute: compute.plan }),
      ...(energy && { energy: energy.plan }),
    },
    views: {
      network: network.view,
      traffic: traffic.views,
      faults: faults.views,
      ...(compute && { compute: compute.view }),
      ...(energy && { energy: energy.view }),
    },
  };
}
