import type { GroundEntry } from "./ground-link-protocol.js";

/**
 * Holds an entry's caps over what its protocol chose, in the order in which it chose: a link beyond a site's
 * `antennas` or a satellite's `capacity` is struck. The built-in protocols stay within the caps by themselves.
 */
export class GroundCaps {
  overAntennas = 0;
  overCapacity = 0;
  readonly #antennas: number;
  readonly #capacity: number;
  readonly #perSite: Uint32Array;
  readonly #taken = new Set<number>();
  #served: Uint32Array = new Uint32Array(0);

  constructor({ antennas, capacity, members }: GroundEntry) {
    this.#antennas = antennas ?? Number.POSITIVE_INFINITY;
    this.#capacity = capacity ?? Number.POSITIVE_INFINITY;
    this.#perSite = new Uint32Array(members.length);
  }

  /** @param served ground links that each satellite has by now; counted on by `take` */
  begin(served: Uint32Array): void {
    this.overAntennas = 0;
    this.overCapacity = 0;
    this.#perSite.fill(0);
    this.#taken.clear();
    this.#served = served;
  }

  /** Whether a link may stand; one that was chosen twice counts once, and the second is dropped. */
  take(member: number, satellite: number): boolean {
    const key = satellite * this.#perSite.length + member;
    if (this.#taken.has(key)) return false;
    if (this.#perSite[member] >= this.#antennas) {
      this.overAntennas++;
      return false;
    }
    if (this.#served[satellite] >= this.#capacity) {
      this.overCapacity++;
      return false;
    }
    this.#taken.add(key);
    this.#perSite[member]++;
    this.#served[satellite]++;
    return true;
  }
}
