import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What each room may import: the arrows of the staircase point one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  orbits: [],
  routing: ["orbits"],
  workers: ["orbits", "routing"],
  // Nothing of ours but the frame format.
  results: ["workers/frame.ts", "workers/recorded"],
  // Loaded only when a report is asked for; of `runs` it reads sweeps.
  report: ["results", "runs/index.ts"],
  sim: ["orbits", "routing", "workers", "results"],
  // Whole runs, many of them: the public API hands it on, so that it cannot stand on it.
  runs: ["orbits", "results", "sim"],
  plugins: ["index.ts"],
  cli: ["index.ts"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const pattern = /(?:from\s+|import\s+|import\()["'](\.[^"']+)["']/g;
  return [...text.matchAll(pattern)].map((match) => ({
    from: file,
    to: relative(ROOT, normalize(join(ROOT, dirname(file), match[1] as string))).replace(/\.js$/, ".ts"),
  }));
}

function breaks(room: string, { from, to }: Import): boolean {
  const own = room === "plugins" ? from.split("/").slice(0, 2).join("/") : room;
  if (to.startsWith(`${own}/`)) return false;
  // A plugin may use the door of another that it names in its `needs`.
  if (room === "plugins" && /^plugins\/[^/]+\/index\.ts$/.test(to)) return false;
  return !(MAY_IMPORT[room] as readonly string[]).some(
    (allowed) => to === allowed || to.startsWith(`${allowed}/`),
  );
}

describe("imports go one way", () => {
  for (const room of Object.keys(MAY_IMPORT)) {
    test(`${room} imports only ${MAY_IMPORT[room]?.join(", ") || "nothing of ours"}`, () => {
      const files = sources(room);
      expect(files.length).toBeGreaterThan(0);
      const wrong = files.flatMap(importsOf).filter((each) => breaks(room, each));
      expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
    });
  }

  test("the public API imports no plugin and no command line", () => {
    const wrong = importsOf("index.ts").filter(({ to }) => /^(plugins|cli)\//.test(to));
    expect(wrong).toEqual([]);
  });

  test("the rule sees an arrow that points the wrong way", () => {
    expect(breaks("orbits", { from: "orbits/a.ts", to: "routing/b.ts" })).toBe(true);
    expect(breaks("results", { from: "results/a.ts", to: "workers/pool.ts" })).toBe(true);
    expect(breaks("plugins", { from: "plugins/x/index.ts", to: "sim/simulation.ts" })).toBe(true);
    expect(breaks("sim", { from: "sim/simulation.ts", to: "results/folder.ts" })).toBe(false);
  });
});
