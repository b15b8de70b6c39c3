import type { Instant } from "../../orbits/instant.js";
import { type ConstellationPreset, findPreset } from "../../orbits/presets.js";
import type { Path } from "../../orbits/yaml-source.js";
import { presetCluster } from "./load-cluster.js";
import type { LoadedCluster, LoadedShell, LoadedSource } from "./load-source.js";
import { ringShell } from "./load-sso.js";
import { walkerShell } from "./load-walker.js";
import type { SourceConfig } from "./schema/constellation.js";
import { plainView } from "./view.js";

/** One published shell, or all of a family. */
export function loadPreset(
  path: Path,
  { preset }: Extract<SourceConfig, { kind: "preset" }>,
  start: Instant,
): LoadedSource {
  const shells = findPreset(preset) ?? [];
  return {
    path: [...path, "preset"],
    shells: shells.map((shell) => presetShell(shell, preset, start)),
    view: plainView({ preset }),
  };
}

function presetShell(
  shell: ConstellationPreset,
  source: string,
  start: Instant,
): LoadedShell | LoadedCluster {
  if (shell.type === "cluster") return presetCluster(shell, source, start);
  return shell.type === "sso" ? ringShell(shell, source, start) : walkerShell(shell, source, start);
}
