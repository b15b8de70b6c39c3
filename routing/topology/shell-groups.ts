import type { Shell } from "../nodes.js";

/** Which satellites count as one shell where shells are linked with one another. */
export interface ShellGroups {
  readonly count: number;
  /** Group of each satellite; -1 for those of no shell here. */
  readonly groupOf: Int32Array;
}

/**
 * The shells as they are; one whose planes were inferred counts as the shells that were found in it, and whoever
 * was left out as one more.
 */
export function shellGroups(shells: readonly Shell[], satelliteCount: number): ShellGroups {
  const groupOf = new Int32Array(satelliteCount).fill(-1);
  let groups = 0;
  for (const { first, count, inferred } of shells) {
    if (inferred === undefined) {
      groupOf.fill(groups++, first, first + count);
      continue;
    }
    const leftOut = groups + inferred.shells.length;
    let anyLeftOut = 0;
    for (let i = 0; i < count; i++) {
      const shell = inferred.shellOf[i];
      groupOf[first + i] = shell < 0 ? leftOut : groups + shell;
      if (shell < 0) anyLeftOut = 1;
    }
    groups = leftOut + anyLeftOut;
  }
  return { count: groups, groupOf };
}
