import type { EnergyBooks } from "./battery-bank.js";
import type { EnergyModel } from "./energy-plan.js";

/** Why a node takes no work. */
export type RefusalReason = "out-of-energy" | "too-hot" | "failed";

/** Batteries, temperatures and radiation of satellites, as of this moment. */
export interface EnergyService {
  /** Whether the node has a battery (and panels, and a temperature) in this run. */
  has(node: number): boolean;
  /** @throws RangeError for a node that has none; so do all below */
  chargeJ(node: number): number;
  /** 0 to 1 of the battery's capacity. */
  charge(node: number): number;
  /** @throws RangeError also for a node whose entry says nothing of `thermal` */
  temperatureK(node: number): number;
  /** Power that panels give, and that bus, radio and computer draw, W. */
  panelW(node: number): number;
  drawW(node: number): number;
  /** Share of the Sun's disc in view, 0 to 1. */
  sunlit(node: number): number;
  /** Ionising dose since the start, Gy. */
  doseGy(node: number): number;
  /** What went in and out since the start. */
  books(node: number): EnergyBooks;
  /** What the scenario says of the node. */
  model(node: number): EnergyModel;
  /** The region of its radiation model that the node is in; undefined outside of all of them. */
  radiationRegion(node: number): string | undefined;
  /** Why the node takes no work now; undefined where it does. */
  refuses(node: number): RefusalReason | undefined;
}
