import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { HIGHEST_RING_KM } from "../../../orbits/rings.js";
import { ANGLE_DEG, LENGTH_KM, SPEED_KM_S } from "../../../orbits/units.js";
import { instant } from "./instant-schema.js";
import { NameSchema, PathSchema } from "./names.js";
import { TimeOfDaySchema } from "./sso.js";
import { textOrMapping } from "./text-or-mapping.js";
import { unionByKey } from "./union-by-key.js";

const length = () => quantity(LENGTH_KM);
const speed = () => quantity(SPEED_KM_S);
const phase = (what: string) => quantity(ANGLE_DEG).describe(`${what} Default: 0.`).prefault("0 deg");

const checksum = z
  .enum(["error", "warn", "ignore"])
  .describe("What to do about a line whose checksum does not match.")
  .prefault("error");

const meanAnomaly = phase("Where the chief is on its orbit at the epoch.");

const InclinedChiefSchema = z
  .strictObject({
    altitude: quantity(LENGTH_KM, { above: "80 km" }).describe(
      "Height above a sphere of 6378.135 km, such as 650 km.",
    ),
    inclination: quantity(ANGLE_DEG, { atLeast: "0 deg", atMost: "180 deg" }).describe(
      "Inclination, such as 53 deg.",
    ),
    rightAscension: phase("Right ascension of the node."),
    meanAnomaly,
  })
  .transform(({ altitude, inclination, rightAscension, meanAnomaly }) => ({
    kind: "orbit" as const,
    altitudeKm: altitude,
    inclinationDeg: inclination,
    rightAscensionDeg: rightAscension,
    meanAnomalyDeg: meanAnomaly,
  }));

const SunSynchronousChiefSchema = z
  .strictObject({
    altitude: quantity(LENGTH_KM, { above: "80 km", atMost: `${HIGHEST_RING_KM} km` }).describe(
      "Height above a sphere of 6378.135 km, such as 650 km.",
    ),
    localTimeOfNode: TimeOfDaySchema.describe(
      'A sun-synchronous orbit: local mean time at its ascending node, such as "06:00".',
    ),
    meanAnomaly,
  })
  .transform(({ altitude, localTimeOfNode, meanAnomaly }) => ({
    kind: "orbit" as const,
    altitudeKm: altitude,
    localTimeOfNodeSeconds: localTimeOfNode,
    meanAnomalyDeg: meanAnomaly,
  }));

const ChiefSchema = unionByKey({
  inclination: InclinedChiefSchema,
  localTimeOfNode: SunSynchronousChiefSchema,
  tle: z
    .strictObject({ tle: PathSchema.describe("A file with one two-line element set."), checksum })
    .transform((item) => ({ kind: "tle" as const, ...item })),
  lines: z
    .strictObject({
      lines: z.tuple([z.string(), z.string()]).describe("The two lines of an element set."),
      checksum,
    })
    .transform((item) => ({ kind: "lines" as const, ...item })),
}).describe("The orbit that the members fly about; the chief is no satellite itself.");

const triple = (part: () => ReturnType<typeof quantity>) => z.tuple([part(), part(), part()]);

const StateMemberSchema = z
  .strictObject({
    name: NameSchema.describe("Name of the satellite."),
    position: triple(length).describe(
      "From the chief at the epoch: outward, along the flight, along the orbit's normal, such as [0 m, 100 m, 0 m].",
    ),
    velocity: triple(speed).describe("Against the chief's local frame, such as [0.05 m/s, 0 m/s, 0 m/s]."),
  })
  .transform(({ name, position, velocity }) => ({
    kind: "state" as const,
    name,
    positionKm: position,
    velocityKmS: velocity,
  }));

const EllipseSchema = z
  .strictObject({
    amplitude: quantity(LENGTH_KM, { atLeast: "0 m" }).describe(
      "Half height of the ellipse; it is four times as long along the flight as this.",
    ),
    phase: phase("How far beyond its highest point the satellite is at the epoch."),
    offset: length().describe("Middle of the ellipse, along the flight. Default: 0.").prefault("0 m"),
    crossTrack: quantity(LENGTH_KM, { atLeast: "0 m" })
      .describe("Amplitude of the motion across the orbital plane. Default: 0.")
      .prefault("0 m"),
    crossTrackPhase: phase("How far beyond its furthest point that motion is at the epoch."),
  })
  .transform(({ amplitude, phase, offset, crossTrack, crossTrackPhase }) => ({
    amplitudeKm: amplitude,
    phaseDeg: phase,
    offsetKm: offset,
    crossTrackKm: crossTrack,
    crossTrackPhaseDeg: crossTrackPhase,
  }));

const EllipseMemberSchema = z
  .strictObject({
    name: NameSchema.describe("Name of the satellite."),
    ellipse: EllipseSchema.describe("A bounded motion about a place on the chief's orbit."),
  })
  .transform((item) => ({ kind: "ellipse" as const, ...item }));

const MemberListSchema = z
  .array(unionByKey({ position: StateMemberSchema, ellipse: EllipseMemberSchema }))
  .min(1)
  .superRefine((members, context) => {
    const first = new Map<string, number>();
    members.forEach(({ name }, i) => {
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, i);
      else {
        const message = `expected a name of its own; member ${earlier} of the list is "${name}" too`;
        context.addIssue({ code: "custom", path: [i, "name"], message });
      }
    });
  })
  .transform((list) => ({ kind: "list" as const, list }));

const spacing = () => quantity(LENGTH_KM, { above: "0 m" });

const LatticeSchema = z
  .strictObject({
    radial: z.int().min(1).describe("Number of satellites outward."),
    alongTrack: z.int().min(1).describe("Number of satellites along the flight."),
    spacing: z
      .tuple([spacing(), spacing()])
      .describe("Between neighbours outward and along the flight, such as [100 m, 200 m]."),
    phase: phase("How far the lattice has turned at the epoch."),
  })
  .transform(({ radial, alongTrack, spacing, phase }) => ({
    kind: "lattice" as const,
    radial,
    alongTrack,
    spacingKm: spacing,
    phaseDeg: phase,
  }));

const MemberMappingSchema = unionByKey({
  radial: LatticeSchema,
  file: z
    .strictObject({
      file: PathSchema.describe("A CSV file with columns name,x_m,y_m,z_m,vx_m_s,vy_m_s,vz_m_s."),
    })
    .transform((item) => ({ kind: "file" as const, ...item })),
});

const MembersSchema = textOrMapping(MemberListSchema, MemberMappingSchema);

const ClusterSchema = z.strictObject({
  name: NameSchema.describe("Name of the cluster, for `for:` and reports."),
  chief: ChiefSchema,
  members: MembersSchema.describe(
    "Who flies about the chief: a lattice { radial, alongTrack, spacing }, a list of states or ellipses, or { file }.",
  ),
  minSeparation: quantity(LENGTH_KM, { above: "0 m" })
    .describe("Members that come nearer to each other than this are warned of. Default: 10 m.")
    .prefault("10 m"),
  epoch: instant()
    .describe(
      "When the relative motion holds, and the chief's orbit where it is given by altitude. Default: the start of the run.",
    )
    .optional(),
});

/** `cluster`: satellites in formation, by their motion relative to a chief. */
export const ClusterSourceSchema = z
  .strictObject({ cluster: ClusterSchema.describe("A cluster of satellites in formation about a chief.") })
  .transform((item) => ({ kind: "cluster" as const, ...item }));

export type ClusterConfig = z.output<typeof ClusterSchema>;
