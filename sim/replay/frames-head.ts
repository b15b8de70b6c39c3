import type { FramesHead, RecordedState } from "../../results/index.js";
import { packageVersion } from "../manifest.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { elementsOf } from "./recorded-elements.js";
import { skyContent } from "./sky-content.js";

/** What a recording says of its run: all that a replay needs beside the frames. */
export function framesHead(plan: RunPlan, states: readonly RecordedState[]): FramesHead {
  const { startIso, durationNs, stepNs, tickCount } = plan.time;
  const { framePrecisionKm } = plan.output;
  return {
    scenario: plan.name,
    scenarioHash: plan.scenarioHash,
    seed: plan.seed,
    version: packageVersion(),
    time: { startIso, durationNs, stepNs, tickCount },
    satelliteCount: plan.sky.nodes.satelliteCount,
    nodeCount: plan.nodeNames.length,
    nodeNames: plan.nodeNames.pieces,
    states,
    ...(framePrecisionKm !== undefined && { precisionKm: framePrecisionKm }),
    sky: skyContent(plan),
    source: plan.source,
    elements: elementsOf(plan.sky.satellites),
  };
}
