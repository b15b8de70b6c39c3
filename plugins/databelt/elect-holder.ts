import type { PathNode } from "./reversed-path.js";

/** A node that may hold a state. */
export interface Candidate extends PathNode {
  /** What the policy takes moving the state there to last. */
  readonly migrationMs: number;
  /** The way there, from where the state is made. */
  readonly way: readonly number[];
}

/** What a node must fulfil to hold a state. */
export interface Constraint<Write> {
  readonly name: string;
  holds(candidate: Candidate, write: Write): boolean;
}

export interface Election {
  /** Undefined where no node fulfils all constraints: the state then stays where it was made. */
  readonly holder: Candidate | undefined;
  /** The first constraint that each of the nodes before it broke, in the order in which they were looked at. */
  readonly refused: readonly { readonly node: number; readonly because: string }[];
}

/**
 * Takes the first node of a path that fulfils every constraint. The path is read as it stands: reversed, the node nearest to
 * the destination comes first.
 *
 * @param reversed as `reversedPath` gives it
 * @param fromDestination false: begins at the source instead (Databelt without its path reversal)
 */
export function electHolder<Write>(
  reversed: readonly PathNode[],
  write: Write,
  constraints: readonly Constraint<Write>[],
  options: { readonly fromDestination: boolean; readonly migrationMs: (latencyMs: number) => number },
): Election {
  const refused: { node: number; because: string }[] = [];
  const last = reversed.length - 1;
  for (let i = 0; i <= last; i++) {
    const place = options.fromDestination ? i : last - i;
    const { node, latencyMs } = reversed[place];
    const candidate: Candidate = {
      node,
      latencyMs,
      migrationMs: options.migrationMs(latencyMs),
      get way() {
        return reversed
          .slice(place)
          .map((each) => each.node)
          .reverse();
      },
    };
    const broken = constraints.find((constraint) => !constraint.holds(candidate, write));
    if (broken === undefined) return { holder: candidate, refused };
    refused.push({ node, because: broken.name });
  }
  return { holder: undefined, refused };
}
