import type { EarthFacing } from "../../../orbits/earth-view.js";
import type { RegionBox } from "../../../orbits/radiation-regions.js";

/** Which satellites have batteries, and of what kind. */
export interface EnergyPlan {
  readonly models: readonly EnergyModel[];
}

/** One kind of satellite, and which ones are of it. */
export interface EnergyModel {
  /** Ids of satellites with orbits, ascending; no satellite is of two models. */
  readonly nodes: Uint32Array;
  readonly sun: SunModel;
  readonly battery: BatteryModel;
  readonly panels: readonly PanelModel[];
  readonly draw: DrawModel;
  /** Absent: the satellite has no temperature. */
  readonly thermal?: ThermalModel;
  /** Absent: radiation does nothing to it. */
  readonly radiation?: RadiationModel;
}

export interface SunModel {
  /** At one astronomical unit. */
  readonly irradianceWM2: number;
  /** Whether it goes by the Earth's distance from the Sun, as it does. */
  readonly byDistance: boolean;
}

export interface BatteryModel {
  readonly capacityJ: number;
  /** Shares of the capacity, 0 to 1. */
  readonly initialCharge: number;
  /** At and below it the node takes no work. */
  readonly minimumCharge: number;
  /** From it on it takes work again. */
  readonly resumeCharge: number;
  /** What an empty battery means beside a computer that is off: does the node leave the network too? */
  readonly onEmpty: "refuse" | "leave";
}

/** Where the panel's normal points: after the Sun, or fixed in the local frame of the orbit. */
export type PanelNormal = "sun-tracking" | "nadir" | "zenith" | "velocity" | "anti-velocity";

export interface PanelModel {
  readonly areaM2: number;
  /** Electric power over the sunlight that meets it, 0 to 1. */
  readonly efficiency: number;
  readonly normal: PanelNormal;
}

export interface DrawModel {
  readonly busW: number;
  readonly radio: { readonly idleW: number; readonly sentJPerBit: number; readonly receivedJPerBit: number };
  readonly compute: { readonly idleW: number; readonly perCoreW: number };
}

export interface ThermalModel {
  readonly massKg: number;
  readonly specificHeatJKgK: number;
  readonly initialK: number;
  /** Area across the sunlight, area that faces the Earth, and area that radiates. */
  readonly sunAreaM2: number;
  readonly earthAreaM2: number;
  readonly radiatorAreaM2: number;
  /** Share of sunlight, direct and reflected, that is absorbed. */
  readonly absorptance: number;
  /** In the infrared, given off and taken in alike. */
  readonly emissivity: number;
  /** Share of the electric power drawn that ends as heat within. */
  readonly heatShare: number;
  readonly albedo: AlbedoModel;
  readonly earth: EarthInfraredModel;
  /** Above it the node takes no work, until it is at `resumeK` again; absent: no limit. */
  readonly limits?: { readonly maxK: number; readonly resumeK: number };
  readonly scheme: HeatScheme;
}

/** `phase`: by the Sun's height beneath the satellite and the view factor; `constant`: a share, while it is sunlit. */
export type AlbedoModel =
  | { readonly phase: "lambert"; readonly coefficient: number }
  | { readonly phase: "constant"; readonly coefficient: number; readonly share: number };

export interface EarthInfraredModel {
  readonly temperatureK: number;
  readonly emissivity: number;
  /** How `earthAreaM2` sees the Earth. */
  readonly facing: EarthFacing;
}

/** How the heat balance is integrated: fourth order with steps of its own choice, or first order with fixed ones. */
export type HeatScheme =
  | { readonly kind: "adaptive" }
  | { readonly kind: "explicit"; readonly stepSeconds: number };

export interface RadiationModel {
  /** The first region that a satellite is in counts. */
  readonly regions: readonly RegionRates[];
  /** In none of them. */
  readonly elsewhere: RadiationRates;
  /** Of all upsets, the shares that restart the computer and that end the satellite; the rest are bit errors. */
  readonly restartShare: number;
  readonly failureShare: number;
  readonly restartSeconds: number;
}

export interface RadiationRates {
  readonly upsetsPerS: number;
  readonly doseGyPerS: number;
}

export interface RegionRates extends RadiationRates {
  /** One of `RADIATION_REGIONS`, or the name of the box. */
  readonly region: string;
  readonly box?: RegionBox;
}
