import { allocateElementSets, type ElementSets } from "../../orbits/element-sets.js";
import { addNs, type Instant } from "../../orbits/instant.js";
import { initialiseSatRec } from "../../orbits/satrec.js";
import { meanMotionRevPerDay, walkerElements } from "../../orbits/walker.js";
import type { WalkerPattern } from "../../routing/nodes.js";
import { uniform } from "./random-shells.js";

/** The instant at which the shells of these tests stand in their pattern. */
export const AT: Instant = { day: 20_000, secondOfDay: 43_200 };

/** How a catalogue differs from the pattern that its satellites were put into. */
export interface Disorder {
  readonly seed: number;
  /** Each satellite's right ascension, altitude and phase are off by up to this, either way. */
  readonly nodeDeg: number;
  readonly altitudeKm: number;
  /** In slots. */
  readonly phaseSlots: number;
  /** Share of the slots that are empty; each plane keeps half of its satellites at least. */
  readonly missing: number;
  /** Satellites below the shell, each at an altitude of its own. */
  readonly raising: number;
  readonly eccentric: number;
  /** Satellites of another inclination. */
  readonly strangers: number;
  /** Epochs lie up to this many days before `AT`. */
  readonly epochDays: number;
}

/** Who is who in a made catalogue, by place in it. */
export interface MadeCatalogue {
  readonly elements: ElementSets;
  readonly kind: readonly ("placed" | "raising" | "eccentric" | "stranger")[];
  /** Plane and slot in the pattern of who has one, else -1. */
  readonly plane: Int32Array;
  readonly slot: Int32Array;
}

type Made = {
  readonly kind: MadeCatalogue["kind"][number];
  readonly plane: number;
  readonly slot: number;
  readonly values: Record<"inclination" | "node" | "phase" | "altitude" | "eccentricity" | "perigee", number>;
};

/** A Walker shell as a catalogue has it: disturbed, with holes, others among it, and in no order. */
export function disturbedShell(pattern: WalkerPattern, disorder: Disorder): MadeCatalogue {
  const random = uniform(disorder.seed);
  const either = (size: number) => size * (2 * random() - 1);
  const { planes, slotsPerPlane, altitudeKm: altitude, inclinationDeg: inclination } = pattern;
  const ideal = walkerElements({ name: "shell", ...pattern }, AT);
  const made: Made[] = [];
  for (let plane = 0; plane < planes; plane++) {
    let left = slotsPerPlane;
    for (let slot = 0; slot < slotsPerPlane; slot++) {
      if (random() < disorder.missing && 2 * (left - 1) >= slotsPerPlane) {
        left--;
        continue;
      }
      const i = plane * slotsPerPlane + slot;
      made.push({
        kind: "placed",
        plane,
        slot,
        values: {
          inclination: inclination + either(0.01),
          node: ideal.rightAscensionDeg[i] + either(disorder.nodeDeg),
          phase: ideal.meanAnomalyDeg[i] + either((disorder.phaseSlots * 360) / slotsPerPlane),
          altitude: altitude + either(disorder.altitudeKm),
          eccentricity: 0.0005 * random(),
          perigee: 360 * random(),
        },
      });
    }
  }
  const others = (kind: Made["kind"], count: number, values: (i: number) => Partial<Made["values"]>) => {
    for (let i = 0; i < count; i++) {
      const anywhere = {
        inclination,
        node: 360 * random(),
        phase: 360 * random(),
        altitude,
        eccentricity: 0.0005,
        perigee: 360 * random(),
      };
      made.push({ kind, plane: -1, slot: -1, values: { ...anywhere, ...values(i) } });
    }
  };
  others("raising", disorder.raising, (i) => ({ altitude: altitude - 10 - 5 * i - random() }));
  others("eccentric", disorder.eccentric, () => ({ eccentricity: 0.011 + 0.05 * random() }));
  others("stranger", disorder.strangers, () => ({ inclination: inclination - 2 - 5 * random() }));
  shuffle(made, random);
  return toCatalogue(made, disorder.epochDays, random);
}

function toCatalogue(made: readonly Made[], epochDays: number, random: () => number): MadeCatalogue {
  const elements = allocateElementSets(
    made.length,
    made.map(({ kind }, i) => `${kind}-${i}`),
  );
  for (const [i, { values }] of made.entries()) {
    elements.inclinationDeg[i] = values.inclination;
    elements.eccentricity[i] = values.eccentricity;
    elements.meanMotionRevPerDay[i] = meanMotionRevPerDay(values.altitude);
    const epoch = addNs(AT, -Math.round(epochDays * random() * 86_400) * 1e9);
    elements.epochDay[i] = epoch.day;
    elements.epochSecondOfDay[i] = epoch.secondOfDay;
    // Back to the epoch by the rates that satellite.js's initialisation of SGP4 gives.
    const { mdot, argpdot, nodedot } = initialiseSatRec(elements, i);
    const minutes = ((AT.day - epoch.day) * 86_400 + AT.secondOfDay - epoch.secondOfDay) / 60;
    const before = (deg: number, radPerMinute: number) =>
      turn(deg - (radPerMinute * minutes * 180) / Math.PI);
    elements.rightAscensionDeg[i] = before(values.node, nodedot);
    elements.argumentOfPerigeeDeg[i] = before(values.perigee, argpdot);
    elements.meanAnomalyDeg[i] = before(values.phase - values.perigee, mdot);
  }
  return {
    elements,
    kind: made.map(({ kind }) => kind),
    plane: Int32Array.from(made, ({ plane }) => plane),
    slot: Int32Array.from(made, ({ slot }) => slot),
  };
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}

function turn(deg: number): number {
  return ((deg % 360) + 360) % 360;
}

/** Two catalogues one after the other. */
export function joinElements(first: ElementSets, second: ElementSets): ElementSets {
  const joined = allocateElementSets(first.count + second.count, [...first.names, ...second.names]);
  for (const [key, column] of Object.entries(joined)) {
    if (!ArrayBuffer.isView(column)) continue;
    const name = key as "inclinationDeg";
    joined[name].set(first[name]);
    joined[name].set(second[name], first.count);
  }
  return joined;
}
