type Schema = Readonly<Record<string, unknown>>;

/**
 * The places where a value does not fit a JSON Schema, as `path: what`; for the keywords of draft 7 that our
 * schema uses, and an error for any other.
 */
export function violations(schema: Schema | object, value: unknown, path = ""): string[] {
  const found: string[] = [];
  for (const [keyword, expected] of Object.entries(schema)) {
    if (!check(keyword, expected, value, schema as Schema, path, found)) found.push(`${path}: ${keyword}`);
  }
  return found;
}

const SILENT = ["$schema", "title", "description", "default", "examples", "then", "else"];

function check(
  keyword: string,
  expected: unknown,
  value: unknown,
  schema: Schema,
  path: string,
  found: string[],
): boolean {
  const at = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  const fits = (each: unknown): boolean => violations(each as Schema, value).length === 0;
  const object = isObject(value) ? value : undefined;
  const list = Array.isArray(value) ? value : undefined;
  switch (keyword) {
    case "type":
      return typeOf(value) === expected || (expected === "number" && typeof value === "number");
    case "properties":
      for (const [key, inner] of Object.entries(expected as Schema)) {
        if (object !== undefined && Object.hasOwn(object, key))
          found.push(...violations(inner as Schema, object[key], at(key)));
      }
      return true;
    case "required":
      return object === undefined || (expected as string[]).every((key) => Object.hasOwn(object, key));
    case "additionalProperties": {
      const known = Object.keys((schema.properties as object | undefined) ?? {});
      const others = Object.keys(object ?? {}).filter((key) => !known.includes(key));
      return expected !== false || others.length === 0;
    }
    case "propertyNames":
      return true;
    case "anyOf":
      return (expected as unknown[]).some(fits);
    case "if":
      return fits((fits(expected) ? schema.then : schema.else) ?? {});
    case "enum":
      return (expected as unknown[]).includes(value);
    case "const":
      return value === expected;
    case "pattern":
      return typeof value !== "string" || new RegExp(expected as string, "u").test(value);
    case "minLength":
      return typeof value !== "string" || value.length >= (expected as number);
    case "minimum":
      return typeof value !== "number" || value >= (expected as number);
    case "exclusiveMinimum":
      return typeof value !== "number" || value > (expected as number);
    case "maximum":
      return typeof value !== "number" || value <= (expected as number);
    case "minItems":
      return list === undefined || list.length >= (expected as number);
    case "maxItems":
      return list === undefined || list.length <= (expected as number);
    case "items":
      for (const [i, item] of (list ?? []).entries()) {
        const inner = Array.isArray(expected) ? expected[i] : expected;
        if (inner !== undefined) found.push(...violations(inner as Schema, item, at(i)));
      }
      return true;
    case "additionalItems":
      return list === undefined || list.length <= (schema.items as unknown[]).length;
    default:
      if (SILENT.includes(keyword)) return true;
      throw new Error(`keyword "${keyword}" at "${path}" is not known here`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
