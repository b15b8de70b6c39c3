import { defineStatePlugin, sunEcefAu, sunlitFraction } from "../../index.js";

/**
 * The share of the Sun's disc that each satellite sees: 1 in full light, 0 in the umbra. Ground nodes get 0:
 * the night side is no shadow of this kind.
 */
export default defineStatePlugin({
  name: "sunlit",
  description: "share of the Sun's disc that each satellite sees (1 full light, 0 umbra)",
  unit: "1",
  setup: () => (tick, values) => {
    const sunAu = sunEcefAu(tick.julianDate, tick.gmstRad);
    sunlitFraction(sunAu, tick.positionsKm, values, 0, tick.nodes.satelliteCount);
  },
});
