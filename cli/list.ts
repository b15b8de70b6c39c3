import type { Command } from "commander";
import {
  describePlugins,
  describePresets,
  type ListedPreset,
  sunSynchronousInclinationDeg,
} from "../index.js";
import { alignRows } from "./text-table.js";

/** `plugins` and `presets`: what a scenario can name. */
export function addListCommands(program: Command): void {
  program
    .command("plugins")
    .description("list the built-in plugins, protocols and routers")
    .option("--json", "print as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const plugins = await describePlugins();
      if (json) return print(JSON.stringify(plugins, null, 2));
      return print(alignRows(plugins.map(({ name, kind, description }) => [name, kind, description])));
    });

  program
    .command("presets")
    .description("list the built-in constellations")
    .option("--json", "print as JSON")
    .action(({ json = false }: { readonly json?: boolean }) => {
      const presets = describePresets();
      if (json) return print(JSON.stringify(presets, null, 2));
      const names = new Set(presets.map(({ name }) => name));
      print(alignRows(presets.map(presetRow)));
      const totals = new Map<string, number>();
      for (const { family, satellites } of presets) {
        if (!names.has(family)) totals.set(family, (totals.get(family) ?? 0) + satellites);
      }
      const families = [...totals].map(([family, total]) => `${family} (${grouped(total)})`);
      return print(`A family's name stands for all of its shells: ${families.join(", ")}`);
    });
}

function presetRow(preset: ListedPreset): string[] {
  const { name, satellites, standing, type, source } = preset;
  return [name, ...figuresOf(preset), type, grouped(satellites), standing, source];
}

function figuresOf(preset: ListedPreset): string[] {
  if (preset.type === "sso") return ringFigures(preset);
  return preset.type === "cluster" ? clusterFigures(preset) : walkerFigures(preset);
}

type ClusterPreset = Extract<ListedPreset, { readonly type: "cluster" }>;
type RingPreset = Extract<ListedPreset, { readonly type: "sso" }>;

function walkerFigures(preset: Exclude<ListedPreset, RingPreset | ClusterPreset>): string[] {
  const { planes, slotsPerPlane, altitudeKm, inclinationDeg } = preset;
  return [`${planes} x ${slotsPerPlane}`, `${altitudeKm} km`, `${inclinationDeg} deg`];
}

function clusterFigures({ altitudeKm, lattice: { radial, alongTrack } }: ClusterPreset): string[] {
  const inclination = sunSynchronousInclinationDeg(altitudeKm).toFixed(2);
  return [`${radial} x ${alongTrack}`, `${altitudeKm} km`, `${inclination} deg`];
}

function ringFigures({ altitudesKm, satellitesPerRing }: RingPreset): string[] {
  const ends = [altitudesKm[0] ?? 0, altitudesKm.at(-1) ?? 0];
  const inclinations = ends.map((altitudeKm) => sunSynchronousInclinationDeg(altitudeKm).toFixed(2));
  return [
    `${altitudesKm.length} x ${satellitesPerRing}`,
    `${ends.map((altitudeKm) => Math.round(altitudeKm)).join("-")} km`,
    `${inclinations.join("-")} deg`,
  ];
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
