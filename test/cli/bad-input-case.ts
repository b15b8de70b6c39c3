/**
 * Wrong inputs, each with what the command line must say of it. `¦` marks where a mistake stands: it is taken
 * out before the file is written, and its line and column are what the message must begin with.
 */
export interface BadInput {
  readonly what: string;
  /** `scenario.yaml`; the sound one where absent. */
  readonly scenario?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /**
   * What each line of stderr says, in order. Those of marks begin with the mark's place; where there are fewer
   * marks, the rest are whole beginnings of lines.
   */
  readonly says: readonly string[];
}

export const SOUND = `name: test
seed: 1
time:
  start: 2024-12-15T13:00:00Z
  duration: 60 s
  step: 10 s
constellation:
  - walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: 4, satellitesPerPlane: 5, phasing: 1 }
ground:
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg }
  - { name: Graz, latitude: 47.07 deg, longitude: 15.44 deg }
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
`;

/** The sound scenario with some of its text replaced, and text added at its end. */
export function scenario(edits: Readonly<Record<string, string>> = {}, end = ""): string {
  let text = SOUND;
  for (const [from, to] of Object.entries(edits)) {
    if (!text.includes(from)) throw new Error(`the sound scenario has no "${from}"`);
    text = text.replace(from, to);
  }
  return text + end;
}
