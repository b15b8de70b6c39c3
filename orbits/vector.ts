/** A point or direction in three dimensions; the name of what holds it says frame and unit. */
export type Vector3 = readonly [x: number, y: number, z: number];
