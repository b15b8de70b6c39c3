/** The files of `starbelt init plugin`: a plugin of one's own, as small as one with all its parts can be. */
import { packageFile, TSCONFIG } from "./project.js";
import { readme } from "./readme.js";
import { scenario } from "./scenario.js";
import { source } from "./source.js";
import { test } from "./test.js";

/**
 * @param name of the plugin and of its package
 * @param version of Starbelt that it is made for
 * @returns text by path, relative to the plugin's folder
 */
export function pluginSkeleton(name: string, version: string): ReadonlyMap<string, string> {
  return new Map([
    ["package.json", packageFile(name, version)],
    ["tsconfig.json", TSCONFIG],
    [".gitignore", "node_modules/\nresults/\n"],
    ["README.md", readme(name)],
    ["scenario.yaml", scenario(name)],
    ["src/index.ts", source(name)],
    [`test/${name}.test.ts`, test(name)],
  ]);
}
