/** Whether a name fits a pattern, in which `*` stands for any text: `routes.*`, `*.p99`. */
export function fitsPattern(name: string, pattern: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head) || !name.endsWith(tail)) return false;
  // Whatever stands between stars is found at its first place: the rest has the most room there.
  let from = head.length;
  for (const piece of rest) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= name.length - tail.length;
}

/** The names that fit at least one of the patterns, in their order. */
export function fittingNames(names: readonly string[], patterns: readonly string[]): string[] {
  return names.filter((name) => patterns.some((pattern) => fitsPattern(name, pattern)));
}
