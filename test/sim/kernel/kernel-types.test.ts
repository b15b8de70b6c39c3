import { describe, expect, expectTypeOf, test } from "vitest";
import { type Awaitable, Kernel, type Process, type ProcessBody } from "../../../sim/kernel/index.js";

const kernel = new Kernel();
const text = kernel.event<string>();

/** What issue 4's services look like to a process: a typed iterable. */
function transfer(bytes: number): Awaitable<{ readonly sentBytes: number }> {
  return kernel.process(function* () {
    yield* kernel.sleep(bytes / 1e6);
    return { sentBytes: bytes };
  });
}

describe("types follow values through a process", () => {
  test("from what is awaited to what is returned", () => {
    const process = kernel.process(function* () {
      expectTypeOf(yield* kernel.sleep(1)).toEqualTypeOf<void>();
      expectTypeOf(yield* text).toEqualTypeOf<string>();
      const { sentBytes } = yield* transfer(5e5);
      expectTypeOf(sentBytes).toEqualTypeOf<number>();

      const both = yield* kernel.all([text, transfer(1), kernel.sleep(0)]);
      expectTypeOf(both.length).toEqualTypeOf<3>();
      expectTypeOf(both[0]).toEqualTypeOf<string>();
      expectTypeOf(both[1]).toEqualTypeOf<{ readonly sentBytes: number }>();
      expectTypeOf(both[2]).toEqualTypeOf<void>();
      const list = yield* kernel.all([1, 2].map(transfer));
      expectTypeOf(list).toEqualTypeOf<{ readonly sentBytes: number }[]>();

      const first = yield* kernel.any([text, transfer(1)]);
      if (first.index === 0) expectTypeOf(first.value).toEqualTypeOf<string>();
      else expectTypeOf(first.value).toEqualTypeOf<{ readonly sentBytes: number }>();
      const some = yield* kernel.any([1, 2].map(transfer));
      expectTypeOf(some.index).toEqualTypeOf<number>();
      expectTypeOf(some.value).toEqualTypeOf<{ readonly sentBytes: number }>();

      expectTypeOf(yield* kernel.timeout(text, 5)).toEqualTypeOf<string>();
      return both[0].length;
    });
    expectTypeOf(process).toEqualTypeOf<Process<number>>();
    text.succeed("abc");
    const length = kernel.run(process);
    expectTypeOf(length).toEqualTypeOf<number>();
    expect(length).toBe(3);
  });

  test("through generators of the user's own", () => {
    function* twice(value: number): ProcessBody<number> {
      yield* kernel.sleep(1);
      return 2 * value;
    }
    const process = kernel.process(function* () {
      const value = yield* twice(4);
      expectTypeOf(value).toEqualTypeOf<number>();
      return `${value}`;
    });
    expectTypeOf(process).toEqualTypeOf<Process<string>>();
    expect(kernel.run(process)).toBe("8");
  });

  test("and a signal takes its own type only", () => {
    expectTypeOf(kernel.event<number>().succeed).parameters.toEqualTypeOf<[value: number]>();
    expectTypeOf(kernel.event().succeed).toBeCallableWith();
  });

  test("while a plain yield does not compile", () => {
    const fresh = new Kernel();
    // @ts-expect-error: a process cannot yield a number
    fresh.process(function* () {
      yield 5;
    });
    // @ts-expect-error: nor an awaitable without the star
    fresh.process(function* () {
      yield fresh.sleep(1);
    });
    // @ts-expect-error: nor be an async function
    expect(() => fresh.process(async () => {})).toThrow(TypeError);
    expect(() => fresh.run()).toThrow("it yielded 5");
    expect(() => fresh.run()).toThrow("write `yield*`");
  });
});
