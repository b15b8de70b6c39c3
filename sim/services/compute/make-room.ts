import type { Computer } from "./computer.js";
import type { NodeTask } from "./node-task.js";

/**
 * Tasks of lower priority that have to go so that one can start: from the lowest priority up, within it the latest
 * first, each only if it holds something that is still missing. Undefined where even all of them would not do.
 */
export function chooseVictims(computer: Computer, task: NodeTask): NodeTask[] | undefined {
  const missing = whatIsMissing(computer, task);
  const victims: NodeTask[] = [];
  const candidates = [...computer.tasks]
    .filter(({ holds, priority }) => holds && priority > task.priority)
    .sort((a, b) => b.priority - a.priority || b.id - a.id);
  for (const candidate of candidates) {
    if (missing.size === 0) break;
    const held = whatIsHeld(computer, candidate);
    if (![...missing.keys()].some((what) => (held.get(what) ?? 0) > 0)) continue;
    victims.push(candidate);
    for (const [what, amount] of [...missing]) {
      const left = amount - (held.get(what) ?? 0);
      if (left > 0) missing.set(what, left);
      else missing.delete(what);
    }
  }
  return missing.size === 0 ? victims : undefined;
}

/** Amounts by what they are of. */
type Amounts = Map<string, number>;

function whatIsMissing(computer: Computer, task: NodeTask): Amounts {
  const { holdings } = computer;
  const { memoryMb = 0, storageMb = 0, accelerators = {} } = task.request;
  const missing: Amounts = new Map();
  const note = (what: string, wanted: number, free: number) => {
    if (wanted > free) missing.set(what, wanted - free);
  };
  if (!task.holds) {
    note("memory", memoryMb, holdings.freeMemoryMb);
    note("storage", storageMb, holdings.freeStorageMb);
    for (const kind of Object.keys(accelerators).sort())
      note(`unit ${kind}`, accelerators[kind], holdings.freeUnits(kind));
  }
  if (computer.rules.discipline === "fifo")
    note("cores", Math.min(task.maxCores, computer.openCores), computer.freeCores);
  return missing;
}

function whatIsHeld(computer: Computer, { request, share }: NodeTask): Amounts {
  const { memoryMb = 0, storageMb = 0, accelerators = {} } = request;
  const held: Amounts = new Map([
    ["memory", memoryMb],
    ["storage", storageMb],
  ]);
  for (const [kind, units] of Object.entries(accelerators)) held.set(`unit ${kind}`, units);
  if (computer.rules.discipline === "fifo") held.set("cores", share?.cores ?? 0);
  return held;
}
