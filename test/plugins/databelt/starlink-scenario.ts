import { fileURLToPath } from "node:url";

/** Path of `databelt-starlink.yaml`. */
export const STARLINK = fileURLToPath(new URL("../../../scenarios/databelt-starlink.yaml", import.meta.url));

/** Some minutes of it, with 20 workflows of each kind a minute in place of 1,000 in half an hour; as for `--set`. */
export function starlinkFor(minutes: number): readonly string[] {
  return [
    `time.duration=${minutes} min`,
    ...[0, 1, 2, 3].flatMap((i) => [
      `plugins.0.with.invocations.${i}.count=${20 * (minutes - 1)}`,
      `plugins.0.with.invocations.${i}.over=${minutes - 1} min`,
    ]),
  ];
}
