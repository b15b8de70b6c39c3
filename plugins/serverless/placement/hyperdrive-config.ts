import { LENGTH_KM, quantity, z } from "../../../index.js";

const near = (radius: string, count: number) => ({
  radius: quantity(LENGTH_KM, { atLeast: "0 km" })
    .describe("Greatest distance from the first step before it, over ground.")
    .prefault(radius),
  count: z.int().min(0).describe("Most candidates of the tier.").prefault(count),
});
const candidates = (radius: string, count: number) => z.strictObject(near(radius, count)).prefault({});

const ProfileSchema = z.strictObject({
  /** Degrees C for each cpu-minute of work. */
  perCpuMinuteC: z.number().min(0),
  /** Degrees C that the temperature of an idle satellite grows by in a minute, before it is taken modulo the limit. */
  mockBaseC: z.number().min(0),
});

/** Defaults are those of HyperDrive's code [CODE]. */
export const HyperDriveSchema = z.strictObject({
  ground: candidates("500 km", 120),
  edge: candidates("200 km", 120),
  space: candidates("2000 km", 60),
  tries: z.int().min(1).describe("How many of the best are tried.").prefault(3),
  recommendedC: z.number().describe("Up to here a satellite has the full score.").prefault(65),
  maxC: z.number().positive().describe("Above it has none.").prefault(75),
  profiles: z
    .array(ProfileSchema)
    .min(1)
    .describe("Heat of satellites by turns, where the scenario has no energy with thermal.")
    .prefault([
      { perCpuMinuteC: 1, mockBaseC: 55 },
      { perCpuMinuteC: 2, mockBaseC: 60 },
      { perCpuMinuteC: 0.5, mockBaseC: 45 },
    ]),
});

export type HyperDriveConfig = z.output<typeof HyperDriveSchema>;
