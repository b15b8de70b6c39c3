import { isMapping } from "../../orbits/schema-problems.js";
import type { LinkPlan } from "../../routing/link-plan.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { Shell } from "../../routing/nodes.js";
import type { Draft } from "./draft.js";
import type { Linkable } from "./linkable.js";
import { loadGsls } from "./load-gsls.js";
import { loadIsls } from "./load-isls.js";
import type { Loading } from "./loading.js";
import type { View } from "./view.js";

/** The link plan without static networks, and `links` as the manifest shows it. */
export interface LoadedLinks {
  readonly plan: LinkPlan;
  /** All shells, with planes where a link protocol asked for them. */
  readonly shells: readonly Shell[];
  readonly views: { readonly isl?: readonly View[]; readonly ground?: readonly View[] };
}

/** Resolves `links` to protocols, members and link classes. */
export async function loadLinks(loading: Loading, draft: Draft, linkable: Linkable): Promise<LoadedLinks> {
  noteMissing(loading, draft, linkable);
  const classes: LinkClass[] = [];
  const isl = draft.isl && (await loadIsls(loading, draft.isl, linkable, draft.time, classes));
  const ground = draft.groundLinks && (await loadGsls(loading, draft.groundLinks, linkable, classes));
  return {
    plan: { isl: isl?.entries ?? [], ground: ground?.entries ?? [], classes },
    shells: isl?.shells ?? linkable.nodes.shells,
    views: { ...(isl && { isl: isl.views }), ...(ground && { ground: ground.views }) },
  };
}

/** How things are linked is never guessed: an entry may be absent only where there is nothing for it to link. */
function noteMissing(loading: Loading, { isl, groundLinks }: Draft, linkable: Linkable): void {
  const { complete, orbiting, siteNames } = linkable;
  if (!complete || !orbiting.includes(1)) return;
  const root = loading.source.value;
  if (isMapping(root) && !Object.hasOwn(root, "links")) {
    loading.fail(
      [],
      '"links" is missing: expected { isl: ..., ground: ... }, each with protocol and bandwidth',
    );
    return;
  }
  if (isl === undefined) {
    const hint = '("protocol: none" for no links between satellites)';
    loading.fail(["links"], `"isl" is missing: expected an entry with protocol and bandwidth ${hint}`);
  }
  if (groundLinks === undefined && siteNames.some((name) => name !== undefined)) {
    loading.fail(["links"], '"ground" is missing: expected an entry with protocol and bandwidth');
  }
}
