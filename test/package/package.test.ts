import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/command.js";
import { compile, copyInto, folderIn, type Installed, installed, run } from "../support/installed.js";

let package_: Installed;

beforeAll(async () => {
  package_ = await installed();
});

describe("the tarball", () => {
  test("holds the build, the scenarios and what to read, and nothing else", () => {
    const rooms = new Set(package_.files.map((file) => file.split("/")[0]));
    expect([...rooms].sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
      "scenarios",
    ]);
    const built = package_.files.filter((file) => file.startsWith("dist/"));
    const kinds = new Set(built.map((file) => file.replace(/^.*?(\.d\.ts|\.js\.map|\.js)$/, "$1")));
    expect([...kinds].sort()).toEqual([".d.ts", ".js", ".js.map"]);
    expect(built).toContain("dist/workers/worker.js");
    expect(built.filter((file) => /^dist\/(test|bench|scripts)\//.test(file))).toEqual([]);
    expect(package_.files).toContain("scenarios/scenario.schema.json");
  });

  test("has every file that package.json names", () => {
    const { bin, exports: exported } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      bin: Record<string, string>;
      exports: Record<string, string | Record<string, string>>;
    };
    const named = [
      ...Object.values(bin),
      ...Object.values(exported).flatMap((to) => Object.values(Object(to))),
    ];
    for (const path of [...named, "./package.json"].map((each) => String(each).replace("./", ""))) {
      if (path.includes("*")) expect(package_.files).toContain(path.replace("*", "sunlit"));
      else if (path.length > 1) expect(package_.files).toContain(path);
    }
  });
});

describe("installed", () => {
  test("its exports resolve, each from a program of its own", async () => {
    const program = `
      import { loadScenario, runScenario, Simulation, definePlugin, z } from "starbelt";
      import sunlit from "starbelt/plugins/sunlit";
      import manifest from "starbelt/package.json" with { type: "json" };
      const inner = await import("starbelt/dist/index.js").then(() => "open", (error) => error.code);
      console.log(JSON.stringify([
        [loadScenario, runScenario, Simulation, definePlugin, z.object].map((each) => typeof each),
        sunlit.kind, manifest.name, inner,
      ]));`;
    const flags = ["--no-warnings", "--input-type=module", "-e", program];
    const { stdout } = await run(process.execPath, flags, folderIn(package_, "exports"));
    expect(JSON.parse(stdout)).toEqual([
      Array.from({ length: 5 }, () => "function"),
      "state-plugin",
      "starbelt",
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    ]);
  });

  test("npx starbelt runs, and the schema that init names is there", async () => {
    const folder = folderIn(package_, "npx");
    const version = await run("npx", ["--no-install", "starbelt", "--version"], folder);
    expect(version.stdout.trim()).toBe(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
    // Where a project has it: beside node_modules.
    await run("npx", ["--no-install", "starbelt", "init", "init.yaml"], package_.folder);
    const [line] = readFileSync(join(package_.folder, "init.yaml"), "utf8").split("\n");
    const schema = /\$schema=(\S+)$/.exec(line as string)?.[1] as string;
    expect(existsSync(join(package_.folder, schema))).toBe(true);
  });

  test("a user's plugin, protocols, router and state plugin in TypeScript run with 2 workers", async () => {
    const folder = folderIn(package_, "consumer");
    copyInto(folder, "test/consumer");
    await compile(package_, folder);
    const { stdout } = await run(process.execPath, ["main.js"], folder);
    const result = JSON.parse(stdout) as {
      readonly paths: readonly (string | null)[];
      readonly metrics: Readonly<Record<string, number>>;
    };
    expect(result).toMatchObject({ status: "complete", manifest: "complete", workers: 2, ticks: 3 });
    // The chain through 160 satellites, each linked to the next.
    expect(result).toMatchObject({ isls: 159, events: { "reach.note": 1 } });
    expect(result.paths).toHaveLength(3);
    const found = result.paths.filter((path) => path !== null);
    expect(result.metrics["reach.ticks value"]).toBe(found.length);
    expect(found.length).toBeGreaterThan(0);
    for (const path of found) {
      const nodes = path.split("-").map(Number);
      expect([nodes[0], nodes.at(-1)]).toEqual([160, 161]);
      // Along the chain, ids go up or down by one.
      const steps = nodes.slice(2, -1).map((node, i) => Math.abs(node - (nodes[i + 1] as number)));
      for (const step of steps) expect(step).toBe(1);
    }
    // 1,200 km above the equator's radius, give or take the Earth's oblateness.
    expect(Math.abs((result.metrics["reach.height mean"] as number) - 7578)).toBeLessThan(25);
  });
});
