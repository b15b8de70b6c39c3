import { leftOutText, type RunSummary, type ShellPlanesReport } from "../index.js";
import { alignRows } from "./text-table.js";

/** Shells and planes inferred from a shell's orbits, one line for each, and who was left out. */
export function formatInferredPlanes({ shell, shells, leftOut }: ShellPlanesReport): string {
  const rows = shells.map(({ altitudeKm, inclinationDeg, satellites, planes, perPlane }) => [
    `${altitudeKm.toFixed(1)} km`,
    `${inclinationDeg.toFixed(2)} deg`,
    `${satellites} satellites in ${planes} planes of ${perPlane.min} to ${perPlane.max}, usually ${perPlane.median}`,
  ]);
  const out = leftOutText(leftOut);
  if (out !== "") rows.push(["left out", "", out]);
  return `planes inferred from the orbits of "${shell}"\n${alignRows(rows)}`;
}

/** Rows of a run's summary: how many satellites of inferred planes have all links of +grid. */
export function fullGridRows({ inferredPlanes = [] }: RunSummary): string[][] {
  return inferredPlanes.map(({ firstSatellite, satellites, inPlanes, fullGrid }) => {
    const { satellitesMean, shareOfAll, shareOfInPlanes } = fullGrid;
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const all = `${satellitesMean.toFixed(1)} of ${satellites} satellites from id ${firstSatellite} on (${percent(shareOfAll)})`;
    return ["full +grid", `${all}, ${percent(shareOfInPlanes)} of the ${inPlanes} in planes (mean per tick)`];
  });
}
