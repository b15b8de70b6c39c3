/** A satellite in the words of a scenario: what an entry that names the preset need not say. */
export interface EnergyPreset {
  readonly name: string;
  /** One line for documentation. */
  readonly description: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/*
 * Where the figures come from; those that are not told here are our choice, in the usual range of the class.
 * Batteries: GomSpace NanoPower BP4, 43 Wh and 258 g a pack (data sheet DS 1013024); the larger one, 6 kg at that 167 Wh/kg.
 * Panels: triple-junction cells of 30 % (AZUR SPACE 3G30C data sheet) on 85 % of the area.
 * Small computer: a Raspberry Pi 4 B's 2.7 W idle and 6.4 W with four cores at work (Geerling, "Power consumption
 * benchmarks", Raspberry Pi Dramble).
 * Finish: aluminized Kapton, 0.40 and 0.63 (Fortescue et al., "Spacecraft Systems Engineering", 4th ed., table 11.3).
 * Specific heat: aluminium, 897 J/(kg K) (CRC Handbook of Chemistry and Physics).
 */

export const ENERGY_PRESETS: readonly EnergyPreset[] = [
  {
    name: "cubesat-6u",
    description: "10 kg, 86 Wh, wings of 0.12 m2 that follow the Sun (42 W), one single-board computer",
    entry: {
      // Two packs.
      battery: { capacity: "86 Wh" },
      panels: { area: "0.12 m2", efficiency: 0.255, normal: "sun-tracking" },
      draw: {
        bus: "5 W",
        radio: { idle: "2 W", sent: "100 nJ/bit", received: "20 nJ/bit" },
        compute: { idle: "2.7 W", perCore: "0.925 W" },
      },
      // A body of 10 x 20 x 30 cm: its largest face to the Sun and to the Earth, radiating all around.
      thermal: {
        mass: "10 kg",
        specificHeat: "897 J/kg/K",
        sunArea: "0.06 m2",
        earthArea: "0.06 m2",
        radiatorArea: "0.22 m2",
        absorptance: 0.4,
        emissivity: 0.63,
        maxTemperature: "50 degC",
      },
    },
  },
  {
    name: "microsat-50kg",
    description: "50 kg, 1 kWh, wings of 1 m2 that follow the Sun (347 W), a computer of 16 cores",
    entry: {
      battery: { capacity: "1 kWh" },
      panels: { area: "1 m2", efficiency: 0.255, normal: "sun-tracking" },
      draw: {
        bus: "40 W",
        radio: { idle: "15 W", sent: "50 nJ/bit", received: "10 nJ/bit" },
        compute: { idle: "20 W", perCore: "5 W" },
      },
      // A cube of half a metre.
      thermal: {
        mass: "50 kg",
        specificHeat: "897 J/kg/K",
        sunArea: "0.25 m2",
        earthArea: "0.25 m2",
        radiatorArea: "1.5 m2",
        absorptance: 0.4,
        emissivity: 0.63,
        maxTemperature: "50 degC",
      },
    },
  },
];
