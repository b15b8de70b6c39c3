import { defineStatePlugin } from "starbelt";

/** Distance of each satellite from the centre of the Earth. */
export default defineStatePlugin({
  name: "height",
  unit: "km",
  setup: () => (tick, values) => {
    for (let i = 0; i < tick.nodes.satelliteCount; i++) {
      const [x, y, z] = tick.positionsKm.subarray(3 * i, 3 * i + 3);
      values[i] = Math.hypot(x as number, y as number, z as number);
    }
  },
});
