import type { Demand, NodeResources } from "./compute-service.js";

/** Sums of decimal sizes miss by rounding: this share of the whole too little still counts as enough. */
const SLACK = 1e-9;

/** Memory, storage and accelerators of one node, and what of them is held. */
export class Holdings {
  readonly #all: NodeResources;
  #memoryMb = 0;
  #storageMb = 0;
  readonly #units = new Map<string, number>();
  #holders = 0;

  constructor(all: NodeResources) {
    this.#all = all;
  }

  get freeMemoryMb(): number {
    return Math.max(0, this.#all.memoryMb - this.#memoryMb);
  }

  get freeStorageMb(): number {
    return Math.max(0, this.#all.storageMb - this.#storageMb);
  }

  freeUnits(kind: string): number {
    return (unitsOf(this.#all, kind) ?? 0) - (this.#units.get(kind) ?? 0);
  }

  /** Free accelerators by kind. */
  get freeAccelerators(): Record<string, number> {
    return Object.fromEntries(
      Object.keys(this.#all.accelerators).map((kind) => [kind, this.freeUnits(kind)]),
    );
  }

  take(demand: Demand): void {
    this.#holders++;
    this.#add(demand, 1);
  }

  giveBack(demand: Demand): void {
    this.#add(demand, -1);
    if (--this.#holders > 0) return;
    // What rounding has left of earlier sums.
    this.#memoryMb = 0;
    this.#storageMb = 0;
  }

  fits({ memoryMb = 0, storageMb = 0, accelerators }: Demand): boolean {
    if (exceeds(memoryMb, this.freeMemoryMb, this.#all.memoryMb)) return false;
    if (exceeds(storageMb, this.freeStorageMb, this.#all.storageMb)) return false;
    for (const kind in accelerators) if (accelerators[kind] > this.freeUnits(kind)) return false;
    return true;
  }

  /** What is missing, such as `memory: 512 MB wanted, 128 MB free`; undefined where the demand fits. */
  missing(demand: Demand): string | undefined {
    if (this.fits(demand)) return undefined;
    return describeMissing(demand, this.#all, {
      memoryMb: this.freeMemoryMb,
      storageMb: this.freeStorageMb,
      accelerators: this.freeAccelerators,
      word: "free",
    });
  }

  #add({ memoryMb = 0, storageMb = 0, accelerators }: Demand, sign: 1 | -1): void {
    this.#memoryMb += sign * memoryMb;
    this.#storageMb += sign * storageMb;
    for (const kind in accelerators) {
      this.#units.set(kind, (this.#units.get(kind) ?? 0) + sign * accelerators[kind]);
    }
  }
}

/** What a node would miss were it empty; undefined where it could take the demand. Cores are compared where they are given. */
export function missingWhenEmpty(
  all: NodeResources,
  demand: Demand & { readonly cores?: number },
): string | undefined {
  const cores = demand.cores ?? 0;
  const tooMany = cores > all.cores ? [`cores: ${cores} wanted, ${all.cores} there`] : [];
  const rest = describeMissing(demand, all, { ...all, word: "there" });
  return [...tooMany, ...(rest === "" ? [] : [rest])].join("; ") || undefined;
}

interface Supply {
  readonly memoryMb: number;
  readonly storageMb: number;
  readonly accelerators: Readonly<Record<string, number>>;
  readonly word: string;
}

function describeMissing(
  { memoryMb = 0, storageMb = 0, accelerators = {} }: Demand,
  all: NodeResources,
  supply: Supply,
) {
  const parts: string[] = [];
  const note = (what: string, wanted: number, given: number, unit: string) =>
    parts.push(`${what}: ${rounded(wanted)}${unit} wanted, ${rounded(given)}${unit} ${supply.word}`);
  if (exceeds(memoryMb, supply.memoryMb, all.memoryMb)) note("memory", memoryMb, supply.memoryMb, " MB");
  if (exceeds(storageMb, supply.storageMb, all.storageMb))
    note("storage", storageMb, supply.storageMb, " MB");
  for (const kind of Object.keys(accelerators).sort()) {
    const given = unitsOf(supply, kind) ?? 0;
    if (accelerators[kind] > given) note(kind, accelerators[kind], given, "");
  }
  return parts.join("; ");
}

function unitsOf({ accelerators }: Pick<NodeResources, "accelerators">, kind: string): number | undefined {
  return Object.hasOwn(accelerators, kind) ? accelerators[kind] : undefined;
}

function exceeds(wanted: number, free: number, all: number): boolean {
  return wanted > free + SLACK * all;
}

/** To six digits: what is beyond is rounding. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
