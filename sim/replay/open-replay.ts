import type { RecordedFrames } from "../../results/index.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import { createSky, type OpenedSky, prepareSky } from "../../workers/index.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { checkReplay } from "./check-replay.js";
import { describeStates } from "./recorded-states.js";
import { ReplayFrameSource } from "./replay-frame-source.js";

/**
 * The frames of a recording for a run of another scenario, or the same, on its sky. The sky in this thread propagates
 * only for those who look at other times.
 *
 * @throws InputError where the scenario would have other frames
 */
export async function openReplay(
  plan: RunPlan,
  statePlugins: readonly ExtensionUse[],
  recorded: RecordedFrames,
  onNotice: (text: string) => void,
): Promise<OpenedSky> {
  checkReplay(plan, recorded);
  const { head } = recorded;
  if (head.precisionKm !== undefined) {
    onNotice(
      `the frames were recorded to ${head.precisionKm * 1000} m: results are near those of the run itself, not equal to them`,
    );
  }
  const sky = await createSky(prepareSky(plan.sky, statePlugins));
  const identities = new Map(head.states.map(({ name, identity }) => [name, identity]));
  const states = await describeStates(statePlugins);
  const same = states.filter(({ name, identity }) => identities.get(name) === identity);
  const frames = new ReplayFrameSource(recorded, sky, {
    states: states.map(({ name }) => name),
    recordedStates: new Set(same.map(({ name }) => name)),
    isSameRun: head.scenarioHash === plan.scenarioHash,
    onNotice,
  });
  return { frames, sky };
}
