import type { Command } from "commander";
import { describePlugins, describePresets } from "../index.js";
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
      const rows = presets.map((p) => [
        p.name,
        `${p.planes} x ${p.slotsPerPlane}`,
        `${p.altitudeKm} km`,
        `${p.inclinationDeg} deg`,
        p.type,
        p.source,
      ]);
      print(alignRows(rows));
      const families = new Set(presets.map(({ family }) => family).filter((family) => !names.has(family)));
      return print(`A family's name stands for all of its shells: ${[...families].join(", ")}`);
    });
}

function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
