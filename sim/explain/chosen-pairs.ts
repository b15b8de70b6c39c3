import type { ChosenLinks } from "../../routing/chosen-links.js";

const NOBODY: readonly number[] = [];

/** What one entry of the link plan chose at a tick, before strikes, by node. */
export class ChosenPairs {
  readonly chosen: ChosenLinks;
  /** Links that the protocol itself chose; those after them its `interShell` added. */
  readonly ownCount: number;
  readonly #own = new Map<number, number[]>();
  readonly #extra = new Map<number, number[]>();

  constructor(chosen: ChosenLinks) {
    this.chosen = chosen;
    this.ownCount = chosen.count - (chosen.extraCount ?? 0);
    const { a, b, count } = chosen;
    for (let i = 0; i < count; i++) {
      const into = i < this.ownCount ? this.#own : this.#extra;
      note(into, a[i], b[i]);
      note(into, b[i], a[i]);
    }
  }

  /** Partners that the protocol chose for a node, each once. */
  own(node: number): readonly number[] {
    return this.#own.get(node) ?? NOBODY;
  }

  /** Partners that `interShell` added. */
  extra(node: number): readonly number[] {
    return this.#extra.get(node) ?? NOBODY;
  }

  /** Whether the pair was chosen, and by whom. */
  has(a: number, b: number): "own" | "extra" | undefined {
    if (this.own(a).includes(b)) return "own";
    return this.extra(a).includes(b) ? "extra" : undefined;
  }

  /** Place of a chosen pair in the list. */
  find(a: number, b: number): number {
    const { chosen } = this;
    for (let i = 0; i < chosen.count; i++) {
      if ((chosen.a[i] === a && chosen.b[i] === b) || (chosen.a[i] === b && chosen.b[i] === a)) return i;
    }
    return -1;
  }
}

function note(partners: Map<number, number[]>, node: number, other: number): void {
  const known = partners.get(node);
  if (known === undefined) partners.set(node, [other]);
  else if (!known.includes(other)) known.push(other);
}
