import { expect } from "vitest";
import { InputError } from "../../../orbits/input-error.js";

/** Problems that `read` throws, each as `line:column message`. */
export function problemsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).problems.map(
      ({ line, column, message }) => `${line ?? ""}:${column ?? ""} ${message}`,
    );
  }
  throw new Error("expected an InputError, but the input was read");
}
