import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Uniform numbers in [0, 1) from a seed. */
export function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/**
 * Earth-fixed km of `count` satellites at random phases of circular orbits in four Starlink-like shells: about
 * as uneven as a real catalogue.
 */
export function randomShells(count: number, seed: number): Float64Array {
  const random = uniform(seed);
  const shells = [
    { altitudeKm: 550, inclinationDeg: 53 },
    { altitudeKm: 540, inclinationDeg: 53.2 },
    { altitudeKm: 570, inclinationDeg: 70 },
    { altitudeKm: 560, inclinationDeg: 97.6 },
  ];
  const positions = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const shell = shells[i % 8 < 4 ? 0 : (i % 8) - 4];
    const a = 6378.135 + shell.altitudeKm + 10 * (random() - 0.5);
    const inclination = (shell.inclinationDeg * Math.PI) / 180;
    const node = 2 * Math.PI * random();
    const u = 2 * Math.PI * random();
    positions[3 * i] =
      a * (Math.cos(u) * Math.cos(node) - Math.sin(u) * Math.cos(inclination) * Math.sin(node));
    positions[3 * i + 1] =
      a * (Math.cos(u) * Math.sin(node) + Math.sin(u) * Math.cos(inclination) * Math.cos(node));
    positions[3 * i + 2] = a * Math.sin(u) * Math.sin(inclination);
  }
  return positions;
}
