import { isAttributed, messageOf } from "../../host/failures.js";
import type { NodeConstraint } from "./node-constraint.js";

/** Whether a constraint holds of a node. @throws Error naming the constraint where its code fails */
export function holdsOn(constraint: NodeConstraint, node: number): boolean {
  return ask(constraint, () => constraint.holds(node));
}

/** Tells a constraint's hook that it broke. */
export function callHook(constraint: NodeConstraint, node: number): void {
  ask(constraint, () => constraint.hook?.(node));
}

/** Where a constraint that is broken wants to go; undefined where it knows of no place. */
export function targetOf(constraint: NodeConstraint, node: number): number | undefined {
  return ask(constraint, () => constraint.target?.(node));
}

function ask<T>(constraint: NodeConstraint, question: () => T): T {
  try {
    return question();
  } catch (error) {
    if (isAttributed(error)) throw error;
    throw new Error(`constraint "${constraint.name}" failed: ${messageOf(error)}`, { cause: error });
  }
}
