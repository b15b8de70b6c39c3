import { LinkList } from "./link-list.js";

/**
 * What an entry chose at a tick, before strikes: what its protocol and its rules are handed at the next.
 * First what the protocol itself chose, then what the entry's `interShell` added.
 */
export type ChosenLinks = LinkList & {
  /** How many of the last links `interShell` added; absent: none. */
  readonly extraCount?: number;
  /**
   * For entries with a set-up time: since when, ns, each link has been chosen and admissible without a
   * break; Infinity for one that was struck.
   */
  readonly sinceNs?: Float64Array;
};

/** A copy of a list, with what belongs to it. */
export function chosenLinks(
  links: Pick<LinkList, "a" | "b" | "count">,
  extraCount: number,
  sinceNs: Float64Array | undefined,
): ChosenLinks {
  const { a, b, count } = links;
  const copy = new LinkList(0);
  copy.a = a.slice(0, count);
  copy.b = b.slice(0, count);
  copy.count = count;
  return Object.assign(copy, {
    ...(extraCount > 0 && { extraCount }),
    ...(sinceNs !== undefined && { sinceNs: sinceNs.slice(0, count) }),
  });
}

/** The links that the protocol itself chose; views of the same memory. */
export function ownLinks(chosen: ChosenLinks): LinkList {
  if (chosen.extraCount === undefined) return chosen;
  const own = new LinkList(0);
  own.a = chosen.a;
  own.b = chosen.b;
  own.count = chosen.count - chosen.extraCount;
  return own;
}
