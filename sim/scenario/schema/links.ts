import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import {
  ANGLE_DEG,
  ANGULAR_RATE_DEG_S,
  DATA_RATE_BPS,
  DURATION_NS,
  LENGTH_KM,
} from "../../../orbits/units.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../../routing/topology/index.js";
import { extensionEntry, extensionName, WithSchema } from "./extension-entry.js";
import { NameSchema } from "./names.js";

const EVERY_KIND = {
  bandwidth: quantity(DATA_RATE_BPS, { above: "0 bps" }).describe("Bandwidth of each link, such as 20 Gbps."),
  hopDelay: quantity(DURATION_NS, { atLeast: "0 s" })
    .describe("Processing delay added on each link, such as 0.5 ms. Default: 0.")
    .prefault("0 ms"),
  with: WithSchema.optional(),
};

const forNames = (what: string) =>
  z
    .union([NameSchema, z.array(NameSchema).min(1)], { error: `expected ${what}, "*", or a list of those` })
    .describe(`Whom the entry is for: ${what}, or a list of them; "*" means all that no other entry names.`);

const maxLinks = (whose: string) =>
  z.int().min(1).max(1_000_000).describe(`How many links ${whose} may have.`);

const InterShellSchema = z
  .strictObject({
    links: maxLinks("a satellite to other shells").prefault(1),
    maxRange: quantity(LENGTH_KM, { above: "0 km" })
      .describe("Longest link between shells, inclusive. Default: the entry's maxRange.")
      .optional(),
  })
  .describe(
    "Links between the shells of the entry, beside its protocol's: shortest pairs first, while both ends have such links left.",
  );

const ISL = {
  ...EVERY_KIND,
  protocol: extensionName("Link protocol", () => builtInLinkProtocols),
  // Required where the protocol makes links; see `NONE_NEEDS_NO_BANDWIDTH`.
  bandwidth: EVERY_KIND.bandwidth.optional(),
  links: maxLinks("a satellite").prefault(4),
  maxRange: quantity(LENGTH_KM, { above: "0 km" })
    .describe("Longest link, inclusive, such as 5016 km. Default: no limit but the horizon.")
    .optional(),
  interShell: InterShellSchema.optional(),
  maxTurnRate: quantity(ANGULAR_RATE_DEG_S, { above: "0 deg/s" })
    .describe(
      "Links whose terminals turn faster, from the tick before and in the satellite's local frame, are left out, such as 0.5 deg/s. Default: no limit.",
    )
    .optional(),
  setupTime: quantity(DURATION_NS, { atLeast: "0 s", whole: "nanoseconds" })
    .describe(
      "How long a new link takes to be set up; until then it carries nothing, but takes up its ends' links. Default: 0.",
    )
    .optional(),
};

const GROUND = {
  ...EVERY_KIND,
  protocol: extensionName("Ground link protocol", () => builtInGroundLinkProtocols),
  links: maxLinks("a site").prefault(1),
  antennas: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe("How many antennas each site has: a limit to its links, whatever the protocol. Default: links.")
    .optional(),
  capacity: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe(
      "How many ground links a satellite can have, those of entries before this one included. Default: no limit.",
    )
    .optional(),
  minElevation: quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" })
    .describe(
      "Elevation mask, inclusive; a site's own wins over it. Default: 25 deg, or no mask where only maxSlantRange is given.",
    )
    .optional(),
  maxSlantRange: quantity(LENGTH_KM, { above: "0 km" })
    .describe("Longest ground link, inclusive, such as 1260 km. Default: no limit.")
    .optional(),
};

/** Keys of an entry whatever its protocol. */
export const ISL_KEYS = [...Object.keys(ISL), "for"];
export const GROUND_KEYS = [...Object.keys(GROUND), "for"];

const ISL_FOR = forNames("the name of a shell or source");
const GROUND_FOR = forNames("the name of a site");

const NONE_NEEDS_NO_BANDWIDTH = {
  if: { properties: { protocol: { const: "none" } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {},
  else: { required: ["bandwidth"] },
};

/** An entry of `links.isl`; in a list, `for` says whom it is for. */
export const IslEntrySchema = extensionEntry(
  "protocol",
  { ...ISL, for: ISL_FOR.optional() },
  () => builtInLinkProtocols,
);
export const IslListEntrySchema = extensionEntry(
  "protocol",
  { ...ISL, for: ISL_FOR },
  () => builtInLinkProtocols,
);

/** An entry of `links.ground`; in a list, `for` says whom it is for. */
export const GroundEntrySchema = extensionEntry(
  "protocol",
  { ...GROUND, for: GROUND_FOR.optional() },
  () => builtInGroundLinkProtocols,
);
export const GroundListEntrySchema = extensionEntry(
  "protocol",
  { ...GROUND, for: GROUND_FOR },
  () => builtInGroundLinkProtocols,
);

export const LinksSchema = z
  .strictObject({
    isl: z
      .union([
        IslEntrySchema.meta(NONE_NEEDS_NO_BANDWIDTH),
        z.array(IslListEntrySchema.meta(NONE_NEEDS_NO_BANDWIDTH)).min(1),
      ])
      .describe("Links between satellites: one entry, or a list whose entries carry `for`.")
      .optional(),
    ground: z
      .union([GroundEntrySchema, z.array(GroundListEntrySchema).min(1)])
      .describe("Links between ground sites and satellites: one entry, or a list whose entries carry `for`.")
      .optional(),
  })
  .describe("Which links may exist. Required where there are satellites with orbits.");

export type IslConfig = z.output<typeof IslEntrySchema>;
export type GroundConfig = z.output<typeof GroundEntrySchema>;
