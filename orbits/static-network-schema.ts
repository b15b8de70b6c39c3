import { z } from "zod";
import { quantity } from "./quantity-schema.js";
import { DATA_RATE_BPS, DURATION_NS, LENGTH_KM } from "./units.js";

const name = z.string().min(1);
const latency = quantity(DURATION_NS, { atLeast: "0 s" });
/** Instants of a schedule are exact integers, like the clock. */
const offset = quantity(DURATION_NS, { atLeast: "0 s", atMost: "104 d", whole: "nanoseconds" });

export const StaticNodeSchema = z.strictObject({
  name: name.describe("Name of the node, unique over the whole scenario."),
  tier: name.describe(
    "edge, cloud, a name of your own, or space: nodes of tier space relay like satellites.",
  ),
});

const WindowSchema = z
  .strictObject({
    from: offset.describe("When the window begins, from the start of the run or of the period."),
    to: offset.describe("When it ends; the link is gone at that instant."),
    latency: latency.describe("Latency in this window, instead of the link's.").optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (from >= to) {
      context.addIssue({
        code: "custom",
        path: ["to"],
        message: "expected a window that ends after it begins",
      });
    }
  });

const ScheduleSchema = z.strictObject({
  period: quantity(DURATION_NS, { above: "0 s", atMost: "104 d", whole: "nanoseconds" })
    .describe("The windows repeat with this period. Absent: they do not repeat.")
    .optional(),
  windows: z.array(WindowSchema).min(1).describe("When the link exists."),
});

export const StaticLinkSchema = z
  .strictObject({
    between: z
      .tuple([name, name], { error: "expected the names of two nodes: [a, b]" })
      .describe("The two ends."),
    latency: latency.describe("One-way latency, such as 3 ms.").optional(),
    length: quantity(LENGTH_KM, { atLeast: "0 km" })
      .describe("Length; latency follows at the speed of light.")
      .optional(),
    bandwidth: quantity(DATA_RATE_BPS, { above: "0 bps" }).describe("Bandwidth, such as 1 Gbps."),
    jitter: latency
      .describe(
        "At each tick the latency is drawn uniformly from latency - jitter to latency + jitter. Default: 0.",
      )
      .prefault("0 ms"),
    schedule: ScheduleSchema.describe("When the link exists. Absent: always.").optional(),
  })
  .superRefine((link, context) => {
    const message = "expected either latency or length";
    if (link.latency === undefined && link.length === undefined)
      context.addIssue({ code: "custom", message });
    if (link.latency !== undefined && link.length !== undefined) {
      context.addIssue({ code: "custom", path: ["length"], message: `${message}, not both` });
    }
  });

/** The file as a whole; its items are checked one by one. */
export const StaticNetworkSchema = z.strictObject({
  nodes: z.array(z.unknown()).min(1).describe("The nodes: see StaticNodeSchema."),
  links: z.array(z.unknown()).describe("The links: see StaticLinkSchema."),
});

export type StaticNodeConfig = z.output<typeof StaticNodeSchema>;
export type StaticLinkConfig = z.output<typeof StaticLinkSchema>;
