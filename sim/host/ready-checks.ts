import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { messageOf } from "./failures.js";
import type { PluginUse } from "./load-plugins.js";
import type { ConfigPath } from "./plan-view.js";

/** Looks at a configuration when all plugins are set up, and notes what is wrong with it by `fail`. */
export type ReadyCheck = (fail: (path: ConfigPath, message: string) => void) => void;

/** What plugins want to look at once all of them are set up. */
export class ReadyChecks {
  readonly #checks: { readonly use: PluginUse; readonly check: ReadyCheck }[] = [];

  add(use: PluginUse, check: ReadyCheck): void {
    this.#checks.push({ use, check });
  }

  /** @throws InputError with all that is wrong in the scenario; Error where it is of plugins that a program handed over */
  run(): void {
    const problems: InputProblem[] = [];
    const others: string[] = [];
    for (const { use, check } of this.#checks) {
      const { plugin, place, problemAt } = use;
      try {
        check((path, message) => {
          if (problemAt !== undefined) problems.push(problemAt(path, message));
          else others.push(`plugin "${plugin.name}": ${["with", ...path].join(".")}: ${message}`);
        });
      } catch (error) {
        const message = `plugin "${plugin.name}" cannot be set up: ${messageOf(error)}`;
        if (place !== undefined) problems.push({ ...place, message });
        else others.push(message);
      }
    }
    if (problems.length > 0) throw new InputError(problems);
    if (others.length > 0) throw new Error(others.join("; "));
  }
}
