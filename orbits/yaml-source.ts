import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { InputError, type InputProblem } from "./input-error.js";

export type Path = readonly PropertyKey[];

/** Deeper than any scenario, and far from where the parser runs out of stack and takes the process with it. */
const MAX_DEPTH = 200;

/** Where brackets or `- - -` nest too deep, or undefined. Brackets within quotes count too: no one writes so many. */
function firstTooDeep(text: string): number | undefined {
  let brackets = 0;
  let dashes = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "[" || character === "{") brackets++;
    else if (character === "]" || character === "}") brackets--;
    else if (character === "\n") dashes = 0;
    else if (character === "-" && (text[i + 1] === " " || text[i + 1] === "\n")) dashes++;
    if (brackets > MAX_DEPTH || dashes > MAX_DEPTH) return i;
  }
  return undefined;
}

/** A YAML file that remembers where everything stands, so that each mistake can be told with line and column. */
export class YamlSource {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly #lines: LineCounter;

  /** @throws InputError with every syntax error of the text, and for an empty text */
  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = new LineCounter();
    const tooDeep = firstTooDeep(text);
    if (tooDeep !== undefined) {
      const before = text.slice(0, tooDeep).split("\n");
      const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
      throw new InputError([{ file, ...place, message: `nested deeper than ${MAX_DEPTH} levels` }]);
    }
    this.document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const problems = this.document.errors.map((error) => this.problemAtOffset(error.pos[0], error.message));
    if (problems.length > 0) throw new InputError(problems);
    if (this.document.contents === null) {
      throw new InputError([{ file, line: 1, column: 1, message: "the file is empty" }]);
    }
  }

  /**
   * The content as plain values.
   * @throws InputError where aliases expand to too much (a "YAML bomb")
   */
  toValue(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      throw new InputError([this.problem([], `cannot expand aliases: ${(error as Error).message}`)]);
    }
  }

  /** A problem at the value that `path` leads to, or at the nearest ancestor that exists. */
  problem(path: Path, message: string): InputProblem {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? this.document.contents : this.document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return this.problemAtOffset(node.range[0], message);
    }
    return { file: this.file, line: 1, column: 1, message };
  }

  /** A problem at the key `key` of the mapping that `path` leads to. */
  problemAtKey(path: Path, key: string, message: string): InputProblem {
    const map = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    if (isMap(map)) {
      const pair = (map as YAMLMap).items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      const node = pair?.key;
      if (isNode(node) && node.range) return this.problemAtOffset(node.range[0], message);
    }
    return this.problem(path, message);
  }

  problemAtOffset(offset: number, message: string): InputProblem {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col, message };
  }
}
