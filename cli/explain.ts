import type { Command } from "commander";
import {
  findNode,
  formatProblem,
  InputError,
  type InputProblem,
  loadScenario,
  type RouteHop,
  type RunPlan,
  tickAt,
  type World,
  worldAt,
} from "../index.js";
import { addScenarioOptions, type ScenarioFlags } from "./options.js";
import { latencyText, lengthText } from "./small-figures.js";
import { alignRows } from "./text-table.js";

interface ExplainFlags extends ScenarioFlags {
  readonly at: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface Answer {
  readonly text: string;
  readonly hops?: readonly RouteHop[];
}

type Ask = (world: World, a: number, b: number) => Answer;

/** `explain link` and `explain route`: why the network of one tick is as it is. */
export function addExplainCommand(program: Command): void {
  const explain = program.command("explain").description("say why a link or route is there, or why not");
  addQuestion(explain, "link", "why two nodes have a link, or why not", ["a", "b"], (world, a, b) =>
    world.explain.link(a, b),
  );
  addQuestion(
    explain,
    "route",
    "the route between two nodes, or why there is none",
    ["from", "to"],
    (world, a, b) => world.explain.route(a, b),
  );
}

function addQuestion(
  explain: Command,
  name: string,
  description: string,
  ends: readonly [string, string],
  ask: Ask,
): void {
  const command = explain
    .command(name)
    .description(description)
    .argument(`<${ends[0]}>`, "site by its name, node by its id, or satellite by its name")
    .argument(`<${ends[1]}>`, "the same")
    .argument("<scenario>", "YAML file")
    .requiredOption(
      "--at <time>",
      "offset from the start, such as 90 s, or ISO instant; means the tick in force",
    )
    .option("--json", "print as JSON")
    .option("--quiet", "no notices");
  addScenarioOptions(command).action(async (a: string, b: string, file: string, flags: ExplainFlags) => {
    const { set, seed, at, json = false, quiet = false } = flags;
    const plan = await loadScenario(file, { set, seed });
    if (!quiet)
      for (const warning of plan.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
    const { nodes, tick } = resolve(plan, ends, [a, b], at);
    const world = await worldAt(plan, tick);
    const answer = ask(world, nodes[0], nodes[1]);
    const timeSeconds = world.tickTime;
    process.stdout.write(
      json
        ? `${JSON.stringify({ tick, timeSeconds, ...answer }, null, 2)}\n`
        : `tick ${tick} (${timeSeconds} s): ${answer.text}\n${alignRows(hopRows(world, answer.hops ?? []))}`,
    );
  });
}

function hopRows({ names }: World, hops: readonly RouteHop[]): string[][] {
  return hops.map(({ from, to, kind, lengthKm, latencyMs }) => [
    `${names.at(from)} (${from})`,
    `${names.at(to)} (${to})`,
    kind,
    lengthText(lengthKm),
    latencyText(latencyMs),
  ]);
}

/** @throws InputError with all that is wrong on the command line */
function resolve(
  plan: RunPlan,
  ends: readonly [string, string],
  texts: readonly [string, string],
  at: string,
): { readonly nodes: readonly [number, number]; readonly tick: number } {
  const problems: InputProblem[] = [];
  const taken = (file: string, found: number | { readonly error: string }): number => {
    if (typeof found === "number") return found;
    problems.push({ file, message: found.error });
    return Number.NaN;
  };
  const nodes = [
    taken(`<${ends[0]}>`, findNode(plan, texts[0])),
    taken(`<${ends[1]}>`, findNode(plan, texts[1])),
  ] as const;
  const tick = taken("--at", tickAt(plan.time, at));
  if (problems.length > 0) throw new InputError(problems);
  return { nodes, tick };
}
