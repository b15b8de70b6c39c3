import type { Command } from "commander";
import { formatProblem, loadScenario, summarisePlan } from "../index.js";
import { formatInferredPlanes } from "./inferred-planes-text.js";
import { addScenarioOptions, type ScenarioFlags } from "./options.js";
import { alignRows } from "./text-table.js";

interface ValidateFlags extends ScenarioFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addValidateCommand(program: Command): void {
  const command = program
    .command("validate")
    .description("check a scenario and say what running it takes")
    .argument("<scenario>", "YAML file")
    .option("--json", "print as JSON")
    .option("--quiet", "no notices");
  addScenarioOptions(command).action(validate);
}

async function validate(file: string, { set, seed, json, quiet }: ValidateFlags): Promise<void> {
  const plan = await loadScenario(file, { set, seed, pluginsComplete: true });
  if (quiet !== true)
    for (const warning of plan.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
  const summary = summarisePlan(plan);
  if (json === true) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  const megabytes = (bytes: number) => `about ${Math.ceil(bytes / 1e6)} MB`;
  const { workers, expectedMemoryBytes, leastMemoryBytes } = summary;
  const withWorkers =
    workers === 0
      ? megabytes(leastMemoryBytes)
      : `${megabytes(expectedMemoryBytes)} with ${workers} workers, ${megabytes(leastMemoryBytes)} with --workers 0`;
  const rows = [
    ["satellites", String(summary.satellites)],
    ["ground nodes", String(summary.groundNodes)],
    ["nodes", String(summary.nodes)],
    ["ticks", String(summary.ticks)],
    ["probes", String(summary.probes)],
    ["expected memory", withWorkers],
  ];
  const planes = summary.inferredPlanes.map(formatInferredPlanes).join("");
  process.stdout.write(`${file} is valid\n${alignRows(rows)}${planes}`);
}
