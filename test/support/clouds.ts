import { fc } from "@fast-check/vitest";

/** A cloud of satellites made to be awkward: what real catalogues hold, and what they do not. */
export interface Cloud {
  readonly positionsKm: Float64Array;
  readonly usable: Uint8Array;
  readonly count: number;
}

type Point = readonly [number, number, number];

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const radius = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 6458.2, max: 8000, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(6928.135, 7008.135) },
  // Just above and below the clearance sphere; on it, rounding would decide.
  { weight: 1, arbitrary: fc.constantFrom(6458.1350001, 6458.1349999, 6458.5, 6395, 6300) },
  { weight: 1, arbitrary: fc.double({ min: 8000, max: 42_164, noNaN: true }) },
);

const anywhere = fc
  .tuple(unit, fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }), radius)
  .map(([sinLatitude, longitude, r]): Point => {
    const rho = Math.sqrt(1 - sinLatitude * sinLatitude);
    return [r * rho * Math.cos(longitude), r * rho * Math.sin(longitude), r * sinLatitude];
  });

const special = fc.constantFrom<Point>(
  [0, 0, 6928.135],
  [0, 0, -6928.135],
  [1e-9, 0, 6928.135],
  [0, -1e-9, -6928.135],
  [-6928.135, 0, 0],
  [-6928.135, -0, 0],
  [-6928.135, 1e-10, 0],
  [-6928.135, -1e-10, 0],
  [6928.135, 0, 0],
  [0, 6928.135, 0],
  [0, 0, 0],
);

/** Points in a small ball: a launch that has not spread yet. */
const cluster = fc
  .tuple(
    anywhere,
    fc.array(fc.tuple(unit, unit, unit), { minLength: 2, maxLength: 30 }),
    fc.constantFrom(1e-6, 0.1, 5, 50),
  )
  .map(([centre, offsets, size]): Point[] =>
    offsets.map(([x, y, z]) => [centre[0] + size * x, centre[1] + size * y, centre[2] + size * z]),
  );

/** Random clouds with poles, the date line, duplicates, dense clusters, decayed and unusable satellites. */
export function clouds(maxLength = 120): fc.Arbitrary<Cloud> {
  return fc
    .tuple(
      fc.array(anywhere, { maxLength }),
      fc.array(special, { maxLength: 12 }),
      fc.array(cluster, { maxLength: 2 }),
      fc.array(fc.nat(), { maxLength: 15 }),
      fc.array(fc.nat(), { maxLength: 10 }),
    )
    .map(([spread, specials, clusters, duplicates, masked]) => {
      const points: Point[] = [...spread, ...specials, ...clusters.flat()];
      const base = points.length;
      if (base > 0) for (const i of duplicates) points.push(points[i % base]);
      // A fixed stride mixes the kinds among the ids.
      const stride = 7919;
      const count = points.length;
      const mixed = count % stride === 0 ? points : points.map((_, i) => points[(i * stride) % count]);
      const usable = new Uint8Array(count).fill(1);
      if (count > 0) for (const i of masked) usable[i % count] = 0;
      return { positionsKm: Float64Array.from(mixed.flat()), usable, count };
    });
}
