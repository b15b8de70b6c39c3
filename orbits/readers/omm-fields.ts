import {
  ANGLE_RANGE,
  BSTAR_RANGE,
  ECCENTRICITY_RANGE,
  type ElementRange,
  INCLINATION_RANGE,
  MEAN_MOTION_RANGE,
} from "./element-ranges.js";

/** Keywords of an orbit mean-elements message that a satellite needs. Source: CCSDS 502.0-B-3, section 4. */
export const REQUIRED_FIELDS = [
  "EPOCH",
  "MEAN_MOTION",
  "ECCENTRICITY",
  "INCLINATION",
  "RA_OF_ASC_NODE",
  "ARG_OF_PERICENTER",
  "MEAN_ANOMALY",
  "NORAD_CAT_ID",
  "BSTAR",
] as const;

export type OmmColumn =
  | "meanMotionRevPerDay"
  | "eccentricity"
  | "inclinationDeg"
  | "rightAscensionDeg"
  | "argumentOfPerigeeDeg"
  | "meanAnomalyDeg"
  | "bstar";

/** Which keyword fills which column of `ElementSets`. */
export const NUMERIC_FIELDS: readonly {
  readonly key: string;
  readonly column: OmmColumn;
  readonly range: ElementRange;
}[] = [
  { key: "MEAN_MOTION", column: "meanMotionRevPerDay", range: MEAN_MOTION_RANGE },
  { key: "ECCENTRICITY", column: "eccentricity", range: ECCENTRICITY_RANGE },
  { key: "INCLINATION", column: "inclinationDeg", range: INCLINATION_RANGE },
  { key: "RA_OF_ASC_NODE", column: "rightAscensionDeg", range: ANGLE_RANGE },
  { key: "ARG_OF_PERICENTER", column: "argumentOfPerigeeDeg", range: ANGLE_RANGE },
  { key: "MEAN_ANOMALY", column: "meanAnomalyDeg", range: ANGLE_RANGE },
  { key: "BSTAR", column: "bstar", range: BSTAR_RANGE },
];

/**
 * Keywords that, where they are given, must say that the elements are for SGP4: mean elements of another
 * theory, frame, centre or time scale would be propagated to wrong places without any error.
 */
export const SGP4_FIELDS: readonly { readonly key: string; readonly values: readonly string[] }[] = [
  { key: "CENTER_NAME", values: ["EARTH"] },
  { key: "REF_FRAME", values: ["TEME"] },
  { key: "TIME_SYSTEM", values: ["UTC"] },
  { key: "MEAN_ELEMENT_THEORY", values: ["SGP4", "SGP", "SDP4", "SGP/SGP4", "SGP4/SDP4"] },
  { key: "EPHEMERIS_TYPE", values: ["0", "1", "2", "3"] },
];

/** Other keywords of OMM and of Space-Track's and CelesTrak's files: not misspellings of a required one. */
const OPTIONAL_FIELDS = [
  "CCSDS_OMM_VERS",
  "CLASSIFICATION",
  "COMMENT",
  "CREATION_DATE",
  "ORIGINATOR",
  "MESSAGE_ID",
  "OBJECT_NAME",
  "OBJECT_ID",
  "REF_FRAME_EPOCH",
  "SEMI_MAJOR_AXIS",
  "SEMIMAJOR_AXIS",
  "GM",
  "MASS",
  "SOLAR_RAD_AREA",
  "SOLAR_RAD_COEFF",
  "DRAG_AREA",
  "DRAG_COEFF",
  "CLASSIFICATION_TYPE",
  "ELEMENT_SET_NO",
  "REV_AT_EPOCH",
  "BTERM",
  "MEAN_MOTION_DOT",
  "MEAN_MOTION_DDOT",
  "AGOM",
  "PERIOD",
  "APOAPSIS",
  "PERIAPSIS",
  "OBJECT_TYPE",
  "RCS_SIZE",
  "COUNTRY_CODE",
  "LAUNCH_DATE",
  "SITE",
  "DECAY_DATE",
  "DECAYED",
  "FILE",
  "GP_ID",
  "TLE_LINE0",
  "TLE_LINE1",
  "TLE_LINE2",
] as const;

export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...REQUIRED_FIELDS,
  ...SGP4_FIELDS.map(({ key }) => key),
  ...OPTIONAL_FIELDS,
]);
