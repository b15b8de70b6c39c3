import { InputError, type InputProblem } from "../../orbits/input-error.js";
import type { RecordedFrames } from "../../results/index.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { elementsDifference, elementsOf } from "./recorded-elements.js";
import { firstDifference, skyContent } from "./sky-content.js";

/**
 * Makes sure that recorded frames are those that a scenario would make: its time, constellation, ground and links. All
 * else may be another.
 * @throws InputError naming what differs, all at once
 */
export function checkReplay(plan: RunPlan, { head, file, tickCount }: RecordedFrames): void {
  const problems: InputProblem[] = [];
  const fail = (message: string) => problems.push({ file, message });
  const asked = skyContent(plan);
  for (const part of new Set([...Object.keys(head.sky), ...Object.keys(asked)])) {
    const difference = firstDifference(part, head.sky[part], asked[part]);
    if (difference !== undefined) fail(`these frames are of another sky: ${difference}`);
  }
  if (problems.length === 0) {
    // The same text may mean other orbits to another version.
    const elements = elementsDifference(head.elements, elementsOf(plan.sky.satellites));
    if (elements !== undefined) {
      const { satellite, column } = elements;
      fail(
        `these frames are of another sky: ${column} of the elements of satellite ${satellite} ("${plan.nodeNames.at(satellite)}") differs`,
      );
    } else if (head.nodeCount !== plan.nodeNames.length) {
      fail(`these frames have ${head.nodeCount} nodes, the scenario has ${plan.nodeNames.length}`);
    }
  }
  if (tickCount < plan.time.tickCount && problems.length === 0) {
    fail(`the recorded run did not end: it has ${tickCount} of ${plan.time.tickCount} ticks`);
  }
  if (problems.length > 0) throw new InputError(problems);
}
