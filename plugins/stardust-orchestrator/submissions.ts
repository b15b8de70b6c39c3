import type { PluginSim, RandomStream } from "../../index.js";
import type { OrchestratorConfig, ServiceConfig, TaskConfig, WorkflowConfig } from "./config.js";
import { type DeployedTask, type Deployment, nodeOf, type TaskBound } from "./deployment.js";
import type { Orchestrator } from "./orchestrator.js";
import { drawPaperTask, paperTasks, paperWorkflows } from "./presets.js";
import { orderTasks } from "./workflow-order.js";

/** When something is submitted, how often, and how many at once. */
interface Rhythm {
  readonly at: number;
  readonly every?: number | undefined;
  readonly times?: number;
  readonly count?: number;
  readonly lasts?: number | undefined;
}

/** Puts all that the configuration deploys on the agenda of a run. */
export class Submissions {
  readonly #sim: PluginSim;
  readonly #orchestrator: Orchestrator;
  readonly #config: OrchestratorConfig;
  readonly #random: RandomStream;

  constructor(sim: PluginSim, orchestrator: Orchestrator, config: OrchestratorConfig) {
    this.#sim = sim;
    this.#orchestrator = orchestrator;
    this.#config = config;
    this.#random = sim.random("stardust-orchestrator.workload");
  }

  /** In the order of the configuration; at one instant that is the order in which they are placed. */
  schedule(): void {
    const { services, tasks, workflows, presets } = this.#config;
    for (const service of services) this.#repeat(service, () => this.#service(service));
    for (const task of tasks) this.#repeat(task, (number) => this.#task(task, number));
    for (const workflow of workflows) this.#repeat(workflow, (number) => this.#workflow(workflow, number));
    for (const preset of presets) {
      if (preset.preset === "paper-workflows") {
        const workflow = paperWorkflows(preset);
        this.#repeat(workflow, (number) => this.#workflow(workflow, number));
      } else {
        const task = paperTasks(preset);
        this.#repeat(task, (number) => this.#task(drawPaperTask(task, this.#random), number));
      }
    }
  }

  #repeat(rhythm: Rhythm, make: (number: string) => Deployment): void {
    const { at, every = 0, times = 1, count = 1, lasts } = rhythm;
    let submitted = 0;
    const submit = (time: number) => {
      for (let i = 0; i < count; i++) {
        submitted++;
        const deployment = make(times * count === 1 ? "" : `-${submitted}`);
        const isPlaced = this.#orchestrator.submit(deployment);
        if (isPlaced && lasts !== undefined)
          this.#sim.schedule(lasts, () => this.#orchestrator.end(deployment));
      }
      if (submitted < times * count) this.#sim.schedule({ at: time + every }, () => submit(time + every));
    };
    this.#sim.schedule({ at }, () => submit(at));
  }

  #service(config: ServiceConfig): Deployment {
    const near = config.near === undefined ? undefined : this.#sim.world.nodeId(config.near);
    const bound =
      near === undefined ? undefined : { maxLatencyMs: Number.POSITIVE_INFINITY, sources: () => [near] };
    const isBound = this.#config.policy === "nearest";
    const tasks = Array.from({ length: config.replicas }, () =>
      toPlace(config.name, config, isBound ? bound : undefined),
    );
    return { name: config.name, kind: "service", tasks };
  }

  #task(config: TaskConfig, number: string): Deployment {
    const name = `${config.name}${number}`;
    const { upstream, maxLatency: maxLatencyMs } = config;
    const sources = upstream === undefined ? this.#from(config.from!) : () => this.#hostsOf(upstream);
    return { name, kind: "task", tasks: [toPlace(name, config, { maxLatencyMs, sources })] };
  }

  #workflow(config: WorkflowConfig, number: string): Deployment {
    const name = `${config.name}${number}`;
    const ordered = orderTasks(config.tasks);
    // A circle is refused when the scenario is loaded.
    if ("circle" in ordered)
      throw new RangeError(`tasks wait for each other: ${ordered.circle.join(" -> ")}`);
    const from = this.#from(config.from);
    const byName = new Map<string, DeployedTask>();
    for (const task of ordered.order) {
      const upstream = task.after === undefined ? undefined : byName.get(task.after)!;
      const bound: TaskBound = {
        maxLatencyMs: task.maxLatency,
        sources:
          upstream === undefined ? from : () => [nodeOf(upstream)].filter((node) => node !== undefined),
      };
      byName.set(task.name, toPlace(`${name}/${task.name}`, task, bound));
    }
    return { name, kind: "workflow", tasks: [...byName.values()] };
  }

  /** The node that a submission is bound to: of several, one is drawn. */
  #from(names: string | readonly string[]): () => readonly number[] {
    const id = this.#sim.world.nodeId(typeof names === "string" ? names : this.#random.pick(names));
    return () => [id];
  }

  #hostsOf(service: string): readonly number[] {
    const serving = this.#sim.compute.placements(service).filter(({ state }) => state === "serving");
    return serving.map(({ node }) => node);
  }
}

function toPlace(
  service: string,
  demand: DeployedTask["demand"],
  bound: TaskBound | undefined,
): DeployedTask {
  return { service, demand, bound, placement: undefined, isStuck: false };
}
