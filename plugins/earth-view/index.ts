import { albedoPhase, defineStatePlugin, earthSkyShare, sunEcefAu, z } from "../../index.js";

const quantities = {
  /** Share of the whole sky that the Earth fills. */
  sky: (x: number, y: number, z: number) => earthSkyShare(Math.hypot(x, y, z)),
  /** Cosine of the Sun's zenith angle beneath the satellite, 0 on the night side. */
  albedo: albedoPhase,
} as const;

/**
 * What each satellite sees of the Earth: the share of its sky that the Earth fills, or by how much the Earth's
 * sunlit half faces it. Ground nodes and satellites without a position get 0.
 */
export default defineStatePlugin({
  name: "earth-view",
  description:
    "share of each satellite's sky that the Earth fills (or how much of it is day: quantity albedo)",
  unit: "1",
  config: z.object({
    quantity: z
      .enum(["sky", "albedo"])
      .describe(
        "sky: the share of the sky that the Earth fills. albedo: the cosine of the Sun's zenith angle beneath the satellite.",
      )
      .default("sky"),
  }),
  setup: ({ config }) => {
    const valueAt = quantities[config.quantity];
    return ({ julianDate, gmstRad, nodes, positionsKm }, values) => {
      const [sunX, sunY, sunZ] = sunEcefAu(julianDate, gmstRad);
      for (let i = 0; i < nodes.satelliteCount; i++) {
        const at = 3 * i;
        values[i] = valueAt(positionsKm[at], positionsKm[at + 1], positionsKm[at + 2], sunX, sunY, sunZ);
      }
    };
  },
});
