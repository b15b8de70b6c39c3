import type { PlacementPolicy } from "../platform.js";

/** Every step runs where the workflow says (`node`), and nowhere else. */
export function fixed(): PlacementPolicy {
  return {
    name: "fixed",
    place: ({ step }) => ({ none: `step "${step.name}" says no node, and the placement is fixed` }),
  };
}
