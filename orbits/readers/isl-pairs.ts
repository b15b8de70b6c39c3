import { ProblemList } from "./problem-list.js";
import { quote, textStart } from "./text-place.js";

/** Node ids are kept in 32 bits. */
const LARGEST_ID = 2 ** 32 - 1;

export interface IslPairsOptions {
  /** Ids are 0 to one less than this; absent: whether they exist is for the caller. */
  readonly satelliteCount?: number;
  /** A file without pairs means that there are no links, as in Hypatia's directories; else it is a mistake. */
  readonly mayBeEmpty?: boolean;
}

/**
 * Reads links as pairs of node ids, two integers a line with blanks between (Hypatia's `isls.txt`); blank
 * lines and comments from `#` to the end of a line are skipped.
 *
 * @returns `[a0, b0, a1, b1, …]` in the order of the file, a < b in each pair
 * @throws InputError with every line that is not such a pair, names a satellite that does not exist, links a
 *   node to itself, or repeats a pair in either direction; and for a file without pairs
 */
export function readIslPairs(file: string, text: string, options: IslPairsOptions = {}): Uint32Array {
  const problems = new ProblemList(file);
  const pairs: number[] = [];
  const seen = new Map<string, number>();
  text
    .slice(textStart(text))
    .split("\n")
    .forEach((content, index) => {
      const line = index + 1;
      const words = [...content.replace(/#.*/s, "").matchAll(/\S+/g)];
      if (words.length === 0) return;
      const columnOf = (word: number) => (words[word]?.index ?? 0) + 1;
      const ids = words.slice(0, 2).map((word, i) => nodeId(word[0], line, columnOf(i), problems, options));
      if (words.length !== 2) {
        const column = words.length > 2 ? columnOf(2) : content.trimEnd().length + 1;
        problems.add(line, column, `expected two node ids on a line, found ${words.length}`);
        return;
      }
      const [first, second] = ids;
      if (first === undefined || second === undefined) return;
      if (first === second) {
        problems.add(line, columnOf(1), `node ${first} is linked to itself`);
        return;
      }
      const a = Math.min(first, second);
      const b = Math.max(first, second);
      const earlier = seen.get(`${a} ${b}`);
      if (earlier === undefined) {
        seen.set(`${a} ${b}`, line);
        pairs.push(a, b);
      } else {
        problems.add(line, columnOf(0), `the link ${a} ${b} is listed twice; first on line ${earlier}`);
      }
    });
  if (pairs.length === 0 && problems.total === 0 && options.mayBeEmpty !== true) {
    problems.add(1, 1, text.trim() === "" ? "the file is empty" : "the file has no pairs of node ids");
  }
  problems.throwIfAny();
  return Uint32Array.from(pairs);
}

function nodeId(
  word: string,
  line: number,
  column: number,
  problems: ProblemList,
  { satelliteCount }: IslPairsOptions,
): number | undefined {
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (satelliteCount !== undefined && value >= satelliteCount) {
    const ids = `ids of satellites are 0 to ${satelliteCount - 1}`;
    problems.add(line, column, `no satellite has the id ${word}; ${ids}`);
    return undefined;
  }
  if (value <= LARGEST_ID) return value;
  problems.add(line, column, `expected a node id, an integer from 0, found ${quote(word)}`);
  return undefined;
}
