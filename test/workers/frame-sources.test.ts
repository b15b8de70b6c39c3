import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeFrame, type FrameSource, type NodeMask, openSky } from "../../workers/index.js";
import { smallPlan } from "../support/plans.js";

type Plan = Awaited<ReturnType<typeof smallPlan>>;

/** Bytes of every frame, with the mask that each tick is asked under. */
async function frameBytes(
  plan: Plan,
  workers: number,
  maskAt: (tick: number) => NodeMask,
): Promise<string[]> {
  const { frames } = await openSky(plan.sky, [], workers);
  try {
    return await collect(frames, plan, maskAt);
  } finally {
    await frames.close();
  }
}

async function collect(
  frames: FrameSource,
  plan: Plan,
  maskAt: (tick: number) => NodeMask,
): Promise<string[]> {
  const bytes: string[] = [];
  for (let tick = 0; tick < plan.sky.time.tickCount; tick++) {
    const frame = await frames.next(tick, maskAt(tick));
    bytes.push(Buffer.from(encodeFrame(frame)).toString("base64"));
  }
  return bytes;
}

const open: NodeMask = { version: 0, usable: undefined };

/** Another node down at every third tick, and all up again at others. */
function changingMask(nodeCount: number): (tick: number) => NodeMask {
  return (tick) => {
    const version = Math.floor(tick / 3);
    if (version % 2 === 0) return { version, usable: undefined };
    const usable = new Uint8Array(nodeCount).fill(1);
    usable[(version * 7) % nodeCount] = 0;
    return { version, usable };
  };
}

describe("frame sources", () => {
  test("any number of workers makes the same frames as the main thread", async () => {
    const plan = await smallPlan();
    const inline = await frameBytes(plan, 0, () => open);
    expect(new Set(inline).size).toBe(24);
    for (const workers of [1, 2, 7]) expect(await frameBytes(plan, workers, () => open)).toEqual(inline);
  });

  test("a mask that changes is in the frame of its tick, whoever makes it", async () => {
    const plan = await smallPlan();
    const maskAt = changingMask(plan.sky.nodes.count);
    const inline = await frameBytes(plan, 0, maskAt);
    expect(await frameBytes(plan, 2, maskAt)).toEqual(inline);
    expect(inline).not.toEqual(await frameBytes(plan, 0, () => open));
  });

  test("a stateful protocol gets its own last output, whoever makes the frames", async () => {
    const plan = await smallPlan("links.isl={ protocol: ./workers/fixtures/grows.js, bandwidth: 1 Gbps }");
    const { frames } = await openSky(plan.sky, [], 0);
    const counts: number[] = [];
    for (let tick = 0; tick < 5; tick++) {
      const frame = await frames.next(tick, open);
      counts.push(frame.outputs.get(0)?.count ?? -1);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5]);
    const maskAt = changingMask(plan.sky.nodes.count);
    expect(await frameBytes(plan, 2, maskAt)).toEqual(await frameBytes(plan, 0, maskAt));
  });

  test("ticks are asked for in order", async () => {
    const plan = await smallPlan();
    const { frames } = await openSky(plan.sky, [], 1);
    await expect(frames.next(3, open)).rejects.toThrow("frames come in order");
    await frames.close();
  });
});

describe("a worker that dies", () => {
  const dyingPlan = async (times: number) => {
    const file = join(mkdtempSync(join(tmpdir(), "starbelt-")), "times");
    writeFileSync(file, String(times));
    return smallPlan(
      `links.isl={ protocol: ./workers/fixtures/dies.js, bandwidth: 1 Gbps, with: { times: ${file} } }`,
    );
  };

  test("is replaced, and its work redone with the same bytes", async () => {
    const expected = await frameBytes(await dyingPlan(0), 0, () => open);
    for (const workers of [1, 2]) {
      expect(await frameBytes(await dyingPlan(1), workers, () => open)).toEqual(expected);
    }
  });

  test("twice at the same work ends the run with a clear error", async () => {
    await expect(frameBytes(await dyingPlan(2), 2, () => open)).rejects.toThrow(
      /two workers died while computing the links of tick 3/,
    );
  });

  test.each([
    ["throws", "no worker can be started: .*not in a worker"],
    ["exit", "no worker can be started"],
  ])("while it starts (%s) ends the run instead of waiting for ever", async (how, message) => {
    process.env.STARBELT_TEST_START = how;
    try {
      const plan = await smallPlan(
        "links.isl={ protocol: ./workers/fixtures/no-start.js, bandwidth: 1 Gbps }",
      );
      await expect(frameBytes(plan, 2, () => open)).rejects.toThrow(new RegExp(message));
    } finally {
      delete process.env.STARBELT_TEST_START;
    }
  });
});
