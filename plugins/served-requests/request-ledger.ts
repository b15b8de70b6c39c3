import { Histogram, type PluginSim, type RequestEnd, type RequestWork } from "../../index.js";
import type { PowerMeter, PowerShares } from "./power-meter.js";

/** What became of some of the requests. */
export class Tally {
  /** Those that have ended, however: what is under way when the run ends is in no figure. */
  sent = 0;
  /** From the first byte of the request to the last of the answer, ms. */
  readonly totalMs = new Histogram();
  /** The same without the time on the node that answered. */
  readonly networkMs = new Histogram();
  /** Served ones whose power was measured, and the sum of what their panels gave of it. */
  metered = 0;
  fromPanels = 0;

  get served(): number {
    return this.totalMs.count;
  }

  note(end: RequestEnd, power: PowerShares | undefined): void {
    this.sent++;
    if (end.totalMs === undefined || end.workMs === undefined) return;
    this.totalMs.record(end.totalMs);
    this.networkMs.record(Math.max(0, end.totalMs - end.workMs));
    if (power === undefined) return;
    this.metered++;
    this.fromPanels += power.panels;
  }
}

/** Keeps count of all requests of the run: by purpose, by who asks, and by where they are answered. */
export class RequestLedger {
  readonly byPurpose = new Map<string, Tally>();
  /** By purpose, then by the id of the sender; by the place of the node that answers. */
  readonly bySender = new Map<string, Map<number, Tally>>();
  readonly byPlace = new Map<string, Map<string, Tally>>();
  /** The nodes that answered there. */
  readonly nodesOf = new Map<Tally, Set<number>>();
  readonly #sim: PluginSim;
  readonly #power = new Map<number, PowerShares>();

  constructor(sim: PluginSim, meter: PowerMeter) {
    this.#sim = sim;
    sim.on("request.received", ({ data }) => {
      const { request, to } = data as unknown as RequestWork;
      meter.open(request, to);
    });
    sim.on("request.answered", ({ data }) => {
      const { request, to } = data as unknown as RequestWork;
      const shares = meter.close(request, to);
      if (shares !== undefined) this.#power.set(request, shares);
    });
    sim.on("request.end", ({ data }) => {
      const end = data as unknown as RequestEnd;
      if (end.request === undefined) return this.#note(end, undefined);
      meter.drop(end.request);
      const power = this.#power.get(end.request);
      this.#power.delete(end.request);
      this.#note(end, power);
    });
  }

  #note(end: RequestEnd, power: PowerShares | undefined): void {
    const { purpose, from, to, outcome, totalMs } = end;
    tallyOf(this.byPurpose, purpose).note(end, power);
    tallyOf(mapOf(this.bySender, purpose), from).note(end, power);
    if (to !== undefined) this.#noteAt(to, end, power);
    const { metrics } = this.#sim;
    metrics.counter(`requests.${purpose}.${outcome}`, { unit: "1" }).add();
    if (totalMs === undefined) return;
    metrics.histogram(`requests.${purpose}.latency`, { unit: "ms" }).record(totalMs);
    if (power === undefined) return;
    metrics.counter(`requests.${purpose}.fromPanels`, { unit: "1" }).add(power.panels);
    metrics.counter(`requests.${purpose}.fromBattery`, { unit: "1" }).add(power.battery);
  }

  #noteAt(node: number, end: RequestEnd, power: PowerShares | undefined): void {
    const tally = tallyOf(mapOf(this.byPlace, end.purpose), this.#placeOf(node));
    tally.note(end, power);
    const nodes = this.nodesOf.get(tally);
    if (nodes === undefined) this.nodesOf.set(tally, new Set([node]));
    else nodes.add(node);
  }

  /** A satellite's shell, and of rings one above the other which; a ground node's tier. */
  #placeOf(node: number): string {
    const { nodes, tiers } = this.#sim.world;
    const shell = nodes.shells.find(({ first, count }) => node >= first && node < first + count);
    if (shell === undefined) return tiers[node] as string;
    const { name, first, rings } = shell;
    if (rings === undefined) return name;
    const ring = Math.floor((node - first) / rings.slotsPerRing);
    const digits = String(rings.rings - 1).length;
    return `${name}, ring ${String(ring).padStart(digits, "0")}`;
  }
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = new Tally();
    tallies.set(key, tally);
  }
  return tally;
}

function mapOf<K>(maps: Map<string, Map<K, Tally>>, purpose: string): Map<K, Tally> {
  let map = maps.get(purpose);
  if (map === undefined) {
    map = new Map();
    maps.set(purpose, map);
  }
  return map;
}
