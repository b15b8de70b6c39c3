/**
 * A part of the resolved scenario, twice: as it is shown in the manifest, and as the scenario hash covers it.
 * The two differ only where the scenario names files: shown by their path, covered by their content.
 */
export interface View {
  readonly shown: unknown;
  readonly content: unknown;
}

/** A part that names no file. */
export function plainView(value: unknown): View {
  return { shown: value, content: value };
}
