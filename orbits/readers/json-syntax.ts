/** The first place where a text is not JSON, and what was expected there. */
export interface JsonSyntaxError {
  readonly offset: number;
  readonly expected: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the first syntax error of a text that `JSON.parse` refused; its own messages tell no offset for
 * some mistakes. Undefined where the text is JSON after all.
 */
export function findJsonSyntaxError(text: string, start: number): JsonSyntaxError | undefined {
  return new JsonChecker(text, start).check();
}

type Expect = "value" | "value or ]" | "key" | "key or }" | "after";

class JsonChecker {
  readonly #text: string;
  #at: number;
  readonly #open: ("{" | "[")[] = [];

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  check(): JsonSyntaxError | undefined {
    let expect: Expect = "value";
    for (;;) {
      this.#skipBlanks();
      if (expect === "after" && this.#open.length === 0) {
        return this.#at === this.#text.length ? undefined : this.#error("the end of the text");
      }
      const next: Expect | JsonSyntaxError = this.#step(expect);
      if (typeof next !== "string") return next;
      expect = next;
    }
  }

  #step(expect: Expect): Expect | JsonSyntaxError {
    switch (expect) {
      case "value":
      case "value or ]":
        return this.#value(expect === "value or ]");
      case "key":
      case "key or }":
        return this.#key(expect === "key or }");
      default:
        return this.#afterValue();
    }
  }

  #value(orClose: boolean): Expect | JsonSyntaxError {
    const char = this.#text[this.#at];
    if (char === "]" && orClose) return this.#close();
    if (char === "{" || char === "[") {
      this.#open.push(char);
      this.#at++;
      return char === "{" ? "key or }" : "value or ]";
    }
    if (char === '"') return this.#string() ?? "after";
    if (this.#match(NUMBER) || this.#match(LITERAL)) return "after";
    return this.#error("a value");
  }

  #key(orClose: boolean): Expect | JsonSyntaxError {
    if (this.#text[this.#at] === "}" && orClose) return this.#close();
    if (this.#text[this.#at] !== '"') return this.#error("a key in double quotes");
    const error = this.#string();
    if (error !== undefined) return error;
    this.#skipBlanks();
    if (this.#text[this.#at] !== ":") return this.#error('":" after the key');
    this.#at++;
    return "value";
  }

  #afterValue(): Expect | JsonSyntaxError {
    const inObject = this.#open.at(-1) === "{";
    const char = this.#text[this.#at];
    if (char === ",") {
      this.#at++;
      return inObject ? "key" : "value";
    }
    if (char === (inObject ? "}" : "]")) return this.#close();
    return this.#error(inObject ? '"," or "}"' : '"," or "]"');
  }

  #close(): Expect {
    this.#open.pop();
    this.#at++;
    return "after";
  }

  #string(): JsonSyntaxError | undefined {
    const text = this.#text;
    this.#at++;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (code === 34) {
        this.#at++;
        return undefined;
      }
      if (code < 32) return this.#error("a string that ends on its line");
      if (code !== 92) this.#at++;
      else if (!this.#match(ESCAPE)) return this.#error("an escape sequence");
    }
    return this.#error('the " that ends the string');
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  }

  #error(expected: string): JsonSyntaxError {
    return { offset: this.#at, expected };
  }
}
