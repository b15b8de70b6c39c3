import type { World } from "../../index.js";

/** The links of the tick as `a-b`, in the order of their table. */
export function pairsOf({ links }: World): string[] {
  return Array.from({ length: links.count }, (_, i) => `${links.a[i]}-${links.b[i]}`);
}
