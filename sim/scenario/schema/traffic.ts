import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DATA_RATE_BPS, DATA_SIZE_BYTES, DURATION_NS, FREQUENCY_HZ } from "../../../orbits/units.js";
import { NameSchema, PathSchema } from "./names.js";
import { GroundRegionSchema } from "./region.js";
import { textOrMapping } from "./text-or-mapping.js";
import { unionByKey } from "./union-by-key.js";

const NamesSchema = z.union([NameSchema, z.array(NameSchema).min(1)], {
  error: "expected a name or a list of names",
});

const FROM = NamesSchema.describe('Who sends: sites, shells, sources, tiers, satellites, or "*".');

const TO = z
  .union(
    [
      NamesSchema,
      z.strictObject({
        nearest: NamesSchema.describe("The one of these that the sender reaches at the least cost."),
      }),
      z.strictObject({ region: GroundRegionSchema }),
    ],
    { error: "expected names, { nearest: names }, or { region: ... }" },
  )
  .describe(
    "Who receives: of several names one drawn by lot for each transfer; { nearest: names }; or { region: ... }, a ground node in it.",
  );

const bytes = () => quantity(DATA_SIZE_BYTES, { above: "0 B" });

const SIZE = textOrMapping(
  bytes(),
  unionByKey({
    exponential: z.strictObject({ exponential: bytes().describe("Mean of an exponential distribution.") }),
    pareto: z.strictObject({
      pareto: z
        .strictObject({
          mean: bytes().describe("Mean size."),
          shape: z.number().gt(1).max(20).describe("Above 1; the nearer to it, the heavier the tail."),
        })
        .describe("Heavy tails."),
    }),
  }),
).describe("Size of each transfer: fixed, such as 50 MB, or drawn by lot.");

const time = () => quantity(DURATION_NS, { atLeast: "0 s", atMost: "104 d", whole: "nanoseconds" });
const lasting = () => quantity(DURATION_NS, { above: "0 s" });
const every = () => quantity(DURATION_NS, { above: "0 s", whole: "nanoseconds" });

const COMMON = {
  start: time().describe("When it begins. Default: at once.").prefault("0 s"),
  end: time().describe("When no more is sent. Default: the end of the run.").optional(),
  priority: z.int().min(0).max(255).describe("Class at shared ports, lowest first. Default: 0.").prefault(0),
  maxRate: quantity(DATA_RATE_BPS, { above: "0 bps" })
    .describe("The sender's own limit. Default: none.")
    .optional(),
  purpose: NameSchema.describe("Told in events. Default: the kind of traffic.").optional(),
};

const PACE = {
  every: every().describe("Time from one transfer to the next, such as 100 ms.").optional(),
  rate: quantity(DATA_RATE_BPS, { above: "0 bps" })
    .describe("Instead: bits a second that it offers.")
    .optional(),
};

const onePace = (
  { every, rate, size }: { every?: unknown; rate?: unknown; size?: unknown },
  context: z.core.$RefinementCtx,
) => {
  if ((every === undefined) === (rate === undefined)) {
    context.addIssue({ code: "custom", message: "expected either every or rate" });
  } else if (rate !== undefined && typeof size !== "number") {
    context.addIssue({
      code: "custom",
      path: ["rate"],
      message: "expected every: sizes that vary give no even pace",
    });
  }
};

const inOrder = (
  { start, end }: { start: number; end?: number | undefined },
  context: z.core.$RefinementCtx,
) => {
  if (end !== undefined && end <= start) {
    context.addIssue({ code: "custom", path: ["end"], message: "expected a time after `start`" });
  }
};

const ConstantSchema = z.strictObject({
  constant: z
    .strictObject({ from: FROM, to: TO, size: SIZE, ...PACE, ...COMMON })
    .superRefine((item, context) => {
      onePace(item, context);
      inOrder(item, context);
    })
    .describe("One transfer after another at an even pace, from each sender."),
});

const PoissonSchema = z.strictObject({
  poisson: z
    .strictObject({
      from: FROM,
      to: TO,
      size: SIZE,
      rate: quantity(FREQUENCY_HZ, { above: "0 /s" }).describe(
        "Transfers a second from each sender, such as 5 /s.",
      ),
      ...COMMON,
    })
    .superRefine(inOrder)
    .describe("Transfers at random instants, from each sender."),
});

const OnOffSchema = z.strictObject({
  onOff: z
    .strictObject({
      from: FROM,
      to: TO,
      size: SIZE,
      on: lasting().describe("Mean length of a burst (exponential)."),
      off: lasting().describe("Mean silence between bursts (exponential)."),
      ...PACE,
      ...COMMON,
    })
    .superRefine((item, context) => {
      onePace(item, context);
      inOrder(item, context);
    })
    .describe("Bursts at an even pace with silence between them, from each sender."),
});

const GravitySchema = z.strictObject({
  gravity: z
    .strictObject({
      among: NamesSchema.describe(
        "The sites that send to one another. Default: all with a population.",
      ).optional(),
      populations: z
        .record(NameSchema, z.number().positive())
        .describe(
          "Inhabitants of sites that are not of the built-in list, or other figures for those that are.",
        )
        .optional(),
      total: quantity(DATA_RATE_BPS, { above: "0 bps" }).describe(
        "Offered by all pairs together, such as 10 Gbps.",
      ),
      size: SIZE,
      distanceExponent: z
        .number()
        .min(0)
        .max(4)
        .describe("Demand falls with the distance to this power. Default: 1.")
        .prefault(1),
      ...COMMON,
    })
    .superRefine(inOrder)
    .describe("Demand between cities by population over distance (the gravity model)."),
});

const RequestsSchema = z.strictObject({
  requests: z
    .strictObject({
      from: FROM,
      to: TO,
      request: SIZE,
      response: SIZE,
      rate: quantity(FREQUENCY_HZ, { above: "0 /s" })
        .describe("Requests a second from each sender.")
        .optional(),
      users: z
        .int()
        .min(1)
        .max(1_000_000)
        .describe("Instead: so many users at each sender, one request at a time.")
        .optional(),
      think: lasting().describe("Mean time between an answer and the next request of a user.").optional(),
      cpu: lasting().describe("Work on the node that answers, in time of one core of speed 1.").optional(),
      processing: time()
        .describe("Time until the answer, where the node has no computer or no `cpu` is given. Default: 0.")
        .prefault("0 s"),
      ...COMMON,
    })
    .superRefine((item, context) => {
      inOrder(item, context);
      if ((item.rate === undefined) === (item.users === undefined)) {
        context.addIssue({ code: "custom", message: "expected either rate, or users and think" });
      } else if ((item.users === undefined) !== (item.think === undefined)) {
        context.addIssue({ code: "custom", message: "expected users and think together" });
      }
    })
    .describe("Requests and their answers."),
});

const TraceSchema = z.strictObject({
  trace: PathSchema.describe("A CSV file of transfers: time_s,from,to,size_bytes."),
  ...COMMON,
});

export const TrafficItemSchema = unionByKey({
  constant: ConstantSchema,
  poisson: PoissonSchema,
  onOff: OnOffSchema,
  gravity: GravitySchema,
  requests: RequestsSchema,
  trace: TraceSchema,
}).describe("A source of traffic: constant, poisson, onOff, gravity, requests, or trace.");

export type TrafficItemConfig = z.output<typeof TrafficItemSchema>;
export type TrafficBranch<K extends string> = Extract<TrafficItemConfig, Readonly<Record<K, unknown>>>;
export type SizeConfig = z.output<typeof SIZE>;
export type DestinationConfig = z.output<typeof TO>;
