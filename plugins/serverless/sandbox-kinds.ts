import type { SandboxKind } from "./sandbox.js";
import type { FunctionSpec, RuntimeProfile, Step, WorkflowSpec } from "./specs.js";

/** Kinds of sandboxes: one for each function, and one for each group of steps that share one. */
export class SandboxKinds {
  readonly #runtime: (name: string) => RuntimeProfile;
  readonly #functions = new WeakMap<FunctionSpec, SandboxKind>();
  readonly #groups = new WeakMap<readonly Step[], Map<string, SandboxKind>>();

  /** @param runtime the profile of that name */
  constructor(runtime: (name: string) => RuntimeProfile) {
    this.#runtime = runtime;
  }

  ofFunction(spec: FunctionSpec): SandboxKind {
    let kind = this.#functions.get(spec);
    if (kind === undefined) {
      kind = this.#make(spec.name, [spec]);
      this.#functions.set(spec, kind);
    }
    return kind;
  }

  ofStep({ name, steps }: WorkflowSpec, step: Step): SandboxKind {
    const { group } = step;
    if (group === undefined) return this.ofFunction(step.function);
    const groups = this.#groups.get(steps) ?? new Map<string, SandboxKind>();
    this.#groups.set(steps, groups);
    let kind = groups.get(group);
    if (kind === undefined) {
      const members = steps.filter((other) => other.group === group).map((other) => other.function);
      kind = this.#make(`${name}/${group}`, [...new Set(members)]);
      groups.set(group, kind);
    }
    return kind;
  }

  #make(name: string, functions: readonly FunctionSpec[]): SandboxKind {
    return {
      name,
      runtime: this.#runtime(functions[0].runtime),
      functions,
      memoryMb: functions.reduce((sum, { memoryMb }) => sum + memoryMb, 0),
      cores: Math.max(...functions.map(({ cores }) => cores)),
      concurrency: Math.min(...functions.map(({ concurrency }) => concurrency)),
    };
  }
}
