import { type ConfigPath, didYouMean, type PlanView } from "../../index.js";
import { checkInvocation } from "./check-invocation.js";
import { checkShape } from "./check-workflow.js";
import type { ServerlessConfig, StepConfig, WorkflowConfig } from "./config.js";
import { checkNamedParts } from "./named-parts.js";
import { RUNTIMES } from "./runtimes.js";
import { shapesOf } from "./workflow-shapes.js";

/**
 * Looks for what could never be: nodes, functions and steps that are not there, steps that wait for each other, functions
 * that no node could hold, policies that nobody registers.
 */
export function validate(plan: PlanView, config: ServerlessConfig): void {
  if (!plan.hasCompute) {
    plan.fail([], "serverless runs functions on computers; the scenario has no compute");
    return;
  }
  checkNames(plan, config);
  checkImages(plan, config);
  checkPrewarmed(plan, config);
  for (const [i, workflow] of config.workflows.entries())
    checkWorkflow(plan, ["workflows", i], workflow, config);
  for (const [i, shape] of shapesOf(config).entries())
    checkShape(shape, (path, message) => plan.fail(["workflows", i, ...path], message));
  checkStorage(plan, config);
  const { registry, invocations, workflows } = config;
  if (registry !== undefined) {
    plan.node(["registry", "node"], registry.node);
    if (registry.cachedAt !== undefined) plan.nodes(["registry", "cachedAt"], registry.cachedAt);
  }
  checkNamedParts(plan, config);
  const names = workflows.map(({ name }) => name);
  for (const [i, entry] of invocations.entries()) checkInvocation(plan, ["invocations", i], entry, names);
}

function checkNames(plan: PlanView, { functions, runtimes, workflows }: ServerlessConfig): void {
  for (const [list, items] of Object.entries({ functions, runtimes, workflows })) {
    const taken = new Set<string>();
    for (const [i, { name }] of items.entries()) {
      if (taken.has(name)) plan.fail([list, i, "name"], `another of the ${list} is named "${name}"`);
      taken.add(name);
    }
  }
  const builtIn = new Set(RUNTIMES.map(({ name }) => name));
  for (const [i, { name }] of runtimes.entries())
    if (builtIn.has(name)) plan.fail(["runtimes", i, "name"], `runtime "${name}" is built in already`);
}

/** Functions that share an image pull it once: it has one size. */
function checkImages(plan: PlanView, { functions }: ServerlessConfig): void {
  const first = new Map<string, number>();
  for (const [i, { name, image }] of functions.entries()) {
    const called = image.name ?? name;
    const before = first.get(called);
    if (before === undefined) first.set(called, i);
    else if (functions[before].image.size !== image.size)
      plan.fail(
        ["functions", i, "image"],
        `image "${called}" has ${functions[before].image.size} bytes in functions.${before}, ${image.size} here`,
      );
  }
}

/** Notes sandboxes that are to be there from the start on nodes that have no room for all of them. */
function checkPrewarmed(plan: PlanView, { functions }: ServerlessConfig): void {
  const askedMb = new Map<number, number>();
  for (const [i, { name, memory, prewarmed }] of functions.entries()) {
    if (prewarmed === undefined) continue;
    const path = ["functions", i, "prewarmed"];
    for (const node of plan.nodes([...path, "at"], prewarmed.at)) {
      const memoryMb = (askedMb.get(node) ?? 0) + prewarmed.count * memory;
      askedMb.set(node, memoryMb);
      const fits = plan.couldHold(node, { memoryMb });
      if (fits === true) continue;
      plan.fail(
        path,
        `"${plan.names.at(node)}" has no room for ${prewarmed.count} of "${name}" from the start, with those before: ${fits.detail}`,
      );
      break;
    }
  }
}

function checkWorkflow(
  plan: PlanView,
  path: ConfigPath,
  { input, destination, steps }: WorkflowConfig,
  config: ServerlessConfig,
): void {
  for (const [key, { at }] of Object.entries(input)) plan.nodes([...path, "input", key, "at"], at);
  plan.nodes([...path, "destination"], destination);
  const tiers = new Set(plan.tiers);
  const runtimes = new Map<string, string>();
  for (const [i, step] of steps.entries()) {
    const at = [...path, "steps", i];
    for (const [k, tier] of (step.tiers ?? []).entries())
      if (!tiers.has(tier))
        plan.fail([...at, "tiers", k], `no node is of tier "${tier}"${didYouMean(tier, tiers)}`);
    const spec = config.functions.find(({ name }) => name === step.function);
    if (spec === undefined) {
      const near = didYouMean(
        step.function,
        config.functions.map(({ name }) => name),
      );
      plan.fail([...at, "function"], `no function is named "${step.function}"${near}`);
      continue;
    }
    checkRoom(plan, at, step, spec, config.placement.cores === "reserve");
    if (step.group === undefined) continue;
    const runtime = runtimes.get(step.group) ?? spec.runtime;
    runtimes.set(step.group, runtime);
    if (runtime !== spec.runtime)
      plan.fail(
        [...at, "group"],
        `functions of a group share one runtime; "${spec.name}" has ${spec.runtime}, those before it ${runtime}`,
      );
  }
}

/** Notes a function that none of the nodes that may run it could hold, even if it were empty. */
function checkRoom(
  plan: PlanView,
  path: ConfigPath,
  { node: name, tiers }: StepConfig,
  { memory, accelerators, cores, name: called }: ServerlessConfig["functions"][number],
  withCores: boolean,
): void {
  const node = name === undefined ? undefined : plan.node([...path, "node"], name);
  if (name !== undefined && node === undefined) return;
  const demand = { memoryMb: memory, accelerators, ...(withCores && { cores }) };
  const refusals: string[] = [];
  for (const [id, tier] of plan.tiers.entries()) {
    if (node !== undefined && id !== node) continue;
    if (node === undefined && tiers?.includes(tier) === false) continue;
    const fits = plan.couldHold(id, demand);
    if (fits === true) return;
    if (plan.resources(id) !== undefined) refusals.push(`"${plan.names.at(id)}": ${fits.detail}`);
  }
  const [first = "none of them has a computer"] = refusals;
  plan.fail(path, `no node could ever run function "${called}" (${first})`);
}

function checkStorage(plan: PlanView, { storage, workflows }: ServerlessConfig): void {
  const owners = new Map<string, number>();
  for (const [i, { for: names, kind }] of storage.entries()) {
    for (const node of plan.nodes(["storage", i, "for"], names)) {
      const key = `${kind} ${node}`;
      const other = owners.get(key);
      owners.set(key, i);
      if (other === undefined || other === i) continue;
      plan.fail(
        ["storage", i, "for"],
        `"${plan.names.at(node)}" has a ${kind} store by storage.${other} already`,
      );
      break;
    }
  }
  for (const [i, workflow] of workflows.entries()) {
    if (workflow.dataPath !== "storage" || storage.some(({ kind }) => kind === workflow.storage)) continue;
    plan.fail(
      ["workflows", i],
      `its states go to ${workflow.storage} stores, and no node has one; see storage`,
    );
  }
}
