import { definePlugin, minCharge, z } from "starbelt";

const POSITIVE = z.number().positive();

/**
 * Survivors are looked for in pictures of drones. Each picture goes up to the satellite that the drone is linked to; there
 * a detector runs, and only what it found goes on to the cloud. Where the satellite takes no work (battery low, memory
 * full), or `detect: cloud` says so, the picture itself goes to the cloud and is looked through there.
 */
export default definePlugin({
  name: "flood-response",
  description: "pictures of drones, searched for survivors on board of satellites or in the cloud",
  config: z.strictObject({
    tier: z.string().describe("Tier of the drones."),
    cloud: z.string().describe("Site where results are wanted."),
    detect: z.enum(["on-board", "cloud"]).prefault("on-board"),
    pictureBytes: POSITIVE.prefault(12e6),
    findingBytes: POSITIVE.prefault(4e3),
    everySeconds: POSITIVE.prefault(2),
    cpuSeconds: POSITIVE.prefault(0.8),
    memoryMb: POSITIVE.prefault(512),
    /** Below this share of charge a satellite's detector waits. */
    minCharge: z.number().min(0).max(1).prefault(0.4),
  }),
  setup(sim, config) {
    const { pictureBytes, findingBytes, cpuSeconds, memoryMb } = config;
    const answer = sim.metrics.histogram("flood.answerTime", { unit: "ms" });
    const onBoard = sim.metrics.counter("flood.searchedOnBoard", { unit: "1" });
    const inCloud = sim.metrics.counter("flood.searchedInCloud", { unit: "1" });
    const lost = sim.metrics.counter("flood.lost", { unit: "1" });
    const charged = minCharge(sim, config.minCharge, { onBreak: "abort" });

    /** The satellite that the drone's way to the cloud begins with. */
    const satelliteOf = (drone, cloud) => {
      const route = sim.world.route(drone, cloud);
      return route.reachable ? route.path[1] : undefined;
    };

    function* searchOnBoard(drone, cloud) {
      const satellite = satelliteOf(drone, cloud);
      if (satellite === undefined) return false;
      const up = yield* sim.network.transfer({
        from: drone,
        to: satellite,
        sizeBytes: pictureBytes,
        purpose: "picture",
      });
      if (!up.delivered) return false;
      const found = yield* sim.compute.run(satellite, {
        cpuSeconds,
        memoryMb,
        deadline: 10,
        constraint: charged,
        name: "detect",
      });
      if (!found.completed || found.corrupted) return false;
      const down = yield* sim.network.transfer({
        from: satellite,
        to: cloud,
        sizeBytes: findingBytes,
        purpose: "finding",
      });
      return down.delivered;
    }

    function* searchInCloud(drone, cloud) {
      const up = yield* sim.network.transfer({
        from: drone,
        to: cloud,
        sizeBytes: pictureBytes,
        purpose: "picture",
      });
      if (!up.delivered) return false;
      return (yield* sim.compute.run(cloud, { cpuSeconds, memoryMb, name: "detect" })).completed;
    }

    function* picture(drone, cloud) {
      const taken = sim.now;
      if (config.detect === "on-board" && (yield* searchOnBoard(drone, cloud))) onBoard.add();
      else if (yield* searchInCloud(drone, cloud)) inCloud.add();
      else return lost.add();
      answer.record(1000 * (sim.now - taken));
    }

    function* patrol(drone, cloud, offset) {
      yield* sim.sleep(offset);
      for (;;) {
        sim.process(() => picture(drone, cloud), "picture");
        yield* sim.sleep(config.everySeconds);
      }
    }

    sim.on("start", () => {
      const { tiers } = sim.world;
      const drones = tiers.flatMap((tier, node) => (tier === config.tier ? [node] : []));
      const cloud = sim.world.siteId(config.cloud);
      drones.forEach((drone, i) => {
        sim.process(() => patrol(drone, cloud, (i * config.everySeconds) / drones.length), "patrol");
      });
    });
  },
});
