import type { Instant } from "../../orbits/instant.js";
import { formatIsoInstant } from "../../orbits/iso-instant.js";
import { evenAltitudesKm, ringElements, type SunSynchronousRings } from "../../orbits/rings.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { LoadedShell, LoadedSource } from "./load-source.js";
import { MOST_SATELLITES } from "./load-walker.js";
import type { Loading } from "./loading.js";
import type { SourceConfig } from "./schema/constellation.js";
import { plainView } from "./view.js";

/** Sun-synchronous rings as the scenario describes them: one shell. Their epoch is the start of the run unless given. */
export function loadSso(
  loading: Loading,
  path: Path,
  { sso }: Extract<SourceConfig, { kind: "sso" }>,
  start: Instant,
): LoadedSource | undefined {
  const { epoch, rings, ...rest } = sso;
  const count = Array.isArray(rings) ? rings.length : rings.count;
  if (count * sso.satellitesPerRing > MOST_SATELLITES) {
    loading.fail(
      [...path, "sso", "satellitesPerRing"],
      `expected at most ${MOST_SATELLITES} satellites in all rings; got ${count} rings of ${sso.satellitesPerRing}`,
    );
    return undefined;
  }
  const altitudesKm = Array.isArray(rings) ? rings : evenAltitudesKm(rings.fromKm, rings.toKm, rings.count);
  const held = epoch === undefined ? {} : { epoch: formatIsoInstant(epoch) };
  return {
    path: [...path, "sso", "name"],
    shells: [ringShell({ ...rest, altitudesKm }, sso.name, epoch ?? start)],
    view: plainView({ sso: { ...rest, rings, ...held } }),
  };
}

/** Rings of a source as one shell, before its ids are known. */
export function ringShell(rings: SunSynchronousRings, source: string, epoch: Instant): LoadedShell {
  return {
    name: rings.name,
    source,
    elements: ringElements(rings, epoch),
    rings: { rings: rings.altitudesKm.length, slotsPerRing: rings.satellitesPerRing },
  };
}
