import { execFile, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { HOSTILE, reported, SCENARIOS, showing } from "../support/report-runs.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const BROWSER = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** What a browser makes of a page, as the script below measures it. */
interface Layout {
  readonly width: number;
  readonly scrollWidth: number;
  readonly requests: number;
  readonly background: string;
  /** Texts of one drawing that lie on one another. */
  readonly overlaps: readonly string[];
  /** Drawings without any mark of a size. */
  readonly flat: readonly string[];
  /** Texts that stick out of their drawing. */
  readonly cut: readonly string[];
  /** Blocks beside or below one another that overlap. */
  readonly piled: number;
  readonly figures: number;
  readonly smallestTextPx: number;
  readonly heading: string;
}

/** Runs in the page, which is why it is text. */
const MEASURE = `addEventListener("load", () => {
const near = 1;
const hit = (a, b) => a.left < b.right - near && b.left < a.right - near && a.top < b.bottom - near && b.top < a.bottom - near;
const overlaps = [], flat = [], cut = [];
let smallest = Infinity;
for (const figure of document.querySelectorAll("figure")) {
  const svg = figure.querySelector("svg");
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect(), text]);
  texts.forEach(([a, box, text], i) => {
    smallest = Math.min(smallest, parseFloat(getComputedStyle(text).fontSize) * frame.width / svg.viewBox.baseVal.width);
    if (box.left < frame.left - near || box.right > frame.right + near || box.top < frame.top - near || box.bottom > frame.bottom + near) cut.push(a);
    for (const [b, other] of texts.slice(i + 1)) if (hit(box, other)) overlaps.push(a + " on " + b);
  });
  const marks = [...svg.querySelectorAll("path,circle,rect")].filter((mark) => /--c\\d|--s\\d|--dust/.test(mark.getAttribute("stroke") + mark.getAttribute("fill")));
  if (!marks.some((mark) => { const { width, height } = mark.getBoundingClientRect(); return width + height > 1; })) flat.push(figure.textContent.slice(0, 40));
}
const blocks = [...document.querySelectorAll("figure,h1,h2,.block,p,nav")].filter((each) => !each.parentElement.closest("figure,.block"));
const boxes = blocks.map((each) => each.getBoundingClientRect());
let piled = 0;
boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => { if (hit(a, b)) piled++; }));
parent.postMessage(JSON.stringify({
  width: innerWidth, scrollWidth: document.documentElement.scrollWidth,
  requests: performance.getEntriesByType("resource").length,
  background: getComputedStyle(document.body).backgroundColor,
  overlaps, flat, cut, piled, figures: document.querySelectorAll("figure").length, smallestTextPx: smallest,
  heading: document.querySelector("h1").textContent,
}), "*");
});`;

/** Holds the page in a frame, since a window of the browser cannot be as narrow as a phone. */
const frame = (
  width: number,
  page = "measured.html",
) => `<!DOCTYPE html><style>:root,iframe{color-scheme:light dark}</style>
<iframe src="${page}" style="border:0;width:${width}px;height:2000px"></iframe>
<script>addEventListener("message", ({ data }) => { document.body.textContent = encodeURIComponent(data); });</script>`;

let folder: string;

beforeAll(async () => {
  if (BROWSER === undefined) return;
  const dir = await reported(SCENARIOS.full, { plugins: [showing] });
  const html = readFileSync(join(dir, "report.html"), "utf8");
  // The page forbids scripts; for measuring, a copy allows this one.
  const open = html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replace("</body>", `<script>${MEASURE}</script></body>`);
  folder = makeTemporaryFolder();
  writeFileSync(join(folder, "measured.html"), open);
  const broken = `<h1>a</h1><p style="margin-bottom:-30px">b</p><p>c</p><img src="https://starbelt.invalid/x.png"><figure><svg viewBox="0 0 100 100" width="100">
<text x="10" y="50">one</text><text x="12" y="52">two</text><text x="95" y="20">three</text></svg></figure>`;
  writeFileSync(join(folder, "broken.html"), `<body>${broken}<script>${MEASURE}</script></body>`);
  writeFileSync(join(folder, "see-broken.html"), frame(400, "broken.html"));
  for (const width of [400, 1400]) writeFileSync(join(folder, `${width}.html`), frame(width));
});

async function layout(file: string, theme: "light" | "dark"): Promise<Layout> {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"];
  // Nothing can be reached, whatever the page should ask for.
  flags.push(
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=1500,2000",
    "--virtual-time-budget=5000",
  );
  if (theme === "dark") flags.push("--blink-settings=preferredColorScheme=0");
  const { stdout } = await promisify(execFile)(
    BROWSER as string,
    [...flags, "--dump-dom", pathToFileURL(join(folder, file)).href],
    { maxBuffer: 1 << 26 },
  );
  const found = /<body>\s*([^<]*?)\s*<\/body>/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`the page did not answer:\n${stdout.slice(0, 500)}`);
  return JSON.parse(decodeURIComponent(found)) as Layout;
}

describe.skipIf(BROWSER === undefined)("the report in a browser (needs Chromium)", () => {
  test("is measured by what would see a broken page", async () => {
    const found = await layout("see-broken.html", "light");
    expect(found).toMatchObject({ overlaps: ["one on two"], cut: ["three"], requests: 1, figures: 1 });
    expect(found.flat).toHaveLength(1);
    expect(found.piled).toBeGreaterThan(0);
  });

  test.each([
    [1400, "light"],
    [1400, "dark"],
    [400, "light"],
    [400, "dark"],
  ] as const)(
    "at %i pixels, %s: nothing overlaps, nothing is empty, nothing is asked for",
    async (width, theme) => {
      const found = await layout(`${width}.html`, theme);
      expect(found).toMatchObject({ width, overlaps: [], flat: [], cut: [], piled: 0, requests: 0 });
      expect(found.scrollWidth).toBeLessThanOrEqual(width);
      expect(found.figures).toBeGreaterThan(15);
      expect(found.smallestTextPx).toBeGreaterThan(8);
      expect(found.background).toBe(theme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 28)");
      expect(found.heading).toBe(HOSTILE);
    },
  );
});
