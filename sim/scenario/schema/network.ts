import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DATA_RATE_BPS, DURATION_NS, type Quantity } from "../../../orbits/units.js";
import { NameSchema, PathSchema } from "./names.js";

const RATIO_DB: Quantity = { what: "a ratio", example: "3 dB", units: { dB: 1 } };

/** Instants of a series are exact integers, like the clock. */
const instant = quantity(DURATION_NS, { atLeast: "0 s", atMost: "104 d", whole: "nanoseconds" });

const FadePointSchema = z.strictObject({
  at: instant.describe("When it begins, from the start of the run."),
  attenuation: quantity(RATIO_DB, { atLeast: "0 dB" }).describe("Attenuation from then on, such as 3 dB."),
});

const AttenuationSchema = z
  .strictObject({
    file: PathSchema.describe("CSV with the header time_s,attenuation_db.").optional(),
    points: z.array(FadePointSchema).min(1).describe("The same, written here; times go up.").optional(),
    clearSkySnr: quantity(RATIO_DB).describe(
      "Signal-to-noise ratio without attenuation, such as 12 dB. Capacity falls as Shannon's law has it: by log2(1 + SNR).",
    ),
    fadeMargin: quantity(RATIO_DB, { above: "0 dB" })
      .describe("With more attenuation than this, a link carries nothing. Default: no limit.")
      .optional(),
  })
  .superRefine(({ file, points }, context) => {
    const message = "expected either file or points";
    if (file === undefined && points === undefined) context.addIssue({ code: "custom", message });
    if (file !== undefined && points !== undefined) {
      context.addIssue({ code: "custom", path: ["points"], message: `${message}, not both` });
    }
  })
  .describe(
    "Attenuation over time, such as rain fade: each value holds until the next, the last one for good; before the first there is none.",
  );

const CapacitySchema = z
  .strictObject({
    for: z
      .union([NameSchema, z.array(NameSchema).min(1)], {
        error: 'expected the name of a site, shell, source, tier or satellite, "*", or a list of those',
      })
      .describe(
        'Nodes whose ends of links it is about: names of sites, shells, sources, tiers or satellites; "*" means all that no other entry names.',
      ),
    kind: z
      .enum(["isl", "gsl", "fixed"])
      .describe("Which links: between satellites, to the ground, or of static networks. Default: all kinds.")
      .optional(),
    bandwidth: quantity(DATA_RATE_BPS, { atLeast: "0 bps" })
      .describe(
        "What the nodes can send and receive on each link, in place of the bandwidth of its link entry; the weaker end decides. 0 blocks.",
      )
      .optional(),
    attenuation: AttenuationSchema.optional(),
  })
  .superRefine(({ bandwidth, attenuation }, context) => {
    if (bandwidth !== undefined || attenuation !== undefined) return;
    context.addIssue({ code: "custom", message: "expected bandwidth, attenuation, or both" });
  });

/** Defaults: Ethernet's largest payload; ns-3's default drop-tail queue of 100 packets; Linux's TCP_RTO_MIN and tcp_retries2. */
const QueueSchema = z
  .strictObject({
    packetBytes: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe("Bytes of a packet; the last one of a transfer may be shorter. Default: 1500.")
      .prefault(1500),
    windowPackets: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe(
        "Packets of a transfer that may be under way, from their sending until their acknowledgement. Default: 64.",
      )
      .prefault(64),
    bufferBytes: z
      .union([z.int().min(0), z.literal("unlimited")], {
        error: 'expected a whole number of bytes of at least 0, or "unlimited"',
      })
      .describe(
        "Bytes that may wait at a port beside the packet that is being sent; what finds no room is lost. Default: 150000.",
      )
      .prefault(150_000),
    retransmitAfter: quantity(DURATION_NS, { above: "0 s", atMost: "104 d", whole: "nanoseconds" })
      .describe("How long after it was sent a lost packet is sent again. Default: 200 ms.")
      .prefault("200 ms"),
    maxRetransmissions: z
      .int()
      .min(0)
      .max(10_000)
      .describe("How often a packet is sent again before its transfer ends as lost. Default: 15.")
      .prefault(15),
  })
  .describe("Settings of the transport queue.");

export const NetworkSchema = z
  .strictObject({
    transport: z
      .enum(["latency", "queue", "flow"])
      .describe(
        "How bytes move: each transfer for itself, packet by packet through queues, or in fair shares.",
      )
      .prefault("latency"),
    onChange: z
      .enum(["follow", "keep"])
      .describe(
        "When the network changes and a transfer's way is still whole: take the router's best way, or stay.",
      )
      .prefault("follow"),
    onBreak: z
      .enum(["reroute", "wait", "fail"])
      .describe(
        "When a transfer's way breaks: take the best way, or the first that comes; wait for the same way; or fail, as it does then without a way at the start.",
      )
      .prefault("reroute"),
    timeout: quantity(DURATION_NS, { above: "0 s", atMost: "104 d", whole: "nanoseconds" })
      .describe("A transfer that takes longer fails. Default: none.")
      .optional(),
    record: z
      .enum(["transfers", "nothing"])
      .describe(
        "Whether the start and end of each transfer are recorded as events; plugins hear them in any case.",
      )
      .prefault("transfers"),
    queue: QueueSchema.prefault({}),
    capacities: z
      .array(CapacitySchema)
      .describe("What links can carry at some nodes, or at some times, in place of what `links` says.")
      .prefault([]),
  })
  .describe("How bytes move through the network.");

export type NetworkConfig = z.output<typeof NetworkSchema>;
export type CapacityConfig = NetworkConfig["capacities"][number];
export type AttenuationConfig = NonNullable<CapacityConfig["attenuation"]>;
