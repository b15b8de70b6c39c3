import { z } from "zod";
import { describeValue, isMapping, schemaMessage, unknownKey } from "../../../orbits/schema-problems.js";
import { inputJson } from "./input-json.js";
import { NameSchema } from "./names.js";

/** What a map of built-in protocols or routers tells about each: the keys that are its own. */
export type BuiltIns = ReadonlyMap<string, { readonly config?: z.ZodType }>;

/** An entry whose common keys are checked, and its own keys too where it names a built-in. */
export interface ExtensionEntry<Entry> {
  readonly entry: Entry;
  /** The keys of its own, with their defaults; absent where the entry names no built-in. */
  readonly builtIn?: { readonly config: unknown };
  /** The other keys of an entry that names no built-in. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Name of a built-in, or where a user's own is; editors offer the names of the built-ins. */
export function extensionName(description: string, builtIns: () => BuiltIns) {
  return NameSchema.meta({
    description: `${description}: a built-in, or a path or package of your own.`,
    get anyOf() {
      return [{ enum: [...builtIns().keys()] }, {}];
    },
  });
}

/** Configuration of a user's own extension; validated by the extension itself. */
export const WithSchema = z
  .record(z.string(), z.unknown())
  .describe("Configuration of an extension of your own; validated by the extension.");

/**
 * A mapping that names a built-in or a user's extension under `nameKey`, with `common` keys. The keys of its
 * own that a built-in has stand beside them; a user's extension has its own under `with`.
 */
export function extensionEntry<Shape extends z.core.$ZodShape>(
  nameKey: string,
  common: Shape,
  builtIns: () => BuiltIns,
): z.ZodType<ExtensionEntry<z.output<z.ZodObject<Shape>>>, unknown> {
  const commonSchema = z.looseObject(common);
  const nameSchema = common[nameKey] as z.ZodType;
  const json = () => inputJson(z.strictObject({ ...common, ...optionShapes(builtIns()) }));
  return z
    .unknown()
    .transform((value, context) => {
      if (!isMapping(value)) {
        const message = `expected keys and values; got ${describeValue(value)}`;
        context.issues.push({ code: "custom", message, input: value });
        return z.NEVER;
      }
      const options = omit(value, Object.keys(common));
      const named = nameSchema.safeParse(value[nameKey]);
      const definition = named.success ? builtIns().get(named.data as string) : undefined;
      const checked = definition && checkOptions(definition.config, options, Object.keys(common), value);
      const entry = commonSchema.safeParse(value, { error: schemaMessage });
      const issues = [...(entry.error?.issues ?? []), ...(checked?.issues ?? [])];
      for (const issue of issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      if (!entry.success || issues.length > 0) return z.NEVER;
      return { entry: entry.data, ...(checked ? { builtIn: checked, options: {} } : { options }) };
    })
    .meta({
      type: "object",
      additionalProperties: false,
      // Getters, so that the built-ins are described only when a JSON Schema is asked for.
      get properties() {
        return json().properties;
      },
      get required() {
        return json().required;
      },
    });
}

/** Checks the keys that a built-in has of its own; `with` is for others. */
function checkOptions(
  config: z.ZodType | undefined,
  options: Readonly<Record<string, unknown>>,
  common: readonly string[],
  entry: Readonly<Record<string, unknown>>,
): { config: unknown; issues: readonly z.core.$ZodIssue[] } {
  const own = Object.keys(shapeOf(config));
  const valid = [...common.filter((key) => key !== "with"), ...own];
  const keys = Object.keys(options).filter((key) => !own.includes(key));
  const messages = keys.map((key) => unknownKey(key, valid));
  if (Object.hasOwn(entry, "with")) {
    keys.push("with");
    messages.push("a built-in takes no with: its options stand beside its name");
  }
  const message = messages.join("\n");
  const unknown = keys.length === 0 ? [] : [{ code: "unrecognized_keys" as const, keys, path: [], message }];
  const result = config?.safeParse(omit(options, keys), { error: schemaMessage });
  return { config: result?.data, issues: [...unknown, ...(result?.error?.issues ?? [])] };
}

function omit(value: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Keys that a zod object knows, also one whose value is transformed; none for other schemas. */
function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> {
  const { shape, in: input } = (schema ?? {}) as { shape?: unknown; in?: unknown };
  if (isMapping(input)) return shapeOf(input as unknown as z.ZodType);
  return isMapping(shape) ? (shape as Record<string, z.core.$ZodType>) : {};
}

/** Every key that some built-in has of its own; a key of several may be what any of them takes. */
function optionShapes(builtIns: BuiltIns): Record<string, z.ZodOptional> {
  const schemas = new Map<string, Set<z.core.$ZodType>>();
  for (const { config } of builtIns.values()) {
    for (const [key, schema] of Object.entries(shapeOf(config))) {
      schemas.set(key, (schemas.get(key) ?? new Set()).add(schema));
    }
  }
  return Object.fromEntries([...schemas].map(([key, own]) => [key, z.optional(anyOf([...own]))]));
}

/** What several built-ins ask of one key; forms that read alike count once. */
function anyOf(schemas: readonly z.core.$ZodType[]): z.core.$ZodType {
  const forms = new Map(
    schemas.map((schema) => {
      const json = inputJson(schema as z.ZodType);
      return [JSON.stringify(json), { schema, description: json.description ?? "" }];
    }),
  );
  const [first, ...others] = [...forms.values()];
  if (first !== undefined && others.length === 0) return first.schema;
  const union = z.union([...forms.values()].map(({ schema }) => schema));
  return union.describe([...forms.values()].map(({ description }) => description).join(" "));
}
