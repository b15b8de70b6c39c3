import { cataloguePositions } from "../test/support/catalogue.js";
import { randomShells } from "../test/support/random-shells.js";

/** Earth-fixed km of one moment, and what they are of. */
export interface SkyPositions {
  readonly positionsKm: Float64Array;
  readonly count: number;
  readonly label: string;
}

/** Starlink's real catalogue of that size where the shared data is at hand, else satellites at random in its shells. */
export function starlink(count: 2000 | 6882 | 20646): SkyPositions {
  const real = cataloguePositions(`starlink_${count}.tle`);
  const name = `${count.toLocaleString("en")} satellites`;
  if (real.length === 3 * count) return { positionsKm: real, count, label: name };
  return { positionsKm: randomShells(count, 1), count, label: `${name} (random phases)` };
}
