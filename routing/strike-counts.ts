/** How many links an entry's protocol chose that may not be, by the first reason that holds. */
export interface StrikeCounts {
  /** An end is masked, has failed or has decayed. */
  unusable: number;
  outOfRange: number;
  behindEarth: number;
  /** Ground links to what is not visible from the site. */
  notVisible: number;
  /** A terminal would turn faster than the entry allows; this and the next only where the entry has such rules. */
  turning?: number;
  /** Not struck, but without traffic: the set-up time is not over. */
  settingUp?: number;
  /** The site has no antenna left; this and the next only where links are counted. */
  overAntennas?: number;
  overCapacity?: number;
}
