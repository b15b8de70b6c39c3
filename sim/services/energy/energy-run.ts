import type { EventHandle } from "../../kernel/index.js";
import { Priority } from "../../kernel/index.js";
import type { ComputeControl } from "../compute/index.js";
import type { NetworkService } from "../network/index.js";
import type { ServiceHost } from "../service-host.js";
import type { EnergyBooks } from "./battery-bank.js";
import { EnergyMetrics } from "./energy-metrics.js";
import type { EnergyModel, EnergyPlan, RadiationModel } from "./energy-plan.js";
import type { EnergyService, RefusalReason } from "./energy-service.js";
import { EnergyState, type Levels } from "./energy-state.js";
import { type DoseRate, LightPieces } from "./light-pieces.js";
import { OrbitPlaces } from "./orbit-places.js";
import { RadiationField } from "./radiation-field.js";
import { radioJ } from "./radio-draw.js";
import { FAILED, HOT, LOW, REASONS, reasonOf } from "./refusal-bits.js";
import { type Exposed, type Upset, Upsets } from "./upsets.js";

/** The causes that the service gives for nodes that it takes down. */
const BATTERY_CAUSE = "battery";
const RADIATION_CAUSE = "radiation";

const NO_LEVEL = Number.NaN;

/** Batteries, heat and radiation of the satellites of a run. */
export class EnergyRun implements EnergyService {
  readonly #host: ServiceHost;
  readonly #compute: ComputeControl | undefined;
  readonly #nodes: Uint32Array;
  readonly #models: readonly EnergyModel[];
  /** By node: place among `#nodes`, or -1. */
  readonly #placeOf: Int32Array;
  readonly #state: EnergyState;
  readonly #fields: ReadonlyMap<EnergyModel, RadiationField | undefined>;
  readonly #metrics: EnergyMetrics;
  readonly #refusing: Uint8Array;
  readonly #wakes = new Map<number, EventHandle>();
  /** Satellites whose load changed at this instant. */
  readonly #changed = new Set<number>();
  readonly #levels: Levels = {
    chargeBelowJ: NO_LEVEL,
    chargeAboveJ: NO_LEVEL,
    warmerK: NO_LEVEL,
    coolerK: NO_LEVEL,
  };
  #nextTickNs = 0;
  #refusingCount = 0;

  constructor(
    host: ServiceHost,
    { models }: EnergyPlan,
    services: { readonly network: NetworkService; readonly compute?: ComputeControl },
  ) {
    this.#host = host;
    this.#compute = services.compute;
    const { nodes, modelOf } = satellitesOf(models);
    this.#nodes = nodes;
    this.#models = modelOf;
    this.#placeOf = new Int32Array(host.plan.sky.nodes.count).fill(-1);
    for (let i = 0; i < nodes.length; i++) this.#placeOf[nodes[i]] = i;
    this.#fields = new Map(
      models.map((model) => [model, model.radiation && new RadiationField(model.radiation)]),
    );
    const doses = new Map(models.map((model) => [model, doseOf(this.#fields.get(model))]));
    const places = new OrbitPlaces(host.orbits, host.plan.sky, nodes);
    const pieces = new LightPieces(places, modelOf, (model) => doses.get(model));
    this.#state = new EnergyState(this.#models, pieces, radioJ(this.#nodes, this.#models, services.network));
    this.#refusing = new Uint8Array(this.#nodes.length);
    this.#metrics = new EnergyMetrics(
      host.metrics,
      models.some(({ thermal }) => thermal !== undefined),
    );
    this.#attend(host);
    this.#expose(host);
  }

  has(node: number): boolean {
    return (this.#placeOf[node] ?? -1) >= 0;
  }

  chargeJ(node: number): number {
    return this.#state.batteries.chargeJ[this.#now(node)];
  }

  charge(node: number): number {
    const i = this.#now(node);
    return this.#state.batteries.chargeJ[i] / this.#state.batteries.capacityJ[i];
  }

  temperatureK(node: number): number {
    const i = this.#now(node);
    if (this.#models[i].thermal === undefined) {
      throw new RangeError(`node ${node} has no temperature: its energy entry says nothing of thermal`);
    }
    return this.#state.temperatureK[i];
  }

  panelW(node: number): number {
    return this.#state.panelW(this.#now(node));
  }

  drawW(node: number): number {
    return this.#state.drawW(this.#now(node));
  }

  sunlit(node: number): number {
    return this.#state.pieces.sunlitAt(this.#place(node), this.#host.kernel.nowNs);
  }

  doseGy(node: number): number {
    return this.#state.doseGy[this.#now(node)];
  }

  books(node: number): EnergyBooks {
    return this.#state.batteries.books(this.#now(node));
  }

  model(node: number): EnergyModel {
    return this.#models[this.#place(node)];
  }

  radiationRegion(node: number): string | undefined {
    const i = this.#place(node);
    const model = this.#models[i];
    const { radiation } = model;
    const positionKm = this.#state.pieces.positionAt(i, this.#host.kernel.nowNs);
    if (radiation === undefined || positionKm === undefined) return undefined;
    const { name } = (this.#fields.get(model) as RadiationField).at(positionKm);
    return radiation.regions.some(({ region }) => region === name) ? name : undefined;
  }

  refuses(node: number): RefusalReason | undefined {
    return this.#reason(this.#place(node));
  }

  #attend({ moments, kernel, plan }: ServiceHost): void {
    const { stepNs, durationNs } = plan.time;
    moments.tick.push(() => {
      this.#nextTickNs = Math.min(kernel.nowNs + stepNs, durationNs);
      for (let i = 0; i < this.#nodes.length; i++) this.#attendTo(i);
      this.#metrics.sample(this.#state, this.#refusingCount);
    });
    moments.end.push(() => {
      for (let i = 0; i < this.#nodes.length; i++) this.#state.advance(i, kernel.nowNs);
      this.#metrics.sample(this.#state, this.#refusingCount);
    });
    const compute = this.#compute;
    if (compute === undefined) return;
    compute.addGate((node) => (this.has(node) ? this.refuses(node) : undefined));
    compute.onLoadChange((node) => {
      if (!this.has(node)) return;
      const i = this.#now(node);
      // The new load is asked for when everything of this instant that changes it has done so.
      if (this.#changed.size === 0)
        kernel.agenda.soon(Priority.Urgent, { fire: () => this.#takeLoads(compute) });
      this.#changed.add(i);
    });
  }

  #takeLoads(compute: ComputeControl): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const i of changed) {
      this.#state.busyCores[i] = compute.busyCores(this.#nodes[i]);
      this.#attendTo(i);
    }
  }

  /** Brings a satellite to this instant, sees what its levels mean, and puts down when to look again. */
  #attendTo(i: number): void {
    const { nowNs } = this.#host.kernel;
    this.#state.advance(i, nowNs);
    this.#judge(i);
    const wake = this.#wakes.get(i);
    if (wake !== undefined) {
      this.#host.kernel.cancel(wake);
      this.#wakes.delete(i);
    }
    const atNs = this.#state.nextInstant(i, this.#levelsOf(i), this.#nextTickNs);
    // At the tick itself all are looked at.
    if (atNs === undefined || atNs >= this.#nextTickNs) return;
    const handle = this.#host.kernel.schedule({ atNs }, () => {
      this.#wakes.delete(i);
      this.#attendTo(i);
    });
    this.#wakes.set(i, handle);
  }

  /** What is to be looked out for, in one object that is used again. */
  #levelsOf(i: number): Levels {
    const { battery, thermal } = this.#models[i];
    const bits = this.#refusing[i];
    const isLow = (bits & LOW) !== 0;
    const isHot = (bits & HOT) !== 0;
    const levels = this.#levels;
    if (!isLow) levels.chargeBelowJ = battery.minimumCharge * battery.capacityJ;
    else levels.chargeBelowJ = this.#state.off[i] === 1 ? NO_LEVEL : 0;
    levels.chargeAboveJ = isLow ? battery.resumeCharge * battery.capacityJ : NO_LEVEL;
    levels.warmerK = isHot ? NO_LEVEL : (thermal?.limits?.maxK ?? NO_LEVEL);
    levels.coolerK = isHot ? (thermal?.limits?.resumeK ?? NO_LEVEL) : NO_LEVEL;
    return levels;
  }

  #judge(i: number): void {
    const { battery, thermal } = this.#models[i];
    const { capacityJ, minimumCharge, resumeCharge, onEmpty } = battery;
    const chargeJ = this.#state.batteries.chargeJ[i];
    const node = this.#nodes[i];
    const before = this.#refusing[i];
    if ((before & LOW) === 0 && chargeJ <= minimumCharge * capacityJ) {
      this.#refusing[i] |= LOW;
      this.#tell("energy.low", i);
    } else if ((before & LOW) !== 0 && chargeJ >= resumeCharge * capacityJ) {
      this.#refusing[i] &= ~LOW;
      this.#tell("energy.recovered", i);
      if (this.#state.off[i] === 1) {
        this.#state.off[i] = 0;
        if (onEmpty === "leave") this.#host.setNodeUsable(node, true, BATTERY_CAUSE);
      }
    }
    const t = this.#state.temperatureK[i];
    const limits = thermal?.limits;
    if (limits !== undefined && (before & HOT) === 0 && t >= limits.maxK) {
      this.#refusing[i] |= HOT;
      this.#tell("energy.hot", i);
    } else if (limits !== undefined && (before & HOT) !== 0 && t <= limits.resumeK) {
      this.#refusing[i] &= ~HOT;
      this.#tell("energy.cool", i);
    }
    this.#tellRefusal(i, before);
    if (chargeJ <= 0 && this.#state.off[i] === 0 && this.#state.panelW(i) < this.#state.drawW(i))
      this.#goDark(i);
  }

  /** The battery is empty: the computer goes off with all that runs on it, or the whole node leaves. */
  #goDark(i: number): void {
    const node = this.#nodes[i];
    this.#state.off[i] = 1;
    this.#tell("energy.empty", i);
    if (this.#models[i].battery.onEmpty === "leave") this.#host.setNodeUsable(node, false, BATTERY_CAUSE);
    else if (this.#compute?.resources(node) !== undefined) this.#compute.restart(node, 0);
  }

  #tellRefusal(i: number, before: number): void {
    const node = this.#nodes[i];
    const after = this.#refusing[i];
    if (after === before) return;
    const name = this.#host.plan.nodeNames.at(node);
    for (const [bit, reason] of REASONS) if ((after & ~before & bit) !== 0) this.#metrics.refusal(reason);
    if (before === 0) this.#refusingCount++;
    if (after === 0) this.#refusingCount--;
    const reason = this.#reason(i);
    if (reason === undefined) this.#host.emit("node.accepts", name, { node });
    else if (reason !== reasonOf(before)) this.#host.emit("node.refuses", name, { node, reason });
    this.#compute?.recheck(node);
  }

  #tell(kind: string, i: number): void {
    const node = this.#nodes[i];
    const { chargeJ, capacityJ } = this.#state.batteries;
    const t = this.#state.temperatureK[i];
    this.#host.emit(kind, this.#host.plan.nodeNames.at(node), {
      node,
      charge: chargeJ[i] / capacityJ[i],
      ...(!Number.isNaN(t) && { temperatureK: t }),
    });
  }

  #expose({ moments, kernel, random }: ServiceHost): void {
    const fields = [...this.#fields.values()].filter((field) => field !== undefined);
    if (fields.length === 0) return;
    const places = Uint32Array.from(this.#nodes.keys()).filter(
      (i) => this.#fields.get(this.#models[i]) !== undefined,
    );
    const exposed: Exposed = {
      count: places.length,
      model: (k) => this.#models[places[k]].radiation as RadiationModel,
      field: (k) => this.#fields.get(this.#models[places[k]]) as RadiationField,
      positionAt: (k, ns) => this.#state.pieces.positionAt(places[k], ns),
    };
    const names = [...new Set(fields.flatMap((field) => field.names))].sort();
    const counters = this.#metrics.upsets(names);
    const upsets = new Upsets(kernel, random("energy.radiation"), exposed, (upset) => {
      const i = places[upset.i];
      if ((this.#refusing[i] & FAILED) !== 0) return;
      counters.get(upset.region)?.add();
      this.#upset(i, upset);
    });
    moments.start.push(() => upsets.start());
  }

  #upset(i: number, { region, effect, pick }: Upset): void {
    const node = this.#nodes[i];
    const compute = this.#compute?.resources(node) === undefined ? undefined : this.#compute;
    const corrupted = effect === "bit-error" && compute !== undefined && compute.corrupt(node, pick);
    const data = { node, region, effect, ...(effect === "bit-error" && { corrupted }) };
    this.#host.emit("radiation.upset", this.#host.plan.nodeNames.at(node), data);
    if (effect === "restart") compute?.restart(node, this.#models[i].radiation?.restartSeconds ?? 0);
    if (effect !== "failure") return;
    const before = this.#refusing[i];
    this.#refusing[i] |= FAILED;
    this.#host.setNodeUsable(node, false, RADIATION_CAUSE);
    this.#tellRefusal(i, before);
  }

  #reason(i: number): RefusalReason | undefined {
    return reasonOf(this.#refusing[i]);
  }

  #place(node: number): number {
    const i = this.#placeOf[node] ?? -1;
    if (i < 0) throw new RangeError(`node ${node} has no battery in this run`);
    return i;
  }

  /** The satellite's place, everything of it brought to this instant. */
  #now(node: number): number {
    const i = this.#place(node);
    this.#state.advance(i, this.#host.kernel.nowNs);
    return i;
  }
}

/** All satellites of the models, ascending, and the model of each. */
function satellitesOf(models: readonly EnergyModel[]): {
  nodes: Uint32Array;
  modelOf: readonly EnergyModel[];
} {
  const modelOf = new Map<number, EnergyModel>();
  for (const model of models) for (const node of model.nodes) modelOf.set(node, model);
  const nodes = Uint32Array.from(modelOf.keys()).sort();
  return { nodes, modelOf: Array.from(nodes, (node) => modelOf.get(node) as EnergyModel) };
}

function doseOf(field: RadiationField | undefined): DoseRate | undefined {
  return field?.hasDose ? (positionKm) => field.at(positionKm).doseGyPerS : undefined;
}
