import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/command.js";

const FOLDER = join(ROOT, "docs/pictures");
const PICTURES = readdirSync(FOLDER);

describe("the pictures of the README", () => {
  test.each(PICTURES)("%s is small, stands alone, and is of a scenario", (file) => {
    const svg = readFileSync(join(FOLDER, file), "utf8");
    expect(svg.length).toBeLessThan(100_000);
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|var\(|href/);
    expect(readdirSync(join(ROOT, "scenarios"))).toContain(file.replace(".svg", ".yaml"));
  });

  test("are there where the README shows them", () => {
    const shown = [
      ...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/src="docs\/pictures\/([^"]+)"/g),
    ];
    expect(shown.length).toBeGreaterThan(5);
    for (const [, file] of shown) expect(PICTURES).toContain(file);
  });
});
