import { findLoop } from "./find-loop.js";
import { InputError, type InputProblem } from "./input-error.js";
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
    if (error instanceof InputError) throw new InputError(withoutEchoes(error.problems));
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([{ file, line: 1, column: 1, message: TOO_DEEP }]);
  }
}

const TOO_DEEP = "lists and mappings are nested too deeply";

/** The parser is recursive and tells the same mistake once for each level that it leaves. */
function withoutEchoes(problems: readonly InputProblem[]): InputProblem[] {
  const told = new Set<string>();
  const first = problems.filter(({ line, column }) => {
    const place = `${line}:${column}`;
    return !told.has(place) && told.add(place);
  });
  return first.map((problem) =>
    problem.message.startsWith("Maximum call stack") ? { ...problem, message: TOO_DEEP } : problem,
  );
}
