import { z } from "zod";
import { didYouMean } from "../../../orbits/nearest-name.js";
import { describeValue, isMapping, schemaMessage } from "../../../orbits/schema-problems.js";
import { inputJson } from "./input-json.js";

/**
 * A union whose branch is picked by the one key that only it has (`preset`, `walker`, `tle`, ...), so that
 * the messages are those of the branch that was meant.
 *
 * @param branches schema of the whole mapping, by the key that tells it apart
 * @param otherwise schema of a mapping that has none of the keys; absent: it is a mistake
 */
export function unionByKey<Branches extends Record<string, z.ZodType>, Otherwise extends z.ZodType = never>(
  branches: Branches,
  otherwise?: Otherwise,
): z.ZodType<z.output<Branches[keyof Branches] | Otherwise>, unknown> {
  const keys = Object.keys(branches);
  const expected = `expected one of ${keys.join(", ")}`;
  return z
    .unknown()
    .transform((value, context): z.output<Branches[keyof Branches] | Otherwise> => {
      const fail = (message: string, path: string[] = []) => {
        context.issues.push({ code: "custom", message, input: value, path });
        return z.NEVER;
      };
      if (!isMapping(value)) return fail(`${expected}; got ${describeValue(value)}`);
      const [first, second] = keys.filter((key) => Object.hasOwn(value, key));
      const branch = first === undefined ? otherwise : (branches[first] as z.ZodType);
      if (branch === undefined) return fail(`${expected}${hint(value, keys)}`);
      if (second !== undefined) {
        return fail(`"${second}" cannot stand beside "${first}": ${expected} in each item`, [second]);
      }
      const result = branch.safeParse(value, { error: schemaMessage });
      if (result.success) return result.data as z.output<Branches[keyof Branches] | Otherwise>;
      for (const issue of result.error.issues)
        context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    })
    .meta({
      // A getter, so that the branches are described only when a JSON Schema is asked for.
      get anyOf() {
        const all: z.ZodType[] = Object.values(branches);
        return (otherwise === undefined ? all : [...all, otherwise]).map(inputJson);
      },
    });
}

/** The key most likely meant by one of the keys that are there. */
function hint(value: Record<string, unknown>, keys: readonly string[]): string {
  const found = Object.keys(value);
  const near = found.map((key) => didYouMean(key, keys)).find((text) => text !== "");
  const shown = found.slice(0, 3).map((key) => `"${key}"`);
  return found.length === 0 ? "; got an empty mapping" : `; got ${shown.join(", ")}${near ?? ""}`;
}
