/** A step, as far as its order goes. */
interface Ordered {
  readonly name: string;
  /** Names of steps; those that no step has do not count. */
  readonly after: readonly string[];
}

/**
 * Steps in an order in which each comes after those that it names, otherwise as given; or the names of a cycle, the
 * first one at its end again, each waiting for the one after it in the list.
 */
export function orderSteps<T extends Ordered>(steps: readonly T[]): { order: T[] } | { cycle: string[] } {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const order = new Set<T>();
  const trail: T[] = [];

  function visit(step: T): string[] | undefined {
    if (order.has(step)) return undefined;
    const at = trail.indexOf(step);
    if (at >= 0) return [...trail.slice(at), step].map(({ name }) => name);
    trail.push(step);
    for (const name of step.after) {
      const before = byName.get(name);
      const cycle = before && visit(before);
      if (cycle !== undefined) return cycle;
    }
    trail.pop();
    order.add(step);
    return undefined;
  }

  for (const step of steps) {
    const cycle = visit(step);
    if (cycle !== undefined) return { cycle };
  }
  return { order: [...order] };
}

/** For each step, the names of all steps that are over before it. Steps in topological order. */
export function ancestorsOf(steps: readonly Ordered[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const { name, after } of steps) {
    const own = new Set(after);
    for (const before of after) for (const earlier of all.get(before) ?? []) own.add(earlier);
    all.set(name, own);
  }
  return all;
}
