import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { metresText } from "../../orbits/readers/index.js";
import { DiskError } from "../../results/index.js";
import type { Router } from "../../routing/router.js";
import { dijkstra, forwarding } from "../../routing/routers/index.js";
import { loadRouter } from "../host/load-router.js";
import type { RunObserver } from "../run-observer.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { Simulation } from "../simulation.js";
import { ForwardingState } from "./forwarding-state.js";
import { writeFstate } from "./fstate-file.js";
import { writeNodes } from "./hypatia-files.js";
import { hypatiaLimits } from "./hypatia-limits.js";
import { hypatiaNotices } from "./hypatia-notices.js";
import { type StationRoutes, stationRoutes } from "./hypatia-routes.js";
import { HypatiaSurvey } from "./hypatia-survey.js";
import { IslInterfaces } from "./isl-interfaces.js";
import { type FolderContent, StagedFolder } from "./staged-folder.js";

export interface HypatiaExportOptions {
  /** The folder to write. */
  readonly out: string;
  /** Replaces what an earlier export wrote there. */
  readonly force?: boolean;
  /** Threads that make frames and forwarding states; 0, the default: this one alone. The files do not depend on it. */
  readonly workers?: number;
  /** Aborted: the export ends with the signal's reason, and leaves nothing. */
  readonly signal?: AbortSignal;
  /** Called with the number of ticks done, out of twice as many as the scenario has: each is gone through twice. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Gets what the format cannot say of the scenario, and other things worth telling. */
  readonly onNotice?: (text: string) => void;
}

export interface HypatiaExport {
  /** Absolute path of the folder. */
  readonly dir: string;
  readonly satellites: number;
  readonly stations: number;
  readonly isls: number;
  readonly ticks: number;
  /** Lines of the first tick's forwarding state: one for each node and station. */
  readonly entries: number;
  /** Lines of all later ticks together. */
  readonly changes: number;
  /** Routes between stations at the first tick. */
  readonly routes: StationRoutes;
}

const CONTENT: FolderContent = {
  what: "Hypatia state directory",
  marks: ["tles.txt", "isls.txt"],
  owns: (file) =>
    ["tles.txt", "isls.txt", "ground_stations.txt", "description.txt", "gsl_interfaces_info.txt"].includes(
      file,
    ) || /^fstate_\d+\.txt$/.test(file),
};

const NOTHING: RunObserver = { topology() {}, route() {}, event() {}, metric() {}, tickDone() {} };

/**
 * Writes a scenario as a Hypatia state directory: tles.txt, isls.txt, ground_stations.txt, description.txt,
 * gsl_interfaces_info.txt, and for every tick fstate_<ns>.txt with the next hop of every node towards every
 * station (the first tick in full, later ones as far as they changed). The forwarding state is that of the
 * element sets and stations as written, that is rounded. Plugins take no part.
 *
 * @throws ExportError where the format cannot hold the scenario
 * @throws ExistingFolderError where the folder exists and `force` is not given
 * @throws DiskError, RouterError, Error where the export fails; it then leaves nothing
 */
export async function exportHypatia(plan: RunPlan, options: HypatiaExportOptions): Promise<HypatiaExport> {
  const { tles, stations, plan: written } = writeNodes(plan);
  const folder = new StagedFolder(options.out, options.force === true, CONTENT);
  try {
    const { plan: bare, queries } = await withTrees({ ...written, plugins: [], probes: NO_PROBES }, options);
    const survey = await surveyTicks(bare, options);
    const pairs = survey.islPairs(listedPairs(plan));
    const { maxGslKm, maxIslKm } = hypatiaLimits(bare, survey);
    const lengths = `max_gsl_length_m=${metresText(maxGslKm)}\nmax_isl_length_m=${metresText(maxIslKm)}\n`;
    write(folder, "tles.txt", tles);
    write(folder, "isls.txt", pairLines(pairs));
    write(folder, "ground_stations.txt", stations);
    write(folder, "description.txt", lengths);
    write(folder, "gsl_interfaces_info.txt", interfaceLines(bare.sky.nodes.count));
    for (const notice of hypatiaNotices({ ...bare, plugins: plan.plugins }, survey.countUnsteady(pairs)))
      options.onNotice?.(notice);
    const states = await writeStates(bare, queries, { path: folder.path, pairs }, options);
    folder.commit();
    const { satelliteCount, groundCount } = plan.sky.nodes;
    return {
      dir: folder.dir,
      satellites: satelliteCount,
      stations: groundCount,
      isls: pairs.length / 2,
      ticks: plan.time.tickCount,
      ...states,
    };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

const NO_PROBES = { sources: new Uint32Array(0), targets: new Uint32Array(0) };

/** A plan whose router grows trees, and what it can be asked. */
interface RoutedPlan {
  readonly plan: RunPlan;
  readonly queries: Router["queries"];
}

/**
 * A forwarding state is a tree for each station. The scenario's router may not grow them; `forwarding` does, repairs
 * them from tick to tick, and gives to the bit what `dijkstra` gives.
 */
async function withTrees(plan: RunPlan, { onNotice }: HypatiaExportOptions): Promise<RoutedPlan> {
  const router = await loadRouter(plan.routing.router);
  const { queries } = router;
  const hasTrees = queries.includes("tree");
  if (hasTrees && router !== dijkstra) return { plan, queries };
  if (!hasTrees) {
    onNotice?.(
      `router "${router.name}" has no trees towards a target; the forwarding state is by "forwarding"`,
    );
  }
  const use = { ref: { name: forwarding.name }, config: {} };
  return { plan: { ...plan, routing: { ...plan.routing, router: use } }, queries: forwarding.queries };
}

async function surveyTicks(plan: RunPlan, options: HypatiaExportOptions): Promise<HypatiaSurvey> {
  const survey = new HypatiaSurvey(plan.sky.nodes);
  await runTicks(plan, { ...options, onNotice: undefined }, 0, (simulation) =>
    survey.observe(simulation.world),
  );
  return survey;
}

async function writeStates(
  plan: RunPlan,
  queries: Router["queries"],
  { path, pairs }: { readonly path: string; readonly pairs: Uint32Array },
  options: HypatiaExportOptions,
): Promise<Pick<HypatiaExport, "entries" | "changes" | "routes">> {
  const { satelliteCount, groundCount } = plan.sky.nodes;
  const interfaces = new IslInterfaces(pairs, satelliteCount);
  const state = new ForwardingState(satelliteCount, groundCount);
  let entries = 0;
  let changes = 0;
  let routes: StationRoutes | undefined;
  await runTicks(plan, options, plan.time.tickCount, ({ world }, tick, timeNs) => {
    state.update(world, queries);
    const lines = writeFstate(join(path, `fstate_${timeNs}.txt`), state, interfaces);
    if (tick === 0) {
      entries = lines;
      routes = stationRoutes(world);
    } else changes += lines;
  });
  return { entries, changes, routes: routes as StationRoutes };
}

type TickHandler = (simulation: Simulation, tick: number, timeNs: number) => void;

/** @param before ticks that were done when this pass began */
async function runTicks(
  plan: RunPlan,
  {
    workers,
    signal,
    onProgress,
    onNotice,
  }: Omit<HypatiaExportOptions, "onNotice"> & {
    readonly onNotice?: ((text: string) => void) | undefined;
  },
  before: number,
  onTick: TickHandler,
): Promise<void> {
  const simulation = await Simulation.create(plan, {
    ...(workers === undefined ? {} : { workers }),
    ...(onNotice === undefined ? {} : { onNotice }),
  });
  const status = await simulation.run(
    {
      ...NOTHING,
      tickDone(tick, timeNs) {
        onTick(simulation, tick, timeNs);
        onProgress?.(before + tick + 1, 2 * plan.time.tickCount);
      },
    },
    signal,
  );
  if (status === "interrupted") signal?.throwIfAborted();
}

/** Links that the scenario lists, in its order, which is that of Hypatia's interfaces. */
function listedPairs({ sky }: RunPlan): Uint32Array {
  const lists = sky.links.isl.flatMap(({ protocol: { ref, config } }) => {
    if (ref.url !== undefined || (ref.name !== "list" && ref.name !== "hypatia")) return [];
    return [(config as { readonly pairs: Uint32Array }).pairs];
  });
  const all = new Uint32Array(lists.reduce((sum, pairs) => sum + pairs.length, 0));
  let at = 0;
  for (const pairs of lists) {
    all.set(pairs, at);
    at += pairs.length;
  }
  return all;
}

function pairLines(pairs: Uint32Array): string {
  let text = "";
  for (let i = 0; i < pairs.length; i += 2) text += `${pairs[i]} ${pairs[i + 1]}\n`;
  return text;
}

/** One interface for ground links at each node, and Hypatia's unit of bandwidth. */
function interfaceLines(nodeCount: number): string {
  let text = "";
  for (let node = 0; node < nodeCount; node++) text += `${node},1,1.000000\n`;
  return text;
}

function write(folder: StagedFolder, file: string, text: string): void {
  const path = join(folder.path, file);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new DiskError("write", path, error);
  }
}
