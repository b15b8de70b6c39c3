import { describe, expect, test } from "vitest";
import { definePlugin, defineService, Simulation, z } from "../../../index.js";
import { smallPlan } from "../../support/plans.js";
import { acting, record, recordSmall } from "../../support/run-small.js";
import { load, scenarioText } from "../../support/scenario-folder.js";

const MODULE = { "package.json": '{ "type": "module" }' };

/** A module with a plugin that does nothing but need and provide. */
function idle(name: string, fields = ""): string {
  return `export default { kind: "sim-plugin", name: "${name}", ${fields} setup() {} };`;
}

/** A module with a state plugin. */
function state(name: string, needs: readonly string[], body: string): string {
  return `export default { kind: "state-plugin", name: "${name}", unit: "1", needs: ${JSON.stringify(needs)},
    setup: () => (tick, values) => { ${body} } };`;
}

const using = (...files: readonly string[]) =>
  scenarioText({ plugins: `[${files.map((file) => `{ use: ./${file} }`).join(", ")}]` });

describe("services", () => {
  const Store = defineService<{ put(key: string): number }>("store");

  test("go from who provides to who needs, in whatever order they are named", async () => {
    const heard: number[] = [];
    const user = acting(
      (sim) => {
        heard.push(sim.service(Store).put("a"));
      },
      { name: "user", needs: ["store"] },
    );
    const provider = acting(
      (sim) => {
        const keys: string[] = [];
        sim.provide(Store, { put: (key) => keys.push(key) });
      },
      { name: "provider", provides: ["store"] },
    );
    await record(await smallPlan(), [user, provider]);
    expect(heard).toEqual([1]);
  });

  test("are refused where none or two provide them", async () => {
    const plan = await smallPlan();
    const user = acting(() => {}, { name: "user", needs: ["stor"] });
    const one = acting(() => {}, { name: "one", provides: ["store"] });
    const two = acting(() => {}, { name: "two", provides: ["store"] });
    await expect(Simulation.create(plan, { plugins: [user, one] })).rejects.toThrow(
      'plugin "user" needs "stor", which no plugin of the run provides; did you mean "store"?',
    );
    await expect(Simulation.create(plan, { plugins: [one, two] })).rejects.toThrow(
      'plugins "one" and "two" both provide "store"',
    );
    await expect(Simulation.create(plan, { plugins: [one, one] })).rejects.toThrow(
      'a plugin named "one" is in the run already',
    );
    const early = acting((sim) => sim.service(Store), { name: "early" });
    await expect(Simulation.create(plan, { plugins: [early, one] })).rejects.toThrow(
      'no plugin has provided service "store"; name it in needs',
    );
  });
});

describe("plugins of a scenario", () => {
  test("that need each other, or what is not there, are all told with their places", async () => {
    const files = {
      ...MODULE,
      "a.js": idle("a", 'needs: ["b"],'),
      "b.js": idle("b", 'needs: ["a"],'),
      "c.js": idle("c", 'needs: ["d"],'),
    };
    const plan = await load(using("a.js", "b.js", "c.js"), files);
    const refused = Simulation.create(plan).catch((error: Error) => error.message.split("\n"));
    expect(await refused).toEqual([
      "scenario.yaml:7:18: plugins need each other: a -> b -> a",
      'scenario.yaml:7:52: plugin "c" needs "d", which no plugin of the run provides',
    ]);
  });

  test("may need a plugin that a program hands over", async () => {
    const plan = await load(using("c.js"), { ...MODULE, "c.js": idle("c", 'needs: ["d"],') });
    const { status } = await record(plan, [acting(() => {}, { name: "d" })]);
    expect(status).toBe("complete");
  });

  test("cannot take the name of one that a program hands over", async () => {
    const plan = await load(using("c.js"), { ...MODULE, "c.js": idle("c") });
    const taken = Simulation.create(plan, { plugins: [acting(() => {}, { name: "c" })] });
    await expect(taken).rejects.toThrow('a plugin named "c" is in the run already');
  });
});

describe("state plugins", () => {
  const files = {
    ...MODULE,
    "ids.js": state("ids", [], "for (let i = 0; i < values.length; i++) values[i] = i + tick.tick;"),
    "twice.js": state(
      "twice",
      ["ids"],
      'for (let i = 0; i < values.length; i++) values[i] += 2 * tick.state("ids")[i];',
    ),
    "alone.js": state("alone", ["idz"], ""),
    "x.js": state("x", ["y"], ""),
    "y.js": state("y", ["x"], ""),
    "self.js": state("self", ["self"], ""),
  };

  test("are computed after those that they need, afresh at each tick", async () => {
    const plan = await load(using("twice.js", "ids.js"), files);
    const seen: number[] = [];
    await record(plan, [
      acting(
        (sim) => {
          sim.on("tick", (world) => {
            seen.push(world.state("twice")[3] as number);
            expect(() => world.state("none")).toThrow('no state plugin "none" in this run');
          });
        },
        { name: "reader", needs: ["twice"] },
      ),
    ]);
    expect(seen).toEqual([6, 8, 10, 12, 14, 16]);
  });

  test.each([
    [
      ["ids.js", "alone.js"],
      '7:37: state plugin "alone" needs "idz", which is not in the run; did you mean "ids"?',
    ],
    [["ids.js", "x.js", "y.js"], "7:37: state plugins need each other: x -> y -> x"],
    [["self.js"], "7:18: state plugins need each other: self -> self"],
  ])("%s are refused", async (names, message) => {
    const plan = await load(using(...names), files);
    await expect(Simulation.create(plan)).rejects.toThrow(`scenario.yaml:${message}`);
  });
});

describe("a plugin that a program hands over", () => {
  const reach = definePlugin({
    name: "reach",
    config: z.strictObject({ from: z.string(), times: z.int().default(2) }),
    setup() {},
  });

  test("is refused with a configuration that its schema does not take", async () => {
    const plan = await smallPlan();
    const wrong = { from: 3, tmes: 1 };
    await expect(Simulation.create(plan, { plugins: [{ plugin: reach, with: wrong }] })).rejects.toThrow(
      /^plugin "reach": with\.from: expected text; got 3.*; with: unknown key "tmes"; did you mean "times"\?$/,
    );
    const bare = { plugin: definePlugin({ name: "bare", setup() {} }), with: { a: 1 } };
    await expect(Simulation.create(plan, { plugins: [bare] })).rejects.toThrow(
      'plugin "bare" takes no configuration',
    );
  });

  test("gets its configuration with the defaults filled in", async () => {
    let got: unknown;
    const keen = definePlugin({
      name: "keen",
      config: z.strictObject({ times: z.int().default(2) }),
      setup(_sim, config) {
        got = config;
      },
    });
    await record(await smallPlan(), [{ plugin: keen }]);
    expect(got).toEqual({ times: 2 });
  });
});

describe("moments", () => {
  test("start before the first tick, ticks in order, end at the duration, each at its time", async () => {
    const heard: string[] = [];
    await recordSmall(
      (sim) => {
        sim.on("start", () => heard.push(`start ${sim.now}`));
        sim.on("tick", (world) => heard.push(`tick ${world.tick} ${sim.now} ${world.tickTime}`));
        sim.on("end", (world) => heard.push(`end ${sim.now} ${world.tick}`));
      },
      ["time.duration=25 s"],
    );
    expect(heard).toEqual(["start 0", "tick 0 0 0", "tick 1 10 10", "tick 2 20 20", "end 25 2"]);
  });

  test("the tick goes before all other events of its instant; nothing happens at the end's instant", async () => {
    const heard: string[] = [];
    await recordSmall(
      (sim) => {
        sim.schedule({ at: 10 }, () => heard.push("call"));
        sim.schedule({ at: 10 }, () => heard.push("early call"), { priority: -254 });
        sim.process(function* () {
          yield* sim.sleep(10);
          heard.push("process");
        });
        sim.on("tick", (world) => heard.push(`tick ${world.tick}`));
        sim.schedule({ at: 20 }, () => heard.push("too late"));
        expect(() => sim.schedule({ at: 10 }, () => {}, { priority: -256 })).toThrow("is for ticks");
      },
      ["time.duration=20 s"],
    );
    expect(heard).toEqual(["tick 0", "tick 1", "early call", "call", "process"]);
  });

  test("a subscription can be ended, also from within", async () => {
    const heard: number[] = [];
    await recordSmall((sim) => {
      const end = sim.on("tick", (world) => {
        heard.push(world.tick);
        if (world.tick === 2) end();
      });
    });
    expect(heard).toEqual([0, 1, 2]);
  });

  test("events of setup are recorded first; metrics are sampled at each tick that changed them, and at the end", async () => {
    const { events, metrics } = await recordSmall(
      (sim) => {
        const ticks = sim.metrics.counter("ticks", { unit: "1" });
        const delay = sim.metrics.histogram("delay", { unit: "ms" });
        sim.emit("ready", "me", { at: 1 });
        sim.on("tick", (world) => {
          if (world.tick !== 1) ticks.add();
          delay.record(world.tick);
        });
      },
      ["time.duration=30 s"],
    );
    expect(events.slice(0, 1)).toEqual([
      { kind: "ready", subject: "me", data: { at: 1 }, dataJson: '{"at":1}', time: 0, timeNs: 0, seq: 0 },
    ]);
    const rows = metrics.map(({ timeNs, metric, statistic, value }) => [
      timeNs / 1e9,
      metric,
      statistic,
      value,
    ]);
    expect(rows).toEqual([
      [0, "ticks", "value", 1],
      [20, "ticks", "value", 2],
      [30, "delay", "count", 3],
      [30, "delay", "mean", 1],
      [30, "delay", "min", 0],
      [30, "delay", "max", 2],
      [30, "delay", "p50", 1],
      [30, "delay", "p90", 2],
      [30, "delay", "p99", 2],
      [30, "ticks", "value", 2],
    ]);
  });
});

describe("random streams", () => {
  const drawn = async (seed: number, before: readonly string[]) => {
    const values: number[] = [];
    await recordSmall(
      (sim) => {
        for (const name of before) sim.random(name).next();
        for (let i = 0; i < 3; i++) values.push(sim.random("mine").next());
      },
      [`seed=${seed}`, "time.duration=10 s"],
    );
    return values;
  };

  test("are named, do not disturb one another, and depend on the seed", async () => {
    const alone = await drawn(5, []);
    expect(new Set(alone).size).toBe(3);
    expect(await drawn(5, ["other", "another", "other"])).toEqual(alone);
    expect(await drawn(6, [])).not.toEqual(alone);
  });
});
