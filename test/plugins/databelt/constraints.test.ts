import { describe, expect, test } from "vitest";
import type { PluginSim } from "../../../index.js";
import { DatabeltSchema } from "../../../plugins/databelt/config.js";
import { stateConstraints } from "../../../plugins/databelt/constraints.js";
import { DecisionModel } from "../../../plugins/databelt/decision-model.js";
import type { Candidate } from "../../../plugins/databelt/elect-holder.js";
import type { StateStore, StateWrite } from "../../../plugins/serverless/index.js";
import { fakeTopology } from "./fake-graph.js";

const line = fakeTopology(3, [
  [0, 1, 10],
  [1, 2, 10],
]);

/** Node 1 has a battery of 1,000 J of which 100 J are spare, and is as hot as it says. */
function fakeSim(kelvin: number, linksLater = line): PluginSim {
  const energy = {
    has: (node: number) => node === 1,
    temperatureK: () => kelvin,
    chargeJ: () => 300,
    panelW: () => 0,
    drawW: () => 10,
    model: () => ({
      thermal: {},
      battery: { capacityJ: 1000, minimumCharge: 0.2 },
      draw: { radio: { receivedJPerBit: 1e-6 } },
    }),
  };
  const graphOf = () => ({
    ...linksLater,
    offsets: Uint32Array.from(linksLater.offsets),
    heads: Uint32Array.from(linksLater.heads),
  });
  return {
    now: 0,
    hasEnergy: true,
    energy,
    world: { forecast: () => ({ graph: graphOf() }) },
  } as unknown as PluginSim;
}

const store = { freeBytes: (node: number) => (node === 1 ? 1000 : 0) } as unknown as StateStore;
const write = (sizeBytes: number, readers: StateWrite["readers"] = []) =>
  ({
    sizeBytes,
    source: 0,
    readers,
    invocation: {
      inputBytes: 1000,
      step: { function: { work: { base: 0.02, perByte: 1e-6 } } },
      workflow: { spec: { destination: 2, slo: {} } },
    },
  }) as unknown as StateWrite;

function broken(
  chosen: object,
  {
    node = 1,
    sizeBytes = 1000,
    migrationMs = 50,
    sim = fakeSim(300),
  }: Partial<Candidate> & { sizeBytes?: number; sim?: PluginSim },
): string[] {
  const config = DatabeltSchema.parse({ constraints: chosen });
  const model = new DecisionModel({ live: () => line, staying: () => line }, config);
  const candidate: Candidate = { node, latencyMs: 10, migrationMs, way: [0, node] };
  return stateConstraints(sim, { store, model }, config.constraints)
    .filter((constraint) => !constraint.holds(candidate, write(sizeBytes)))
    .map(({ name }) => name);
}

describe("what a node must fulfil to hold a state", () => {
  test("R-1: room in its store", () => {
    expect(broken({}, { sizeBytes: 1000 })).toEqual([]);
    expect(broken({}, { sizeBytes: 1001 })).toEqual(["capacity"]);
    expect(broken({}, { node: 2 })).toEqual(["capacity"]);
    expect(broken({ capacity: false }, { node: 2 })).toEqual([]);
  });

  test("R-2: a temperature of 75 degC at most, where it has one", () => {
    expect(broken({}, { sim: fakeSim(273.15 + 75) })).toEqual([]);
    expect(broken({}, { sim: fakeSim(273.15 + 76) })).toEqual(["temperature"]);
    expect(broken({ capacity: false }, { sim: fakeSim(400), node: 2 })).toEqual([]);
    expect(broken({ maxTemperature: "20 degC" }, { sim: fakeSim(300) })).toEqual(["temperature"]);
    expect(broken({ temperature: false }, { sim: fakeSim(400) })).toEqual([]);
  });

  test("R-3: a battery that pays for receiving it, if asked for", () => {
    const large = { capacity: false, slo: false, power: true };
    // 100 J are spare: 8e-6 J for each byte, and 10 W while it moves.
    expect(broken(large, { sizeBytes: 12_400_000, migrationMs: 50 })).toEqual([]);
    expect(broken(large, { sizeBytes: 12_500_000, migrationMs: 50 })).toEqual(["power"]);
    expect(broken(large, { sizeBytes: 1, migrationMs: 20_000 })).toEqual(["power"]);
    expect(broken({ ...large, power: false }, { sizeBytes: 12_500_000 })).toEqual([]);
  });

  test("R-4: a way that is still there when the state has moved, if asked for", () => {
    const gone = fakeSim(300, fakeTopology(3, [[1, 2, 10]]));
    expect(broken({ contactTime: true }, {})).toEqual([]);
    expect(broken({ contactTime: true }, { sim: gone })).toEqual(["contact-time"]);
    expect(broken({}, { sim: gone })).toEqual([]);
  });

  test("R-5: a move within the SLO", () => {
    expect(broken({}, { migrationMs: 100 })).toEqual([]);
    expect(broken({}, { migrationMs: 100.1 })).toEqual(["slo"]);
    expect(broken({ slo: false }, { migrationMs: 1000 })).toEqual([]);
  });
});

describe("the decision model", () => {
  const model = (config: object) =>
    new DecisionModel({ live: () => line, staying: () => line }, DatabeltSchema.parse(config));

  test("counts the function's time only when asked to", () => {
    expect(model({}).migrationMs(write(160_000), 10)).toBe(22);
    // 20 ms, and a microsecond for each of 1,000 bytes.
    expect(model({ includeExecTime: true }).migrationMs(write(160_000), 10)).toBeCloseTo(43, 9);
  });

  test("heads states to the workflow's destination, or to their first reader that has a node", () => {
    const readers = [{ node: undefined }, { node: 1 }] as unknown as StateWrite["readers"];
    expect(model({}).destinationOf(write(1, readers))).toBe(2);
    expect(model({ destination: "reader" }).destinationOf(write(1, readers))).toBe(1);
    expect(model({ destination: "reader" }).destinationOf(write(1))).toBe(2);
  });

  test("finds a move to where there is no way endless", () => {
    const apart = fakeTopology(3, [[1, 2, 10]]);
    const alone = new DecisionModel({ live: () => apart, staying: () => apart }, DatabeltSchema.parse({}));
    expect(alone.migrationMsTo(write(1), 2)).toBe(Number.POSITIVE_INFINITY);
    expect(model({}).migrationMsTo(write(1), 2)).toBe(40);
  });
});
