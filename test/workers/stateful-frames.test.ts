import { describe, expect, test } from "vitest";
import { decodeFrame, encodeFrame, type NodeMask, openSky, type TickFrame } from "../../workers/index.js";
import { smallPlan } from "../support/plans.js";

/** Every rule that remembers or looks ahead, in one scenario of two shells. */
const SHELL = (name: string, altitudeKm: number) =>
  `{ walker: { name: ${name}, type: delta, altitude: ${altitudeKm} km, inclination: 60 deg, planes: 6, satellitesPerPlane: 10, phasing: 1 } }`;
const RULES = [
  `constellation=[${SHELL("low", 1200)}, ${SHELL("high", 1400)}]`,
  "links.isl={ protocol: nearest, bandwidth: 1 Gbps, hysteresis: 200 km, setupTime: 25 s, maxTurnRate: 0.2 deg/s, interShell: { links: 1 } }",
  "links.ground={ protocol: longest-visible, bandwidth: 1 Gbps, links: 2, minElevation: 10 deg, capacity: 1, hysteresis: 30 s }",
  "time.step=5 s",
  "time.duration=2 min",
];

/** One node down for a while: frames made ahead must be made again, in order. */
function maskAt(nodeCount: number, tick: number): NodeMask {
  const version = Math.floor(tick / 5);
  if (version % 2 === 0) return { version, usable: undefined };
  const usable = new Uint8Array(nodeCount).fill(1);
  usable[(version * 11) % nodeCount] = 0;
  return { version, usable };
}

async function framesOf(workers: number): Promise<TickFrame[]> {
  const { sky } = await smallPlan(...RULES);
  const { frames } = await openSky(sky, [], workers);
  const made: TickFrame[] = [];
  try {
    for (let tick = 0; tick < sky.time.tickCount; tick++) {
      made.push(await frames.next(tick, maskAt(sky.nodes.count, tick)));
    }
  } finally {
    await frames.close();
  }
  return made;
}

const bytesOf = (frames: readonly TickFrame[]) =>
  frames.map((frame) => Buffer.from(encodeFrame(frame)).toString("base64"));

describe("entries that remember", () => {
  test("make the same frames in the main thread and in workers", async () => {
    const inline = await framesOf(0);
    const bytes = bytesOf(inline);
    for (const workers of [1, 2]) expect(bytesOf(await framesOf(workers))).toEqual(bytes);
    // The rules have all had something to do.
    const withheld = [0, 1, 3].map((rule) =>
      inline.reduce((sum, frame) => sum + (frame.withheld?.[rule] ?? 0), 0),
    );
    expect(withheld[0]).toBeGreaterThan(0);
    expect(withheld[1]).toBeGreaterThan(0);
    expect(withheld[2]).toBe(0);
    const [memory] = inline.map(({ outputs }) => outputs.get(0));
    expect(memory?.extraCount).toBeGreaterThan(0);
    expect(memory?.sinceNs).toHaveLength(memory?.count ?? -1);
  });

  test("come back from the bytes of a frame with what they remember", async () => {
    const [, frame] = await framesOf(0);
    const back = decodeFrame(encodeFrame(frame));
    expect(back).toEqual(frame);
    expect([...(back.outputs.get(0)?.sinceNs ?? [])]).toContain(5e9);
  });

  test("leave nothing of themselves in frames without them", async () => {
    const { sky } = await smallPlan();
    const { frames } = await openSky(sky, [], 0);
    const frame = await frames.next(0, { version: 0, usable: undefined });
    await frames.close();
    expect(frame).not.toHaveProperty("withheld");
    expect(frame.outputs.size).toBe(0);
  });
});
