import { z } from "zod";
import { PRESET_NAMES } from "../../../orbits/presets.js";
import { quantity } from "../../../orbits/quantity-schema.js";
import { ANGLE_DEG, LENGTH_KM } from "../../../orbits/units.js";
import { ClusterSourceSchema } from "./cluster.js";
import { instant } from "./instant-schema.js";
import { NameSchema, PathSchema, PrefixSchema } from "./names.js";
import { SsoSourceSchema } from "./sso.js";
import { unionByKey } from "./union-by-key.js";

const SourceNameSchema = NameSchema.describe(
  "Name of the shell, for `for:` and reports. Default: the name of the file without its extension, or of the directory.",
).optional();

const PresetSourceSchema = z
  .strictObject({
    preset: z
      .enum(PRESET_NAMES as readonly [string, ...string[]])
      .describe("A published shell such as starlink-gen1-1, or all shells of a family: starlink-gen1."),
  })
  .transform((item) => ({ kind: "preset" as const, ...item }));

const WalkerSchema = z
  .strictObject({
    name: NameSchema.describe("Name of the shell."),
    type: z.enum(["delta", "star"]).describe("delta spreads the planes over 360 degrees, star over 180."),
    altitude: quantity(LENGTH_KM, { above: "80 km" }).describe(
      "Height above a sphere of 6378.135 km, such as 550 km.",
    ),
    inclination: quantity(ANGLE_DEG, { atLeast: "0 deg", atMost: "180 deg" }).describe(
      "Inclination, such as 53 deg.",
    ),
    planes: z.int().min(1).describe("Number of orbital planes."),
    satellitesPerPlane: z.int().min(1).describe("Number of satellites in each plane."),
    phasing: z
      .union([z.int(), z.literal("half-slot")], {
        error: "expected Walker's F (a whole number) or half-slot",
      })
      .describe("Walker's F, or half-slot: odd planes are shifted by half a slot."),
    rightAscension: quantity(ANGLE_DEG)
      .describe("Right ascension of the first plane's node. Default: 0.")
      .prefault("0 deg"),
    meanAnomaly: quantity(ANGLE_DEG)
      .describe("Mean anomaly of the first satellite. Default: 0.")
      .prefault("0 deg"),
    epoch: instant().describe("When the elements hold. Default: the start of the run.").optional(),
  })
  .transform(({ altitude, inclination, rightAscension, meanAnomaly, ...rest }) => ({
    ...rest,
    altitudeKm: altitude,
    inclinationDeg: inclination,
    rightAscensionDeg: rightAscension,
    meanAnomalyDeg: meanAnomaly,
  }));

const WalkerSourceSchema = z
  .strictObject({ walker: WalkerSchema.describe("A Walker shell.") })
  .transform((item) => ({ kind: "walker" as const, ...item }));

const TleSourceSchema = z
  .strictObject({
    tle: PathSchema.describe("A file of two-line or three-line element sets."),
    checksum: z
      .enum(["error", "warn", "ignore"])
      .describe("What to do about a line whose checksum does not match.")
      .prefault("error"),
    name: SourceNameSchema,
  })
  .transform((item) => ({ kind: "tle" as const, ...item }));

const OmmSourceSchema = z
  .strictObject({
    omm: PathSchema.describe("A file of orbit mean-elements messages: .json, .csv or .xml."),
    name: SourceNameSchema,
  })
  .transform((item) => ({ kind: "omm" as const, ...item }));

const StatesSourceSchema = z
  .strictObject({
    states: PathSchema.describe(
      "A CSV file of state vectors: name,epoch,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s.",
    ),
    frame: z.enum(["TEME"]).describe("The frame of the vectors: that of SGP4.").prefault("TEME"),
    name: SourceNameSchema,
  })
  .transform((item) => ({ kind: "states" as const, ...item }));

const HypatiaSourceSchema = z
  .strictObject({
    hypatia: PathSchema.describe(
      "A Hypatia state directory: tles.txt, isls.txt and ground_stations.txt. Its stations are ground nodes, its links those of links.isl.protocol hypatia.",
    ),
    name: SourceNameSchema,
    prefix: PrefixSchema,
  })
  .transform((item) => ({ kind: "hypatia" as const, ...item }));

const NetworkSourceSchema = z
  .strictObject({
    network: PathSchema.describe("A static network: nodes with a tier, and links with latency or length."),
    prefix: PrefixSchema,
  })
  .transform((item) => ({ kind: "network" as const, ...item }));

export const SourceSchema = unionByKey({
  preset: PresetSourceSchema,
  walker: WalkerSourceSchema,
  sso: SsoSourceSchema,
  tle: TleSourceSchema,
  omm: OmmSourceSchema,
  states: StatesSourceSchema,
  cluster: ClusterSourceSchema,
  hypatia: HypatiaSourceSchema,
  network: NetworkSourceSchema,
}).describe("A source of satellites.");

export type SourceConfig = z.output<typeof SourceSchema>;
