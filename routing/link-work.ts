import { GroundCaps } from "./ground-caps.js";
import type { ChooseGsls, GroundLinkProtocol } from "./ground-link-protocol.js";
import { constraintsOf, type IslConstraints } from "./isl-constraints.js";
import { checkChooser, LinkSetupError } from "./link-errors.js";
import type { GroundPlanEntry, IslPlanEntry } from "./link-plan.js";
import type { ChooseIsls, LinkProtocol } from "./link-protocol.js";
import type { NodeTable } from "./nodes.js";
import type { AddInterShell } from "./topology/inter-shell.js";
import { linkShells } from "./topology/inter-shell.js";
import { Visibility } from "./visibility.js";

/** An entry of `links.isl`, set up: its protocol and the rules around it. */
export interface IslWork {
  readonly plan: IslPlanEntry;
  readonly protocol: LinkProtocol;
  readonly choose: ChooseIsls;
  readonly addInterShell: AddInterShell | undefined;
  readonly constraints: IslConstraints | undefined;
  /** Whether the protocol needs its own last output. */
  readonly stateful: boolean;
}

/** An entry of `links.ground`, set up. */
export interface GroundWork {
  readonly plan: GroundPlanEntry;
  readonly protocol: GroundLinkProtocol;
  readonly choose: ChooseGsls;
  readonly visible: Visibility;
  /** Place among the entry's members of each ground node, -1 for others. */
  readonly memberOf: Int32Array;
  /** Absent where nothing has to be counted. */
  readonly caps: GroundCaps | undefined;
  readonly stateful: boolean;
}

/** @throws LinkSetupError where the protocol, or a rule, cannot serve the entry */
export function setUpIsl(plan: IslPlanEntry, protocol: LinkProtocol, nodes: NodeTable, i: number): IslWork {
  const { entry, interShell } = plan;
  const { config } = plan.protocol;
  try {
    return {
      plan,
      protocol,
      choose: checkChooser(protocol.setup({ entry, nodes, config })),
      addInterShell: interShell && linkShells(entry, interShell, nodes),
      constraints: constraintsOf(plan, nodes),
      stateful: isStateful(protocol, config),
    };
  } catch (error) {
    throw new LinkSetupError("isl", i, error);
  }
}

/**
 * @param counted whether some entry has a capacity, so that all have to count
 * @throws LinkSetupError where the protocol cannot serve the entry
 */
export function setUpGround(
  plan: GroundPlanEntry,
  protocol: GroundLinkProtocol,
  nodes: NodeTable,
  i: number,
  counted: boolean,
): GroundWork {
  const { entry } = plan;
  const { config } = plan.protocol;
  const memberOf = new Int32Array(nodes.groundCount).fill(-1);
  entry.members.forEach((node, place) => {
    memberOf[node - nodes.satelliteCount] = place;
  });
  try {
    return {
      plan,
      protocol,
      choose: checkChooser(protocol.setup({ entry, nodes, config })),
      visible: new Visibility(entry),
      memberOf,
      caps: counted || entry.antennas !== undefined ? new GroundCaps(entry) : undefined,
      stateful: isStateful(protocol, config),
    };
  } catch (error) {
    throw new LinkSetupError("ground", i, error);
  }
}

function isStateful(protocol: LinkProtocol | GroundLinkProtocol, config: unknown): boolean {
  return protocol.stateful === true || protocol.statefulFor?.(config) === true;
}
