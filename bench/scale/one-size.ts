import { setTimeout } from "node:timers/promises";
import { measure, type Timing } from "../bench-row.js";
import { type Piece, piecesOf } from "./pieces.js";
import { SIZES } from "./sizes.js";

/** What a piece took at one size. */
export interface PieceAtSize extends Timing {
  readonly name: string;
  readonly sorts: boolean;
  /** Kept from tick to tick, garbage apart. */
  readonly bytes: number;
}

export interface SizeReport {
  readonly satellites: number;
  readonly pieces: readonly PieceAtSize[];
}

/*
 * Measures all pieces at the size with the number that the command line gives, in a process of its own, so that
 * neither memory nor compiled code is that of another size. Prints a `SizeReport`. Needs `--expose-gc`.
 */
const size = SIZES[Number(process.argv[2])];
const satellites = size.planes * size.slotsPerPlane;
const runs = satellites > 500_000 ? 5 : satellites > 100_000 ? 9 : 25;
const pieces: PieceAtSize[] = [];
for (const piece of piecesOf(size)) pieces.push(await measurePiece(piece));
process.stdout.write(JSON.stringify({ satellites, pieces } satisfies SizeReport));

/** A function, so that nothing of the piece before is held any more. */
async function measurePiece({ name, sorts, prepare }: Piece): Promise<PieceAtSize> {
  const before = await bytesInUse();
  const { tick, sharedBytes = 0 } = prepare();
  const timing = measure(tick, { runs, warmup: Math.ceil(runs / 2) });
  const bytes = sharedBytes + (await bytesInUse()) - before;
  // Here, so that what it keeps was kept until now.
  tick(0);
  return { name, sorts, bytes, ...timing };
}

/** Memory of objects and of arrays outside of the heap, but shared ones, once nothing is garbage; arrays are given back a moment later. */
async function bytesInUse(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error("start this with --expose-gc");
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
