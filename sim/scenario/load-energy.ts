import { NS_PER_SECOND } from "../../orbits/constants.js";
import { didYouMean } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type {
  AlbedoModel,
  EnergyModel,
  EnergyPlan,
  RadiationModel,
  ThermalModel,
} from "../services/energy/energy-plan.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { EnergyConfig, EnergyEntry } from "./schema/energy.js";
import { BUILT_IN_REGIONS } from "./schema/energy-radiation.js";
import { plainView, type View } from "./view.js";

const NOBODY = -1;

/** Resolves `energy` to ids and numbers; notes names that are not there, nodes named twice, and those without orbits. */
export async function loadEnergy(
  loading: Loading,
  { entries, isList }: EnergyConfig,
  names: NodeNames,
): Promise<{ plan: EnergyPlan; view: View }> {
  const pathOf = (i: number): Path => (isList ? ["energy", i] : ["energy"]);
  const owner = whoseEntry(loading, entries, names, pathOf);
  const models = entries.map((entry, i): EnergyModel => {
    checkRegions(loading, entry, pathOf(i));
    return modelOf(entry, idsOf(owner, i));
  });
  if (names.all.targets.complete) {
    for (const [i, { nodes }] of models.entries()) {
      if (nodes.length === 0) loading.warn(pathOf(i), "this entry is for no satellite");
    }
  }
  const shown = models.map(({ nodes: _, ...model }, i) => ({
    for: (entries[i] as EnergyEntry).for,
    ...model,
  }));
  return { plan: { models: models.filter(({ nodes }) => nodes.length > 0) }, view: plainView(shown) };
}

/** Which entry each node belongs to. */
function whoseEntry(
  loading: Loading,
  entries: readonly EnergyEntry[],
  names: NodeNames,
  pathOf: (i: number) => Path,
): Int32Array {
  const { nodes, targets } = names.all;
  const orbiting = new Uint8Array(nodes.count);
  for (const { first, count } of nodes.shells) orbiting.fill(1, first, first + count);
  const owner = new Int32Array(nodes.count).fill(NOBODY);
  let others: number | undefined;
  for (const [i, entry] of entries.entries()) {
    const listed = typeof entry.for === "string" ? [entry.for] : entry.for;
    for (const [k, name] of listed.entries()) {
      const path = typeof entry.for === "string" ? [...pathOf(i), "for"] : [...pathOf(i), "for", k];
      if (name === "*") {
        if (others !== undefined && others !== i) {
          loading.fail(path, `two entries are for "*"; the first is at ${loading.lineOf(pathOf(others))}`);
        }
        others ??= i;
        continue;
      }
      const ids = names.many(path, name);
      const flying = ids.filter((id) => orbiting[id] === 1);
      // A tier may hold both.
      if (flying.length === 0 && ids.length > 0 && targets.complete) {
        loading.fail(path, `"${name}" has no orbit: energy is of satellites with orbits`);
      }
      const taken = flying.find((id) => owner[id] !== NOBODY && owner[id] !== i);
      if (taken !== undefined) {
        const first = loading.lineOf(pathOf(owner[taken] as number));
        loading.fail(path, `"${name}" has satellites of two entries; the other is at ${first}`);
      }
      for (const id of flying) if (owner[id] === NOBODY) owner[id] = i;
    }
  }
  if (others !== undefined) {
    for (let id = 0; id < nodes.count; id++)
      if (owner[id] === NOBODY && orbiting[id] === 1) owner[id] = others;
  }
  return owner;
}

function idsOf(owner: Int32Array, entry: number): Uint32Array {
  const ids: number[] = [];
  for (let id = 0; id < owner.length; id++) if (owner[id] === entry) ids.push(id);
  return Uint32Array.from(ids);
}

function checkRegions(loading: Loading, { radiation }: EnergyEntry, path: Path): void {
  for (const [i, { region, box }] of (radiation?.regions ?? []).entries()) {
    const at = [...path, "radiation", "regions", i, "region"];
    const isBuiltIn = BUILT_IN_REGIONS.includes(region);
    if (box === undefined && !isBuiltIn) {
      const known =
        didYouMean(region, BUILT_IN_REGIONS) || `; expected one of ${BUILT_IN_REGIONS.join(", ")}`;
      loading.fail(at, `no region is named "${region}"${known}, or a box for one of your own`);
    } else if (box !== undefined && (isBuiltIn || region === "elsewhere")) {
      loading.fail(at, `"${region}" is a name of its own; give the box another`);
    }
  }
}

function modelOf(entry: EnergyEntry, nodes: Uint32Array): EnergyModel {
  const { sun, battery, panels, draw, thermal, radiation } = entry;
  const { capacity, ...levels } = battery;
  return {
    nodes,
    sun: { irradianceWM2: sun.irradiance, byDistance: sun.byDistance },
    battery: { capacityJ: capacity, ...levels },
    panels: (Array.isArray(panels) ? panels : [panels]).map(({ area, efficiency, normal }) => ({
      areaM2: area,
      efficiency,
      normal,
    })),
    draw: {
      busW: draw.bus,
      radio: {
        idleW: draw.radio.idle,
        sentJPerBit: draw.radio.sent,
        receivedJPerBit: draw.radio.received,
      },
      compute: { idleW: draw.compute.idle, perCoreW: draw.compute.perCore },
    },
    ...(thermal && { thermal: thermalOf(thermal) }),
    ...(radiation && { radiation: radiationOf(radiation) }),
  };
}

function thermalOf(thermal: NonNullable<EnergyEntry["thermal"]>): ThermalModel {
  const { albedo, earth, maxTemperature, cooling, scheme } = thermal;
  const { coefficient, phase, share } = albedo;
  const albedoModel: AlbedoModel =
    phase === "constant" ? { phase, coefficient, share: share as number } : { phase, coefficient };
  return {
    massKg: thermal.mass,
    specificHeatJKgK: thermal.specificHeat,
    initialK: thermal.initialTemperature,
    sunAreaM2: thermal.sunArea,
    earthAreaM2: thermal.earthArea,
    radiatorAreaM2: thermal.radiatorArea,
    absorptance: thermal.absorptance,
    emissivity: thermal.emissivity,
    heatShare: thermal.heatShare,
    albedo: albedoModel,
    earth: { temperatureK: earth.temperature, emissivity: earth.emissivity, facing: earth.facing },
    ...(maxTemperature !== undefined && {
      limits: { maxK: maxTemperature, resumeK: maxTemperature - cooling },
    }),
    scheme:
      scheme === undefined
        ? { kind: "adaptive" }
        : { kind: "explicit", stepSeconds: scheme.explicit / NS_PER_SECOND },
  };
}

function radiationOf(radiation: NonNullable<EnergyEntry["radiation"]>): RadiationModel {
  const { regions, elsewhere, restartShare, failureShare, restartTime } = radiation;
  const rates = ({ upsets, dose }: { readonly upsets: number; readonly dose: number }) => ({
    upsetsPerS: upsets,
    doseGyPerS: dose,
  });
  return {
    regions: regions.map(({ region, box, ...there }) => ({
      region,
      ...(box && {
        box: {
          southDeg: box.south,
          northDeg: box.north,
          westDeg: box.west,
          eastDeg: box.east,
          fromAltitudeKm: box.from,
          toAltitudeKm: box.to,
        },
      }),
      ...rates(there),
    })),
    elsewhere: rates(elsewhere),
    restartShare,
    failureShare,
    restartSeconds: restartTime / NS_PER_SECOND,
  };
}
