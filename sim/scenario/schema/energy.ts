import { z } from "zod";
import { describeValue, expectedOneOf, isMapping, schemaMessage } from "../../../orbits/schema-problems.js";
import { BatterySchema, DrawSchema, PanelSchema, SunSchema, ThermalSchema } from "./energy-parts.js";
import { ENERGY_PRESETS } from "./energy-presets.js";
import { RadiationSchema } from "./energy-radiation.js";
import { inputJson } from "./input-json.js";
import { NameSchema } from "./names.js";

const PRESETS = ENERGY_PRESETS.map(({ name }) => name);

const PanelsSchema = z
  .union([PanelSchema, z.array(PanelSchema).min(1)])
  .describe("Solar panels: one, or a list.");

const COMMON = {
  for: z
    .union([NameSchema, z.array(NameSchema).min(1)], { error: "expected a name, or a list of names" })
    .describe(
      'The satellites: names of shells, sources or tiers, or of single satellites; "*" means those with orbits that no other entry names. Default: "*".',
    )
    .prefault("*"),
  preset: z
    .enum(PRESETS as [string, ...string[]])
    .describe(
      `A satellite whose figures hold where the entry says nothing else: ${ENERGY_PRESETS.map(({ name, description }) => `${name} (${description})`).join("; ")}.`,
    )
    .optional(),
  sun: SunSchema.prefault({}),
  radiation: RadiationSchema.optional(),
};

/** An entry with what its preset adds. */
const WholeEntrySchema = z
  .strictObject({
    ...COMMON,
    battery: BatterySchema,
    panels: PanelsSchema,
    draw: DrawSchema,
    thermal: ThermalSchema.optional(),
  })
  .describe("One kind of satellite.");

/** What an entry accepts: with a preset it says as much as it likes. */
function entryJson(): Record<string, unknown> {
  const { required: _, ...entry } = inputJson(WholeEntrySchema) as Record<string, unknown>;
  const properties = entry.properties as Record<string, Record<string, unknown>>;
  for (const key of ["battery", "draw", "thermal"]) delete properties[key]?.required;
  const panels = properties.panels?.anyOf as Record<string, unknown>[];
  delete panels[0]?.required;
  return entry;
}

export type EnergyEntry = z.output<typeof WholeEntrySchema>;

/** The entries, and whether they stand in a list. */
export interface EnergyConfig {
  readonly entries: readonly EnergyEntry[];
  readonly isList: boolean;
}

/** `energy`: one kind of satellite, or a list of kinds whose entries carry `for`. */
export const EnergySchema: z.ZodType<EnergyConfig, unknown> = z
  .unknown()
  .transform((value, context): EnergyConfig => {
    const isList = Array.isArray(value);
    const items: readonly unknown[] = isList ? value : [value];
    const entries: EnergyEntry[] = [];
    const fail = (path: PropertyKey[], message: string) =>
      context.issues.push({ code: "custom", message, input: value, path });
    if (isList && items.length === 0) fail([], "expected at least one item; got an empty list");
    for (const [i, item] of items.entries()) {
      const base = isList ? [i] : [];
      if (!isMapping(item)) {
        fail(base, `expected keys and values; got ${describeValue(item)}`);
        continue;
      }
      const known = typeof item.preset === "string" ? PRESETS.includes(item.preset) : true;
      if (!known) fail([...base, "preset"], expectedOneOf(PRESETS, item.preset));
      const result = WholeEntrySchema.safeParse(withPreset(item), { error: schemaMessage });
      if (result.success) entries.push(result.data);
      for (const issue of result.error?.issues ?? []) {
        // Without its preset an entry would lack most of what it needs.
        if (!known && (issue.path[0] === "preset" || isMissing(item, issue.path))) continue;
        context.issues.push({
          ...issue,
          path: [...base, ...issue.path],
          input: value,
        } as z.core.$ZodRawIssue);
      }
    }
    return { entries, isList };
  })
  .meta({
    description:
      "Batteries, heat and radiation of satellites: one kind of satellite, or a list of kinds with `for`. Absent: they play no part.",
    get anyOf() {
      return [entryJson(), { type: "array", minItems: 1, items: entryJson() }];
    },
  });

/** What the entry says goes before what its preset says, key by key. */
function withPreset(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const preset = ENERGY_PRESETS.find(({ name }) => name === item.preset);
  return preset === undefined ? { ...item } : (overlay(preset.entry, item) as Record<string, unknown>);
}

function overlay(under: unknown, over: unknown): unknown {
  if (!isMapping(under) || !isMapping(over)) return over;
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(under, key) ? overlay(under[key], value) : value;
  }
  return merged;
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined;
  if (Array.isArray(value)) return isMissing(value[Number(key)], rest);
  return !isMapping(value) || isMissing(value[String(key)], rest);
}
