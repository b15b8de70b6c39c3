import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("simpy_yardstick.py", import.meta.url));

/** Debian's own Python has its packages; the first of the path may be another. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/**
 * How long SimPy takes for so many events, median in ms; undefined where no Python here has SimPy
 * (on Debian: `apt-get install python3-simpy3`).
 */
export function simpyMs(
  kind: "callbacks" | "processes",
  pending: number,
  events: number,
): number | undefined {
  for (const python of PYTHONS) {
    try {
      const args = [SCRIPT, kind, `${pending}`, `${events}`];
      const lines = execFileSync(python, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      const times = lines
        .trim()
        .split("\n")
        .map(Number)
        .sort((a, b) => a - b);
      return times[times.length >> 1];
    } catch {}
  }
  return undefined;
}
