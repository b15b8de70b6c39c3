/** How `orderByNeeds` looks at its items, and whom it tells what stands in the way. */
export interface Needs<T> {
  nameOf(item: T): string;
  needsOf(item: T): readonly string[];
  /** Who answers a need. */
  find(name: string): T | undefined;
  onMissing(item: T, need: string): void;
  /** @param circle names from an item back to itself */
  onCircle(item: T, circle: readonly string[]): void;
}

/** Puts items after those that they need, otherwise as given. Each circle is told once. */
export function orderByNeeds<T>(items: readonly T[], needs: Needs<T>): T[] {
  const ordered = new Set<T>();
  const visit = (item: T, trail: readonly T[]): void => {
    if (ordered.has(item)) return;
    const at = trail.indexOf(item);
    if (at !== -1) {
      needs.onCircle(
        item,
        [...trail.slice(at), item].map((each) => needs.nameOf(each)),
      );
      return;
    }
    for (const need of needs.needsOf(item)) {
      const other = needs.find(need);
      if (other === undefined) needs.onMissing(item, need);
      else visit(other, [...trail, item]);
    }
    ordered.add(item);
  };
  for (const item of items) visit(item, []);
  return [...ordered];
}
