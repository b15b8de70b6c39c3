import type { StatePolicy } from "./platform.js";

/** States stay where they are made. */
export const local: StatePolicy = {
  name: "local",
  // biome-ignore lint/correctness/useYield: it takes no time
  *holderOf() {
    return undefined;
  },
};
