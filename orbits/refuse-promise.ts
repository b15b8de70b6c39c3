/**
 * Throws where a callback of a user's turns out to be `async`: what it does after its first `await` would happen
 * outside of simulated time, and what it throws would belong to no one. TypeScript lets it pass as `() => void`.
 */
export function refusePromise(returned: unknown, what: string, instead = ""): void {
  const then = (returned as { readonly then?: unknown } | null | undefined)?.then;
  if (typeof then !== "function") return;
  // Its own failure must not end the process as an unhandled rejection: this one is told instead.
  then.call(
    returned,
    () => {},
    () => {},
  );
  throw new TypeError(`${what} must be synchronous, not async${instead}`);
}
