import type { ServiceSpec } from "../../index.js";
import type { DemandConfig } from "./config.js";

/** What an entry takes of its node, as the compute service is asked. */
export function demandOf({ cores, memory, storage, accelerators }: DemandConfig): Omit<ServiceSpec, "name"> {
  return { cores, memoryMb: memory, storageMb: storage, accelerators };
}
