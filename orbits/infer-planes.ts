import { DEG_TO_RAD } from "./constants.js";
import type { ElementSets } from "./element-sets.js";
import { type FoundShell, findShells, SAME_INCLINATION_DEG } from "./find-shells.js";
import { type InferredPlanes, type InferredShell, LeftOut } from "./inferred-planes.js";
import type { Instant } from "./instant.js";
import { secularElements, withinHalfTurn, withinTurn } from "./secular-elements.js";

/** An eccentricity at which a satellite at 550 km goes up and down by 70 km: none of a shell. */
const MOST_ECCENTRIC = 0.01;

/** An inclination below which the node, and so the plane, is not well told. */
const EQUATORIAL_DEG = 1;

/**
 * Infers shells, planes and the order of satellites in them from the elements of a catalogue, all brought to one
 * instant. A satellite that fits nowhere is left out, with the reason: one that raises or lowers its orbit, above all.
 */
export function inferPlanes(elements: ElementSets, at: Instant): InferredPlanes {
  const { count, inclinationDeg } = elements;
  const { altitudeKm, nodeRad, latitudeRad } = secularElements(elements, at);
  const leftOut = new Uint8Array(count).fill(LeftOut.NoShell);
  const candidates: number[] = [];
  for (let i = 0; i < count; i++) {
    if (!(elements.eccentricity[i] <= MOST_ECCENTRIC)) leftOut[i] = LeftOut.Eccentric;
    else if (inclinationDeg[i] < EQUATORIAL_DEG || inclinationDeg[i] > 180 - EQUATORIAL_DEG)
      leftOut[i] = LeftOut.Equatorial;
    else candidates.push(i);
  }
  const found = findShells(candidates, altitudeKm, inclinationDeg, nodeRad).sort(
    (p, q) => p.altitudeKm - q.altitudeKm || p.inclinationDeg - q.inclinationDeg,
  );
  noteReasons(leftOut, candidates, found, altitudeKm, inclinationDeg);
  const shellOf = new Int32Array(count).fill(-1);
  const planeOf = new Int32Array(count).fill(-1);
  const slotOf = new Int32Array(count).fill(-1);
  const phaseRad = new Float64Array(count);
  const shells = found.map((shell, s): InferredShell => {
    const cos = Math.cos(shell.inclinationDeg * DEG_TO_RAD);
    const gaps: number[] = [];
    for (const [p, { members, nodeRad: planeRad }] of shell.planes.entries()) {
      for (const id of members) {
        shellOf[id] = s;
        planeOf[id] = p;
        leftOut[id] = LeftOut.Placed;
        phaseRad[id] = withinTurn(latitudeRad[id] + cos * withinHalfTurn(nodeRad[id] - planeRad));
      }
      const ring = [...members].sort((a, b) => phaseRad[a] - phaseRad[b] || a - b);
      for (const [slot, id] of ring.entries()) {
        slotOf[id] = slot;
        gaps.push(withinTurn(phaseRad[ring[(slot + 1) % ring.length]] - phaseRad[id]));
      }
    }
    return {
      altitudeKm: shell.altitudeKm,
      inclinationDeg: shell.inclinationDeg,
      planeNodeRad: Float64Array.from(shell.planes, (plane) => plane.nodeRad),
      planeSize: Uint32Array.from(shell.planes, ({ members }) => members.length),
      slotSpacingRad: gaps.sort((p, q) => p - q)[gaps.length >> 1],
    };
  });
  return { count, shells, shellOf, planeOf, slotOf, phaseRad, leftOut };
}

/** Why each candidate is in no shell; all members of shells count as between planes until they are placed. */
function noteReasons(
  leftOut: Uint8Array,
  candidates: readonly number[],
  shells: readonly FoundShell[],
  altitudeKm: Float64Array,
  inclinationDeg: Float64Array,
): void {
  for (const id of candidates) {
    const same = shells.filter(
      (shell) => Math.abs(shell.inclinationDeg - inclinationDeg[id]) <= SAME_INCLINATION_DEG,
    );
    if (same.length === 0) continue;
    const isBelow = same.some((shell) => shell.altitudeKm > altitudeKm[id]);
    leftOut[id] = isBelow ? LeftOut.BelowShell : LeftOut.AboveShell;
  }
  for (const { members } of shells) for (const id of members) leftOut[id] = LeftOut.BetweenPlanes;
}
