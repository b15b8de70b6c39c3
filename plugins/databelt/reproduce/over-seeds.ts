import type { WorkflowFigures } from "./run-figures.js";
import { type Estimate, estimate } from "./statistics.js";

/** Figures by name of workflow, of one run. */
export type RunOf = ReadonlyMap<string, WorkflowFigures>;

/** Figures of the same experiment with several seeds. */
export class OverSeeds {
  readonly #runs: readonly RunOf[];

  constructor(runs: readonly RunOf[]) {
    this.#runs = runs;
  }

  /** Something of one workflow. */
  of(name: string, figure: (figures: WorkflowFigures) => number): Estimate {
    return estimate(this.#runs.map((run) => figure(figuresOf(run, name))));
  }

  /** Something of one workflow over the same of another, seed by seed. */
  ratio(name: string, other: string, figure: (figures: WorkflowFigures) => number): Estimate {
    return estimate(this.#runs.map((run) => figure(figuresOf(run, name)) / figure(figuresOf(run, other))));
  }

  /** By how much something of one workflow is more than the same of another, in per cent of the other. */
  changePercent(name: string, other: string, figure: (figures: WorkflowFigures) => number): Estimate {
    return estimate(
      this.#runs.map((run) => 100 * (figure(figuresOf(run, name)) / figure(figuresOf(run, other)) - 1)),
    );
  }
}

/** Runs an experiment once for each seed from 1 on. */
export async function overSeeds(seeds: number, run: (seed: number) => Promise<RunOf>): Promise<OverSeeds> {
  const runs: RunOf[] = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await run(seed));
  return new OverSeeds(runs);
}

export const meanMs = ({ seconds }: WorkflowFigures): number =>
  (1000 * seconds.reduce((sum, each) => sum + each, 0)) / seconds.length;
export const perSecond = (figures: WorkflowFigures): number => figures.perSecond;
export const localReads = ({ localReads: local, reads }: WorkflowFigures): number => local / reads;
export const hops = ({ readHops, reads }: WorkflowFigures): number => readHops / reads;
/** What a workflow's functions wait for the states that they read, over all of them. */
export const waitMs = ({ getSeconds, seconds }: WorkflowFigures): number =>
  (1000 * getSeconds) / seconds.length;
/** Share of a policy's own decisions that break the SLO by Databelt's reckoning; 0 where it took none. */
export const violations =
  (policy: string) =>
  ({ decisions }: WorkflowFigures): number => {
    const own = decisions.get(policy);
    return own === undefined ? 0 : own.violations / own.all;
  };

function figuresOf(run: RunOf, name: string): WorkflowFigures {
  const figures = run.get(name);
  if (figures === undefined)
    throw new RangeError(`nothing ran of workflow "${name}"; there is ${[...run.keys()].join(", ")}`);
  return figures;
}
