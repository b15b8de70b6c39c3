/** What a mean element may be; shared by every format that gives them. */
export interface ElementRange {
  /** Both inclusive. */
  readonly min: number;
  readonly max: number;
  /** How to say it to a user. */
  readonly text: string;
}

export const INCLINATION_RANGE: ElementRange = { min: 0, max: 180, text: "0 to 180 degrees" };

/** Node, perigee and anomaly; some producers write angles below zero. */
export const ANGLE_RANGE: ElementRange = { min: -360, max: 360, text: "-360 to 360 degrees" };

export const ECCENTRICITY_RANGE: ElementRange = {
  min: 0,
  max: 1 - Number.EPSILON / 2,
  text: "at least 0 and below 1",
};

export const MEAN_MOTION_RANGE: ElementRange = {
  min: Number.MIN_VALUE,
  max: Number.MAX_VALUE,
  text: "above 0 revolutions a day",
};

export const BSTAR_RANGE: ElementRange = {
  min: -Number.MAX_VALUE,
  max: Number.MAX_VALUE,
  text: "a finite number",
};

/** NaN is in no range. */
export function isWithin(value: number, range: ElementRange): boolean {
  return value >= range.min && value <= range.max;
}
