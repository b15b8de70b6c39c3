import { type ConfigPath, didYouMean, type PlanView } from "../../index.js";
import type { DemandConfig, OrchestratorConfig, WorkflowConfig } from "./config.js";
import { demandOf } from "./demand.js";
import { paperTasks, paperWorkflows } from "./presets.js";
import { orderTasks } from "./workflow-order.js";

/** Looks for what could never be: nodes and services that are not there, circles, demands beyond every node. */
export function validate(plan: PlanView, config: OrchestratorConfig): void {
  if (!plan.hasCompute) {
    plan.fail([], "stardust-orchestrator places services on computers; the scenario has no compute");
    return;
  }
  const services = checkNames(plan, config);
  for (const [i, service] of config.services.entries()) {
    const path = ["services", i];
    checkDemand(plan, path, service, service.replicas);
    if (service.near !== undefined) plan.node([...path, "near"], service.near);
    else if (config.policy === "nearest")
      plan.fail(path, "expected near: the policy is nearest; nearest to which node?");
  }
  for (const [i, task] of config.tasks.entries()) {
    const path = ["tasks", i];
    checkDemand(plan, path, task);
    checkRepeats(plan, path, task);
    if ((task.from === undefined) === (task.upstream === undefined)) {
      plan.fail(path, "expected either from (a node) or upstream (a service)");
    }
    if (task.from !== undefined) checkNodes(plan, [...path, "from"], task.from);
    if (task.upstream !== undefined && !services.has(task.upstream)) {
      const near = didYouMean(task.upstream, services);
      plan.fail(
        [...path, "upstream"],
        `no service or single task of that name is deployed: "${task.upstream}"${near}`,
      );
    }
  }
  for (const [i, workflow] of config.workflows.entries()) checkWorkflow(plan, ["workflows", i], workflow);
  for (const [i, preset] of config.presets.entries()) {
    const path = ["presets", i];
    checkNodes(plan, [...path, "from"], preset.from);
    const tasks = preset.preset === "paper-tasks" ? [paperTasks(preset)] : paperWorkflows(preset).tasks;
    for (const task of tasks) checkDemand(plan, [...path, "preset"], task);
  }
}

/** Notes names that repeat. @returns what tasks can be bound to: services, and tasks that are deployed once */
function checkNames(plan: PlanView, { services, tasks, workflows }: OrchestratorConfig): Set<string> {
  const taken = new Set<string>();
  const lists = { services, tasks, workflows };
  for (const [list, items] of Object.entries(lists)) {
    for (const [i, { name }] of items.entries()) {
      if (taken.has(name)) plan.fail([list, i, "name"], `another deployment is named "${name}" already`);
      taken.add(name);
    }
  }
  const single = tasks.filter(({ times, count }) => times * count === 1);
  return new Set([...services, ...single].map(({ name }) => name));
}

function checkWorkflow(plan: PlanView, path: ConfigPath, workflow: WorkflowConfig): void {
  const { tasks, from } = workflow;
  checkNodes(plan, [...path, "from"], from);
  checkRepeats(plan, path, workflow);
  const names = tasks.map(({ name }) => name);
  for (const [i, task] of tasks.entries()) {
    const at = [...path, "tasks", i];
    checkDemand(plan, at, task);
    if (names.indexOf(task.name) < i)
      plan.fail([...at, "name"], `another task of the workflow is named "${task.name}"`);
    if (task.after !== undefined && !names.includes(task.after)) {
      const near = didYouMean(task.after, names);
      plan.fail([...at, "after"], `no task of the workflow is named "${task.after}"${near}`);
    }
  }
  const ordered = orderTasks(tasks);
  if ("circle" in ordered) {
    plan.fail(
      [...path, "tasks"],
      `tasks of workflow "${workflow.name}" wait for each other: ${ordered.circle.join(" -> ")}`,
    );
  }
}

function checkRepeats(
  plan: PlanView,
  path: ConfigPath,
  { times, every }: { readonly times: number; readonly every?: number | undefined },
): void {
  if (times > 1 && every === undefined)
    plan.fail([...path, "times"], "expected every: how long is it from one to the next?");
}

function checkNodes(plan: PlanView, path: ConfigPath, names: string | readonly string[]): void {
  if (typeof names === "string") plan.node(path, names);
  else for (const [i, name] of names.entries()) plan.node([...path, i], name);
}

/** Notes a demand that no node could take even if it were empty. */
function checkDemand(plan: PlanView, path: ConfigPath, demand: DemandConfig, nodes = 1): void {
  const known = new Set(plan.tiers);
  for (const [i, tier] of (demand.tiers ?? []).entries()) {
    if (known.has(tier)) continue;
    plan.fail([...path, "tiers", i], `no node is of tier "${tier}"${didYouMean(tier, known)}`);
    return;
  }
  let able = 0;
  let closest: { readonly name: string; readonly detail: string; readonly cores: number } | undefined;
  for (const [node, tier] of plan.tiers.entries()) {
    const resources = plan.resources(node);
    if (resources === undefined || demand.tiers?.includes(tier) === false) continue;
    const fits = plan.couldHold(node, demandOf(demand));
    if (fits === true) {
      if (++able >= nodes) return;
    } else if (closest === undefined || resources.cores > closest.cores) {
      closest = { name: plan.names.at(node), detail: fits.detail, cores: resources.cores };
    }
  }
  const where = demand.tiers === undefined ? "no node" : `no node of tier ${demand.tiers.join(" or ")}`;
  if (able > 0) plan.fail(path, `can never be placed ${nodes} times: only ${able} nodes are large enough`);
  else if (closest === undefined) plan.fail(path, `can never be placed: ${where} has a computer`);
  else
    plan.fail(
      path,
      `can never be placed: ${where} is large enough; "${closest.name}" has the most cores (${closest.detail})`,
    );
}
