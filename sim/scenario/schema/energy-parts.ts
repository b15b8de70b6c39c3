import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import {
  AREA_M2,
  DURATION_NS,
  ENERGY_J,
  ENERGY_PER_BIT_J,
  IRRADIANCE_W_M2,
  MASS_KG,
  POWER_W,
  SPECIFIC_HEAT_J_KG_K,
  TEMPERATURE_K,
  TEMPERATURE_STEP_K,
} from "../../../orbits/units.js";

/** From 0 to 1. */
export const ShareSchema = z.number().min(0).max(1);

const power = () => quantity(POWER_W, { atLeast: "0 W" });
const area = (above0 = false) => quantity(AREA_M2, above0 ? { above: "0 m2" } : { atLeast: "0 m2" });

/** How far above the minimum a battery has to be charged again, where the scenario does not say. */
const RESUME_CHARGE_STEP = 0.05;

export const SunSchema = z
  .strictObject({
    irradiance: quantity(IRRADIANCE_W_M2, { atLeast: "0 W/m2" })
      .describe("Sunlight at one astronomical unit. Default: 1361 W/m2 (IAU 2015 resolution B3).")
      .prefault("1361 W/m2"),
    byDistance: z
      .boolean()
      .describe("Whether sunlight goes by the Earth's distance from the Sun (3 % either way). Default: true.")
      .prefault(true),
  })
  .describe("Sunlight outside of the shadow.");

export const BatterySchema = z
  .strictObject({
    capacity: quantity(ENERGY_J, { above: "0 Wh" }).describe("Usable capacity, such as 86 Wh."),
    initialCharge: ShareSchema.describe("Charge at the start, a share of the capacity. Default: 1.").prefault(
      1,
    ),
    minimumCharge: ShareSchema.describe(
      "At and below this share of the capacity the node takes no work: the depth limit. Default: 0.2, our choice.",
    ).prefault(0.2),
    resumeCharge: ShareSchema.describe(
      "From this share on it takes work again; above minimumCharge. Default: minimumCharge + 0.05.",
    ).optional(),
    onEmpty: z
      .enum(["refuse", "leave"])
      .describe(
        "What an empty battery means, until resumeCharge: the computer is off (refuse), or the node leaves the network too.",
      )
      .prefault("refuse"),
  })
  .transform((battery) => ({
    ...battery,
    resumeCharge: battery.resumeCharge ?? Math.min(1, battery.minimumCharge + RESUME_CHARGE_STEP),
  }))
  .superRefine(({ minimumCharge, resumeCharge }, context) => {
    if (resumeCharge > minimumCharge) return;
    context.addIssue({
      code: "custom",
      path: ["resumeCharge"],
      message: `expected a resumeCharge above minimumCharge, ${minimumCharge}; got ${resumeCharge}`,
    });
  })
  .describe("The battery.");

export const PanelSchema = z
  .strictObject({
    area: area(true).describe("Area of the panel, such as 0.12 m2."),
    efficiency: ShareSchema.describe("Electric power over the sunlight that meets it, such as 0.28."),
    normal: z
      .enum(["sun-tracking", "nadir", "zenith", "velocity", "anti-velocity"])
      .describe("Where it points: after the Sun, or fixed in the orbit's frame, with the cosine law.")
      .prefault("sun-tracking"),
  })
  .describe("A solar panel.");

export const DrawSchema = z
  .strictObject({
    bus: power().describe("What the satellite draws whatever it does, such as 5 W."),
    radio: z
      .strictObject({
        idle: power().describe("While nothing is sent or received. Default: 0.").prefault("0 W"),
        sent: quantity(ENERGY_PER_BIT_J, { atLeast: "0 J/bit" })
          .describe("For each bit sent to a neighbour, such as 100 nJ/bit. Default: 0.")
          .prefault("0 J/bit"),
        received: quantity(ENERGY_PER_BIT_J, { atLeast: "0 J/bit" })
          .describe("For each bit received from a neighbour. Default: 0.")
          .prefault("0 J/bit"),
      })
      .describe("Radios and lasers.")
      .prefault({}),
    compute: z
      .strictObject({
        idle: power().describe("The computer without work. Default: 0.").prefault("0 W"),
        perCore: power().describe("More for each core at work. Default: 0.").prefault("0 W"),
      })
      .describe("The computer.")
      .prefault({}),
  })
  .describe("What draws power.");

const AlbedoSchema = z
  .strictObject({
    coefficient: ShareSchema.describe(
      "Share of sunlight that the Earth reflects. Default: 0.294 (NASA Earth fact sheet, Bond albedo).",
    ).prefault(0.294),
    phase: z
      .enum(["lambert", "constant"])
      .describe(
        "lambert: by the Sun's height beneath the satellite and the Earth's view factor. constant: a share, while it is sunlit.",
      )
      .prefault("lambert"),
    share: ShareSchema.describe(
      "With phase constant: how much of coefficient x sunlight meets earthArea.",
    ).optional(),
  })
  .superRefine(({ phase, share }, context) => {
    const message =
      phase === "constant"
        ? share === undefined && "expected a share, from 0 to 1, with phase constant"
        : share !== undefined && "a share goes with phase constant";
    if (message) context.addIssue({ code: "custom", path: ["share"], message });
  })
  .describe("Sunlight that the Earth reflects.");

const EarthSchema = z
  .strictObject({
    temperature: quantity(TEMPERATURE_K, { atLeast: "0 K" })
      .describe("Default: 254 K (NASA Earth fact sheet, black-body temperature).")
      .prefault("254 K"),
    emissivity: ShareSchema.describe("Default: 1, as befits a black-body temperature.").prefault(1),
    facing: z
      .enum(["plate", "sphere"])
      .describe("How earthArea sees the Earth: as a plate that faces it, or as a sphere by all its area.")
      .prefault("plate"),
  })
  .describe("Infrared of the Earth.");

const SchemeSchema = z
  .strictObject({
    explicit: quantity(DURATION_NS, { atLeast: "1 ms" }).describe(
      "Length of the steps, such as 5 s; pieces of time that end sooner make shorter ones.",
    ),
  })
  .describe("Euler's explicit steps in place of the fourth-order scheme, to compare with other models.");

/** How far below its limit a body has to cool, where the scenario does not say. */
const RESUME_STEP_K = 5;

export const ThermalSchema = z
  .strictObject({
    mass: quantity(MASS_KG, { above: "0 kg" }).describe("What is warmed, such as 10 kg."),
    specificHeat: quantity(SPECIFIC_HEAT_J_KG_K, { above: "0 J/kg/K" }).describe(
      "Such as 897 J/kg/K, that of aluminium.",
    ),
    initialTemperature: quantity(TEMPERATURE_K, { above: "0 K" })
      .describe("At the start. Default: 20 degC.")
      .prefault("20 degC"),
    sunArea: area().describe("Area across the sunlight."),
    earthArea: area().describe("Area that faces the Earth."),
    radiatorArea: area(true).describe("Area that radiates."),
    absorptance: ShareSchema.describe("Share of sunlight, direct and reflected, that is absorbed."),
    emissivity: z.number().positive().max(1).describe("In the infrared, given off and taken in alike."),
    heatShare: ShareSchema.describe(
      "Share of the electric power drawn that ends as heat within. Default: 1; what an antenna sends away is not within.",
    ).prefault(1),
    albedo: AlbedoSchema.prefault({}),
    earth: EarthSchema.prefault({}),
    maxTemperature: quantity(TEMPERATURE_K, { above: "0 K" })
      .describe("From it on the node takes no work. Default: no limit.")
      .optional(),
    cooling: quantity(TEMPERATURE_STEP_K, { above: "0 K" })
      .describe("How far below maxTemperature it has to cool to take work again. Default: 5 K.")
      .prefault(`${RESUME_STEP_K} K`),
    scheme: SchemeSchema.optional(),
  })
  .describe("A body of one temperature. Absent: the satellite has none.");
