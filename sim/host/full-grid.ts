import type { NodeTable } from "../../routing/nodes.js";

/**
 * Counts, tick by tick, the satellites of inferred planes that have all links of +grid: two at least in their
 * plane, and two to other planes of their shell.
 */
export class FullGridCount {
  /** Index of each satellite's shell, among those whose planes were inferred; -1 for who is in no plane. */
  readonly #source: Int32Array;
  /** Inferred shell and plane of each satellite, numbered over all of them. */
  readonly #shell: Int32Array;
  readonly #plane: Int32Array;
  readonly #inPlane: Uint32Array;
  readonly #crossPlane: Uint32Array;
  readonly #sources: number;

  /** Undefined where no planes were inferred. */
  static of({ satelliteCount, shells }: NodeTable): FullGridCount | undefined {
    const inferred = shells.filter((shell) => shell.inferred !== undefined);
    return inferred.length === 0 ? undefined : new FullGridCount(satelliteCount, inferred);
  }

  private constructor(satelliteCount: number, shells: NodeTable["shells"]) {
    const column = () => new Int32Array(satelliteCount).fill(-1);
    [this.#source, this.#shell, this.#plane] = [column(), column(), column()];
    this.#inPlane = new Uint32Array(satelliteCount);
    this.#crossPlane = new Uint32Array(satelliteCount);
    this.#sources = shells.length;
    let [shellsBefore, planesBefore] = [0, 0];
    for (const [source, { first, inferred }] of shells.entries()) {
      if (inferred === undefined) continue;
      const firstPlanes = inferred.shells.map(({ planeSize }) => {
        const firstPlane = planesBefore;
        planesBefore += planeSize.length;
        return firstPlane;
      });
      for (let i = 0; i < inferred.count; i++) {
        const shell = inferred.shellOf[i];
        if (shell < 0) continue;
        this.#source[first + i] = source;
        this.#shell[first + i] = shellsBefore + shell;
        this.#plane[first + i] = firstPlanes[shell] + inferred.planeOf[i];
      }
      shellsBefore += inferred.shells.length;
    }
  }

  begin(): void {
    this.#inPlane.fill(0);
    this.#crossPlane.fill(0);
  }

  /** Takes in an inter-satellite link that carries. */
  add(a: number, b: number): void {
    const shell = this.#shell[a];
    if (shell < 0 || shell !== this.#shell[b]) return;
    const counts = this.#plane[a] === this.#plane[b] ? this.#inPlane : this.#crossPlane;
    counts[a]++;
    counts[b]++;
  }

  /** How many of each shell's satellites have all, in the order of the shells whose planes were inferred. */
  count(): number[] {
    const full = new Array<number>(this.#sources).fill(0);
    for (let id = 0; id < this.#source.length; id++) {
      if (this.#inPlane[id] >= 2 && this.#crossPlane[id] >= 2) full[this.#source[id]]++;
    }
    return full;
  }
}
