import type { ComputeService, PluginSim } from "../../index.js";
import type { PlacementPolicy } from "./config.js";
import { demandOf } from "./demand.js";
import { type DeployedTask, type Deployment, nodeOf } from "./deployment.js";
import { type Found, type FoundNode, NodeFinder } from "./find-node.js";
import { LatencyFrom } from "./latency-from.js";

export interface OrchestratorOptions {
  readonly policy: PlacementPolicy;
  readonly reschedule: boolean;
}

const COUNT = { unit: "1" };

/**
 * Places deployments as a whole or not at all, and at each tick places anew what is out of its bound or was lost with its
 * node. Where there is no node, that is an outcome with its reason.
 */
export class Orchestrator {
  readonly #sim: PluginSim;
  readonly #compute: ComputeService;
  readonly #options: OrchestratorOptions;
  readonly #finder: NodeFinder;
  readonly #deployments = new Set<Deployment>();

  constructor(sim: PluginSim, options: OrchestratorOptions) {
    this.#sim = sim;
    this.#compute = sim.compute;
    this.#options = options;
    const random = sim.random("stardust-orchestrator.placement");
    this.#finder = new NodeFinder(() => sim.world, this.#compute, options.policy, random);
  }

  /** Places all of a deployment; where one task has no node, those before it are taken away again. */
  submit(deployment: Deployment): boolean {
    const { name, kind, tasks } = deployment;
    this.#sim.metrics.counter(`stardust.${kind}s.submitted`, COUNT).add();
    for (const task of tasks) {
      const found = this.#place(task);
      if ("node" in found) {
        this.#tellPlaced(deployment, task, found);
        continue;
      }
      this.#withdraw(deployment);
      this.#sim.metrics.counter(`stardust.${kind}s.refused`, COUNT).add();
      this.#sim.metrics.counter(`stardust.refused.${found.reason}`, COUNT).add();
      this.#sim.emit("placement.none", name, { service: task.service, ...found });
      return false;
    }
    this.#sim.metrics.counter(`stardust.${kind}s.placed`, COUNT).add();
    this.#deployments.add(deployment);
    return true;
  }

  /** Takes a deployment away. */
  end(deployment: Deployment): void {
    if (!this.#deployments.delete(deployment)) return;
    this.#withdraw(deployment);
    this.#sim.emit("placement.end", deployment.name, {});
  }

  /** Looks at every bound, in the order of submission. */
  check(): void {
    const { metrics } = this.#sim;
    for (const deployment of this.#deployments) {
      for (const task of deployment.tasks) if (!this.#holds(task)) this.#reschedule(deployment, task);
    }
    metrics.gauge("stardust.deployed", COUNT).set(this.#deployments.size);
  }

  #holds(task: DeployedTask): boolean {
    const node = nodeOf(task);
    if (node === undefined) return false;
    if (task.bound === undefined) return true;
    const latencyMs = new LatencyFrom(this.#sim.world, task.bound.sources()).to(node);
    if (latencyMs < Number.POSITIVE_INFINITY)
      this.#sim.metrics.histogram("stardust.latency", { unit: "ms" }).record(latencyMs);
    const holds = latencyMs <= task.bound.maxLatencyMs;
    if (holds) task.isStuck = false;
    return holds;
  }

  /** Another node for a task that is out of its bound, or has lost its node. */
  #reschedule({ name }: Deployment, task: DeployedTask): void {
    const { metrics } = this.#sim;
    const from = nodeOf(task);
    const because = from === undefined ? "lost" : "bound";
    const found: Found | undefined = this.#options.reschedule ? this.#place(task) : undefined;
    if (found !== undefined && "node" in found) {
      task.isStuck = false;
      metrics.counter("stardust.rescheduled", COUNT).add();
      const { node, latencyMs } = found;
      this.#sim.emit("placement.moved", name, {
        service: task.service,
        from: from ?? null,
        node,
        latencyMs,
        because,
      });
      return;
    }
    metrics.counter("stardust.violations", COUNT).add();
    if (task.isStuck || found === undefined) return;
    task.isStuck = true;
    this.#sim.emit("placement.none", name, { service: task.service, ...found, keeps: from ?? null, because });
  }

  /** Finds a node for a task and brings it there: for the first time, or from where it is. */
  #place(task: DeployedTask): Found {
    const { service, demand, bound } = task;
    // Stardust admits no two services of one name on a node.
    const taken = new Set(this.#compute.placements(service).map(({ node }) => node));
    const found = this.#finder.find(
      demand,
      bound && { sources: bound.sources(), maxLatencyMs: bound.maxLatencyMs },
      taken,
    );
    if (!("node" in found)) return found;
    const { placement } = task;
    const spec = { name: service, ...demandOf(demand) };
    const placed =
      placement === undefined || placement.state === "gone"
        ? this.#compute.place(spec, found.node)
        : this.#compute.move(placement, found.node);
    if (!placed.placed) return { reason: "no-room", detail: placed.detail };
    task.placement = placed.placement;
    return found;
  }

  #withdraw({ tasks }: Deployment): void {
    for (const task of tasks) if (task.placement !== undefined) this.#compute.remove(task.placement);
  }

  #tellPlaced({ name }: Deployment, { service, bound }: DeployedTask, found: FoundNode): void {
    const { node, latencyMs } = found;
    const { maxLatencyMs = Number.POSITIVE_INFINITY } = bound ?? {};
    const within = {
      ...(bound && { latencyMs }),
      ...(maxLatencyMs < Number.POSITIVE_INFINITY && { maxLatencyMs }),
    };
    this.#sim.emit("placement.made", name, { service, node, ...within });
  }
}
