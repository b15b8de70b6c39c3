import { didYouMean, type PluginSim, type RandomStream } from "../../index.js";
import { keyOf, readsOf } from "./check-workflow.js";
import type { FunctionConfig, RuntimeConfig, ServerlessConfig, WorkflowConfig } from "./config.js";
import { BYTES_PER_MB } from "./config-parts.js";
import { nodesNamed } from "./node-names.js";
import type { FunctionSpec, RuntimeProfile, Step, WorkflowSpec } from "./specs.js";
import { orderSteps } from "./workflow-order.js";
import { shapesOf } from "./workflow-shapes.js";

interface Template {
  readonly spec: Omit<WorkflowSpec, "input" | "destination">;
  readonly input: readonly {
    readonly key: string;
    readonly nodes: readonly number[];
    readonly sizeBytes: number;
  }[];
  readonly destinations: readonly number[];
}

interface Prewarmed {
  readonly spec: FunctionSpec;
  readonly nodes: readonly number[];
  readonly count: number;
}

/** The functions, runtimes and workflows of the configuration, with their names looked up. */
export class WorkflowTemplates {
  readonly runtimes: readonly RuntimeProfile[];
  readonly functions: readonly FunctionSpec[];
  readonly #sim: PluginSim;
  readonly #config: ServerlessConfig;
  readonly #templates: ReadonlyMap<string, Template>;
  readonly #random: RandomStream;

  constructor(sim: PluginSim, config: ServerlessConfig) {
    this.#sim = sim;
    this.#config = config;
    this.runtimes = config.runtimes.map(runtimeOf);
    this.functions = config.functions.map(functionOf);
    this.#random = sim.random("serverless.inputs");
    const functions = new Map(this.functions.map((spec) => [spec.name, spec]));
    const shapes = shapesOf(config);
    this.#templates = new Map(
      config.workflows.map((workflow, i) => [workflow.name, this.#template(workflow, shapes[i], functions)]),
    );
  }

  /** @throws RangeError for a name that no workflow has */
  workflow(name: string): WorkflowSpec {
    const template = this.#templates.get(name);
    if (template === undefined)
      throw new RangeError(`no workflow is named "${name}"${didYouMean(name, this.#templates.keys())}`);
    const { spec, input, destinations } = template;
    const drawn = input.map(({ key, nodes, sizeBytes }) => [key, { node: this.#draw(nodes), sizeBytes }]);
    return { ...spec, input: Object.fromEntries(drawn), destination: this.#draw(destinations) };
  }

  prewarmed(): readonly Prewarmed[] {
    return this.#config.functions.flatMap(({ prewarmed }, i) =>
      prewarmed === undefined
        ? []
        : [
            {
              spec: this.functions[i],
              nodes: nodesNamed(this.#sim.world, prewarmed.at),
              count: prewarmed.count,
            },
          ],
    );
  }

  #draw(nodes: readonly number[]): number {
    return nodes.length === 1 ? nodes[0] : this.#random.pick(nodes);
  }

  #template(
    config: WorkflowConfig,
    shape: ReturnType<typeof shapesOf>[number],
    functions: ReadonlyMap<string, FunctionSpec>,
  ): Template {
    const { world } = this.#sim;
    const shapes = new Map(shape.steps.map((step) => [step.name, step]));
    const after = config.steps.map((step) => ({
      step,
      name: step.name,
      after: step.after.map((edge) => edge.step),
    }));
    const ordered = orderSteps(after);
    // A cycle is refused when the scenario is loaded.
    if ("cycle" in ordered) throw new RangeError(`steps wait for each other: ${ordered.cycle.join(" -> ")}`);
    const steps = ordered.order.map(({ step }): Step => {
      const own = shapes.get(step.name)!;
      return {
        name: step.name,
        function: functions.get(step.function)!,
        after: step.after.map(({ step: from, probability, choice }) => ({
          from,
          probability,
          ...(choice !== undefined && { choice }),
        })),
        reads: [...new Set(readsOf(own, shapes, shape.inputs))],
        writes: Object.fromEntries(own.outputs.map((output) => [output, keyOf(own, output)])),
        ...(step.node !== undefined && { node: world.nodeId(step.node) }),
        ...(step.tiers !== undefined && { tiers: step.tiers }),
        ...(step.statePolicy !== undefined && { statePolicy: step.statePolicy }),
        ...(step.maxLatency !== undefined && { maxLatencyMs: step.maxLatency }),
        ...(step.maxInputLatency !== undefined && { maxInputLatencyMs: step.maxInputLatency }),
        ...(step.group !== undefined && { group: step.group }),
      };
    });
    const { latency, migration } = config.slo;
    return {
      spec: {
        name: config.name,
        steps,
        statePolicy: config.statePolicy,
        placementPolicy: config.placement,
        dataPath: config.dataPath,
        service: config.storage,
        fuse: config.fuse,
        placeAhead: config.placeAhead,
        slo: {
          ...(latency !== undefined && { latencyMs: latency }),
          ...(migration !== undefined && { migrationMs: migration }),
        },
      },
      input: Object.entries(config.input).map(([key, { at, size }]) => ({
        key,
        nodes: nodesNamed(world, at),
        sizeBytes: size,
      })),
      destinations: nodesNamed(world, config.destination),
    };
  }
}

function runtimeOf({
  name,
  schedule,
  create,
  load,
  idle,
  workFactor,
  pulledShare,
}: RuntimeConfig): RuntimeProfile {
  return {
    name,
    scheduleSeconds: schedule,
    createSeconds: create,
    loadSeconds: load,
    idleSeconds: idle === "never" ? Number.POSITIVE_INFINITY : idle,
    workFactor,
    pulledShare,
  };
}

function functionOf(config: FunctionConfig): FunctionSpec {
  const { name, image, runtime, memory, cores, accelerators, work, outputs, concurrency, labels } = config;
  return {
    name,
    image: { name: image.name ?? name, sizeBytes: image.size },
    runtime,
    memoryMb: memory,
    cores,
    accelerators,
    work: { base: work.base, perByte: work.perMB / BYTES_PER_MB },
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([key, { base, perInputByte }]) => [key, { base, perByte: perInputByte }]),
    ),
    concurrency,
    labels,
  };
}
