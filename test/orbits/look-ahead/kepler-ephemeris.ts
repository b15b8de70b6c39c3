import type { Ephemeris } from "../../../orbits/ephemeris.js";

const MU_KM3_S2 = 398600.8;
const EARTH_RATE_RAD_S = 7.292115e-5;

export interface KeplerOrbit {
  readonly semiMajorAxisKm: number;
  readonly eccentricity: number;
  readonly inclinationRad: number;
  readonly nodeRad: number;
  readonly perigeeRad: number;
  readonly meanAnomalyRad: number;
}

export interface KeplerOptions {
  /** 0 for an Earth that stands still. */
  readonly earthRateRadS?: number;
  readonly muKm3S2?: number;
  /** When a satellite has no position. */
  readonly fails?: (satellite: number, timeNs: number, radiusKm: number) => boolean;
}

/** An ephemeris of two-body orbits, written for tests alone; counts how often a position was asked for. */
export function keplerEphemeris(
  orbits: readonly KeplerOrbit[],
  { earthRateRadS = EARTH_RATE_RAD_S, muKm3S2 = MU_KM3_S2, fails = () => false }: KeplerOptions = {},
): Ephemeris & { evaluations: number } {
  return {
    count: orbits.length,
    evaluations: 0,
    positionsAt(timeNs, positionsKm, status, from = 0, to = orbits.length) {
      this.evaluations += to - from;
      for (let i = from; i < to; i++) {
        const [x, y, z] = inertialPosition(orbits[i], timeNs / 1e9, muKm3S2);
        const failed = fails(i, timeNs, Math.hypot(x, y, z));
        const turn = (earthRateRadS * timeNs) / 1e9;
        positionsKm[3 * i] = failed ? 0 : Math.cos(turn) * x + Math.sin(turn) * y;
        positionsKm[3 * i + 1] = failed ? 0 : Math.cos(turn) * y - Math.sin(turn) * x;
        positionsKm[3 * i + 2] = failed ? 0 : z;
        status[i] = failed ? 6 : 0;
      }
    },
  };
}

/** A circular orbit at a height above the equatorial radius. */
export function circular(
  altitudeKm: number,
  inclinationDeg: number,
  nodeDeg = 0,
  anomalyDeg = 0,
): KeplerOrbit {
  return {
    semiMajorAxisKm: 6378.135 + altitudeKm,
    eccentricity: 0,
    inclinationRad: (inclinationDeg * Math.PI) / 180,
    nodeRad: (nodeDeg * Math.PI) / 180,
    perigeeRad: 0,
    meanAnomalyRad: (anomalyDeg * Math.PI) / 180,
  };
}

function inertialPosition(
  orbit: KeplerOrbit,
  seconds: number,
  mu: number,
): readonly [number, number, number] {
  const { semiMajorAxisKm: a, eccentricity: e, inclinationRad, nodeRad, perigeeRad } = orbit;
  const meanAnomaly = orbit.meanAnomalyRad + Math.sqrt(mu / a ** 3) * seconds;
  let anomaly = meanAnomaly + e * Math.sin(meanAnomaly);
  for (let i = 0; i < 50; i++) {
    const step = (anomaly - e * Math.sin(anomaly) - meanAnomaly) / (1 - e * Math.cos(anomaly));
    anomaly -= step;
    if (Math.abs(step) < 1e-14) break;
  }
  const alongApsides = a * (Math.cos(anomaly) - e);
  const across = a * Math.sqrt(1 - e * e) * Math.sin(anomaly);
  const toNode = Math.cos(perigeeRad) * alongApsides - Math.sin(perigeeRad) * across;
  const fromNode = Math.sin(perigeeRad) * alongApsides + Math.cos(perigeeRad) * across;
  const level = Math.cos(inclinationRad) * fromNode;
  return [
    Math.cos(nodeRad) * toNode - Math.sin(nodeRad) * level,
    Math.sin(nodeRad) * toNode + Math.cos(nodeRad) * level,
    Math.sin(inclinationRad) * fromNode,
  ];
}
