import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DURATION_NS } from "../../../orbits/units.js";
import { NameSchema, PathSchema } from "./names.js";
import { GROUND_SHAPES, LatitudeSchema } from "./region.js";
import { unionByKey } from "./union-by-key.js";

const NodeSchema = z.union([NameSchema, z.int().min(0)], { error: "expected the name or id of a node" });
const NodesSchema = z
  .union([NameSchema, z.array(NameSchema).min(1)], { error: "expected a name or a list of names" })
  .describe('Sites, shells, sources, tiers, or satellites of a name of their own; "*" means every node.');

const time = () => quantity(DURATION_NS, { atLeast: "0 s", atMost: "104 d", whole: "nanoseconds" });
const lasting = () => quantity(DURATION_NS, { above: "0 s" });

const ends = {
  from: time().describe("When it begins, from the start of the run, such as 2 min."),
  to: time().describe("When it is over. Default: it lasts to the end of the run.").optional(),
};

/** An issue where something ends before it begins. */
const inOrder = <T extends { readonly from: number; readonly to?: number | undefined }>(
  { from, to }: T,
  context: z.core.$RefinementCtx<T>,
) => {
  if (to !== undefined && to <= from) {
    context.addIssue({ code: "custom", path: ["to"], message: "expected a time after `from`" });
  }
};

const REPAIR = lasting()
  .or(z.literal("never"))
  .describe("Mean time until it is repaired (exponential), such as 10 min; `never` for not at all.");

const RandomSchema = z.strictObject({
  random: z
    .strictObject({
      nodes: NodesSchema.optional(),
      links: z
        .enum(["isl", "gsl", "fixed"])
        .describe("Links of a kind fail, each that exists at the same rate.")
        .optional(),
      for: NodesSchema.describe(
        "Only links whose ends (for gsl: one of them) are among these. Default: all of the kind.",
      ).optional(),
      mttf: lasting().describe("Mean time to failure of one node or link, such as 200 h."),
      mttr: REPAIR,
      distribution: z
        .enum(["exponential", "weibull"])
        .describe("How times to failure of nodes are spread. Default: exponential.")
        .prefault("exponential"),
      shape: z
        .number()
        .min(0.1)
        .max(20)
        .describe("Shape of the Weibull distribution: below 1 for infant mortality, above 1 for wear.")
        .optional(),
    })
    .superRefine(({ nodes, links, for: members, distribution, shape }, context) => {
      const fail = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
      if ((nodes === undefined) === (links === undefined)) fail([], "expected either nodes or links");
      if (members !== undefined && links === undefined) fail(["for"], "expected beside links only");
      if (distribution === "weibull" && links !== undefined) {
        fail(["distribution"], "expected exponential: links come and go, so that they have no age");
      }
      if ((distribution === "weibull") !== (shape !== undefined)) {
        fail(
          shape === undefined ? [] : ["shape"],
          "expected a shape with the weibull distribution, and only there",
        );
      }
    })
    .describe("Seeded random failures, with repair."),
});

const OutageSchema = z.strictObject({
  outage: z
    .strictObject({
      nodes: NodesSchema.optional(),
      link: z
        .tuple([NodeSchema, NodeSchema], { error: "expected the two ends of a link: [a, b]" })
        .describe("The two ends of a link, by name or id.")
        .optional(),
      ...ends,
    })
    .superRefine((outage, context) => {
      inOrder(outage, context);
      if ((outage.nodes === undefined) === (outage.link === undefined)) {
        context.addIssue({ code: "custom", message: "expected either nodes or link" });
      }
    })
    .describe("Nodes or a link that are down for a known time."),
});

const RegionSchema = z.strictObject({
  region: z
    .strictObject({
      ...GROUND_SHAPES,
      latitudes: z
        .tuple([LatitudeSchema, LatitudeSchema], { error: "expected two latitudes: [from, to]" })
        .describe("Satellites between two latitudes, as long as they are there.")
        .optional(),
      for: NodesSchema.describe("Only these. Default: all ground nodes, or all satellites.").optional(),
      ...ends,
    })
    .superRefine((region, context) => {
      inOrder(region, context);
      const shapes = [region.circle, region.polygon, region.latitudes].filter((shape) => shape !== undefined);
      if (shapes.length !== 1) {
        context.addIssue({ code: "custom", message: "expected one of circle, polygon, latitudes" });
      }
      if (region.latitudes !== undefined && region.latitudes[0] >= region.latitudes[1]) {
        context.addIssue({
          code: "custom",
          path: ["latitudes", 1],
          message: "expected the northern latitude second",
        });
      }
    })
    .describe("Whoever is inside of a region is down."),
});

const StormSchema = z.strictObject({
  storm: z
    .strictObject({
      nodes: NodesSchema,
      share: z.number().min(0).max(1).describe("Part of them that goes down, drawn by lot, 0 to 1."),
      at: time().describe("When it strikes."),
      spread: time().describe("Within which time they go down. Default: all at once.").prefault("0 s"),
      mttr: REPAIR,
    })
    .describe("A solar storm: a share of a shell is lost at once."),
});

const TraceSchema = z.strictObject({
  trace: PathSchema.describe(
    "A CSV file of recorded faults: time_s,state,a[,b]; state down or up; a node, or the two ends of a link.",
  ),
});

export const FaultItemSchema = unionByKey({
  random: RandomSchema,
  outage: OutageSchema,
  region: RegionSchema,
  storm: StormSchema,
  trace: TraceSchema,
}).describe("Something that fails: random, outage, region, storm, or trace.");

export type FaultItemConfig = z.output<typeof FaultItemSchema>;
export type FaultBranch<K extends string> = Extract<FaultItemConfig, Readonly<Record<K, unknown>>>;
