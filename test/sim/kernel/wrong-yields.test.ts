import { describe, expect, test } from "vitest";
import { Kernel, PastEventError, WrongYieldError } from "../../../sim/kernel/index.js";

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a process that yields a wrong thing", () => {
  const kernel = new Kernel();
  const other = new Kernel();
  test.each<[string, unknown, string]>([
    ["a number", 5, "it yielded 5"],
    ["nothing", undefined, "it yielded undefined"],
    ["a string", "5 s", 'it yielded the string "5 s"'],
    ["an awaitable without the star", kernel.sleep(1), "an awaitable by a plain `yield`: write `yield*`"],
    ["a promise", Promise.resolve(), "it yielded a Promise"],
    ["a function", function tick() {}, 'it yielded the function "tick"'],
    ["an object", new Map(), "it yielded an object of class Map"],
  ])("(%s) fails with what it did, and cannot catch it", (_, wrong, message) => {
    const log: string[] = [];
    const bad = kernel.process(
      (function* (): Generator<never, void, unknown> {
        try {
          yield wrong as never;
        } catch {
          log.push("caught");
        } finally {
          log.push("finally");
        }
      })(),
      { name: "bad" },
    );
    const error = errorOf(() => kernel.run(bad));
    expect(error).toBeInstanceOf(WrongYieldError);
    expect((error as Error).message).toContain("a process may only `yield*` what can be awaited");
    expect((error as Error).message).toContain(message);
    expect(log).toEqual(["finally"]);
  });

  test("(its own end) is told", () => {
    const self: { process?: Iterable<never, void, unknown> } = {};
    const bad = kernel.process(function* () {
      yield* self.process!;
    });
    self.process = bad as unknown as Iterable<never, void, unknown>;
    expect(() => kernel.run(bad)).toThrow("it yielded itself, for which it would wait for ever");
  });

  test("(something of another kernel) is told", () => {
    const bad = kernel.process(function* () {
      yield* other.sleep(1);
    });
    expect(() => kernel.run(bad)).toThrow("an awaitable of another kernel");
  });

  test.each<[string, unknown]>([
    ["an arrow function", () => 5],
    ["an async function", async () => {}],
    ["an async generator function", async function* () {}],
    ["an array", []],
    ["nothing", undefined],
  ])("or is no generator at all (%s) is refused", (_, body) => {
    expect(() => kernel.process(body as never)).toThrow("expected a generator function");
  });

  test("or asks for a wrong time fails with that", () => {
    const fresh = new Kernel();
    fresh.process(function* sleeper() {
      yield* fresh.sleep(-1);
    });
    expect(() => fresh.run()).toThrow('process "sleeper" failed at 0 s: expected a length of time');
    expect(() => fresh.sleep(1e9)).toThrow(RangeError);
    expect(new PastEventError(0, 1)).toBeInstanceOf(RangeError);
  });
});
