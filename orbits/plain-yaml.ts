import { findLoop } from "./find-loop.js";
import { InputError } from "./input-error.js";
import { YamlSource } from "./yaml-source.js";

/**
 * Reads YAML into plain values without loops, with the places they stand at.
 * @throws InputError with every syntax error, and where aliases or nesting go too far
 */
export function readPlainYaml(file: string, text: string): { yaml: YamlSource; value: unknown } {
  try {
    const yaml = new YamlSource(file, text);
    const value = yaml.toValue();
    const loop = findLoop(value);
    if (loop === undefined) return { yaml, value };
    throw new InputError([yaml.problem(loop, "an alias leads back to a value that contains it")]);
  } catch (error) {
    // The parser is recursive, and deep nesting by indentation can still exhaust its stack.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([{ file, line: 1, column: 1, message: "lists and mappings are nested too deeply" }]);
  }
}
