import type { Instant } from "../../orbits/instant.js";
import { formatIsoInstant } from "../../orbits/iso-instant.js";
import { type WalkerShell, walkerElements } from "../../orbits/walker.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { LoadedShell, LoadedSource } from "./load-source.js";
import type { Loading } from "./loading.js";
import type { SourceConfig } from "./schema/constellation.js";
import { plainView } from "./view.js";

/** More satellites than this are taken for a slip: a run of a million takes nearly a gigabyte. */
export const MOST_SATELLITES = 4_000_000;

/** A shell as the scenario describes it; its epoch is the start of the run unless given. */
export function loadWalker(
  loading: Loading,
  path: Path,
  { walker }: Extract<SourceConfig, { kind: "walker" }>,
  start: Instant,
): LoadedSource | undefined {
  const { satellitesPerPlane, epoch, ...rest } = walker;
  const shell: WalkerShell = { ...rest, slotsPerPlane: satellitesPerPlane };
  if (shell.planes * shell.slotsPerPlane > MOST_SATELLITES) {
    loading.fail(
      [...path, "walker", "planes"],
      `expected at most ${MOST_SATELLITES} satellites in a shell; got ${shell.planes} planes of ${shell.slotsPerPlane}`,
    );
    return undefined;
  }
  const held = epoch === undefined ? {} : { epoch: formatIsoInstant(epoch) };
  return {
    path: [...path, "walker", "name"],
    shells: [walkerShell(shell, shell.name, epoch ?? start)],
    view: plainView({ walker: { ...rest, satellitesPerPlane, ...held } }),
  };
}

/** A Walker shell of a source, before its ids are known. */
export function walkerShell(shell: WalkerShell, source: string, epoch: Instant): LoadedShell {
  const { name, type, planes, slotsPerPlane, altitudeKm, inclinationDeg, phasing } = shell;
  return {
    name,
    source,
    elements: walkerElements(shell, epoch),
    walker: { type, planes, slotsPerPlane, altitudeKm, inclinationDeg, phasing },
  };
}
