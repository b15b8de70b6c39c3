import { inferPlanes } from "../../orbits/infer-planes.js";
import { leftOutText, type PlanesReport, reportPlanes } from "../../orbits/inferred-planes.js";
import type { Instant } from "../../orbits/instant.js";
import { epochOf } from "../../orbits/satrec.js";
import type { Shell } from "../../routing/nodes.js";
import type { SatelliteSource } from "./run-plan.js";

/** What was inferred from the elements of a shell that has no pattern of its own. */
export interface ShellPlanesReport extends PlanesReport {
  readonly shell: string;
  /** Id of the shell's first satellite. */
  readonly firstSatellite: number;
}

/** Infers planes of the shells that link protocols ask them of, each once, as they are at the start of the run. */
export class ShellPlanes {
  readonly #satellites: readonly SatelliteSource[];
  readonly #start: Instant | undefined;
  readonly #known = new Map<number, Shell>();

  /** @param start undefined where the scenario has no sound one: nothing will run then, but entries are checked */
  constructor(satellites: readonly SatelliteSource[], start: Instant | undefined) {
    this.#satellites = satellites;
    this.#start = start;
  }

  /** The shell with its planes; as it is where it has a pattern of its own. */
  infer(shell: Shell): Shell {
    if (shell.walker !== undefined || shell.rings !== undefined) return shell;
    const known = this.#known.get(shell.first);
    if (known !== undefined) return known;
    const source = this.#satellites.find(({ first }) => first === shell.first);
    if (source?.kind !== "sgp4") return shell;
    const { elements } = source;
    const withPlanes = { ...shell, inferred: inferPlanes(elements, this.#start ?? epochOf(elements, 0)) };
    this.#known.set(shell.first, withPlanes);
    return withPlanes;
  }

  /** The shells, with planes where they were inferred. */
  complete(shells: readonly Shell[]): Shell[] {
    return shells.map((shell) => this.#known.get(shell.first) ?? shell);
  }
}

/** Reports on the shells whose planes were inferred, in the order of their ids. */
export function reportShellPlanes(shells: readonly Shell[]): ShellPlanesReport[] {
  return shells.flatMap(({ name, first, inferred }) =>
    inferred === undefined ? [] : [{ shell: name, firstSatellite: first, ...reportPlanes(inferred) }],
  );
}

/** One line for people about an inferred shell. */
export function shellPlanesText({ shell, satellites, inPlanes, shells, leftOut }: ShellPlanesReport): string {
  const planes = shells.reduce((sum, each) => sum + each.planes, 0);
  const found = `${inPlanes} of ${satellites} satellites in ${planes} planes of ${shells.length} ${shells.length === 1 ? "shell" : "shells"}`;
  const out = inPlanes === satellites ? "none left out" : `left out: ${leftOutText(leftOut)}`;
  return `planes of "${shell}" inferred from its orbits: ${found}; ${out}`;
}
