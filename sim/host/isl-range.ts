import type { IslPlanEntry } from "../../routing/link-plan.js";
import { shellGroups } from "../../routing/topology/shell-groups.js";

/** Protocols that link satellites of one shell only, so that links between shells are all `interShell`'s. */
const WITHIN_SHELLS: ReadonlySet<string> = new Set(["plus-grid", "brick-a", "brick-b", "ring"]);

/** How far apart two linked satellites of an entry may be: where the entry has `interShell`, it depends on their shells. */
export class IslRange {
  readonly #satelliteCount: number;
  /** By entry with `interShell`: the group of each satellite. */
  readonly #groups = new Map<IslPlanEntry, Int32Array>();

  constructor(satelliteCount: number) {
    this.#satelliteCount = satelliteCount;
  }

  /** Kilometres. Where both the protocol and `interShell` could have made a link, the wider of their ranges. */
  maxKm(plan: IslPlanEntry, a: number, b: number): number {
    const { entry, interShell, protocol } = plan;
    if (interShell === undefined) return entry.maxRangeKm;
    const groupOf = this.#groupsOf(plan);
    if (groupOf[a] === groupOf[b]) return entry.maxRangeKm;
    return protocol.ref.url === undefined && WITHIN_SHELLS.has(protocol.ref.name)
      ? interShell.maxRangeKm
      : Math.max(entry.maxRangeKm, interShell.maxRangeKm);
  }

  #groupsOf(plan: IslPlanEntry): Int32Array {
    let groupOf = this.#groups.get(plan);
    if (groupOf === undefined) {
      ({ groupOf } = shellGroups(plan.entry.shells, this.#satelliteCount));
      this.#groups.set(plan, groupOf);
    }
    return groupOf;
  }
}
