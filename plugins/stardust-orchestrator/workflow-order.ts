/** A task of a workflow, as far as its order goes. */
interface Step {
  readonly name: string;
  readonly after?: string | undefined;
}

/**
 * Tasks in an order in which each comes after the one that it names, otherwise as given; or the names of a circle, the
 * first one at its end again. A task that names nobody known counts as naming no one.
 */
export function orderTasks<T extends Step>(tasks: readonly T[]): { order: T[] } | { circle: string[] } {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const order = new Set<T>();
  for (const task of tasks) {
    const trail: T[] = [];
    let next: T | undefined = task;
    while (next !== undefined && !order.has(next)) {
      const at = trail.indexOf(next);
      if (at >= 0) return { circle: [...trail.slice(at), next].map(({ name }) => name) };
      trail.push(next);
      next = next.after === undefined ? undefined : byName.get(next.after);
    }
    for (const each of trail.reverse()) order.add(each);
  }
  return { order: [...order] };
}
