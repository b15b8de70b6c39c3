import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "./bench-row.js";
import type { PieceAtSize, SizeReport } from "./scale/one-size.js";
import { SIZES } from "./scale/sizes.js";

/** Growth is told between these two sizes: below, all fits into caches; above, nothing does any more. */
const FIRST = 0;
const LAST = 2;

/**
 * How time and memory per satellite grow with their number: every piece of a tick may look at no more than the
 * neighbourhood, so both should stay flat but for logarithms and for what falls out of the caches. A process a size.
 */
export async function benchScale(): Promise<BenchRow[]> {
  const sizes = SIZES.map((_, i) => measureSize(i));
  return sizes[0].pieces.map((_, piece) =>
    growthRow(
      sizes.filter(({ pieces }) => piece < pieces.length),
      piece,
    ),
  );
}

function measureSize(size: number): SizeReport {
  const child = fileURLToPath(new URL("./scale/one-size.ts", import.meta.url));
  const args = ["--expose-gc", "--import", "tsx", child, String(size)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as SizeReport;
}

function growthRow(sizes: readonly SizeReport[], piece: number): BenchRow {
  const at = (size: number): PieceAtSize => sizes[size].pieces[piece];
  const nsEach = sizes.map(({ satellites }, i) => (at(i).medianMs / satellites) * 1e6);
  const bytesEach = sizes.map(({ satellites }, i) => at(i).bytes / satellites);
  const each = sizes.map(
    ({ satellites }, i) =>
      `${satellites.toLocaleString("en")}: ${nsEach[i].toFixed(0)} ns, ${bytesEach[i].toFixed(0)} B`,
  );
  const ratio = (of: readonly number[]) => (of[LAST] / of[FIRST]).toFixed(2);
  const sorted = at(LAST).sorts ? `, of which sorting may take ${logGrowth(sizes)}` : "";
  const { name, medianMs, spreadMs } = at(sizes.length - 1);
  const [from, to] = [FIRST, LAST].map((i) => sizes[i].satellites.toLocaleString("en"));
  return {
    name: `${name}, per satellite ${each.join("; ")}; from ${from} to ${to} time grows ${ratio(nsEach)}${sorted}, memory ${ratio(bytesEach)}`,
    medianMs,
    spreadMs,
    aim: `both under 2; the time below is that of ${sizes[sizes.length - 1].satellites.toLocaleString("en")}`,
  };
}

/** Growth of the logarithm, which is what sorting costs each. */
function logGrowth(sizes: readonly SizeReport[]): string {
  return (Math.log(sizes[LAST].satellites) / Math.log(sizes[FIRST].satellites)).toFixed(2);
}
