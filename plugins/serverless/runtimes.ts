import type { RuntimeProfile } from "./specs.js";

/** A profile with where its figures come from. */
interface SourcedProfile extends RuntimeProfile {
  readonly source: string;
}

/**
 * Runtimes that every run knows. Times are of a cached image; what has to be pulled travels over the network.
 */
export const RUNTIMES: readonly SourcedProfile[] = [
  {
    name: "container",
    scheduleSeconds: 1.4,
    createSeconds: 1.65,
    loadSeconds: 0,
    idleSeconds: 60,
    workFactor: 1,
    pulledShare: 32 / 90,
    source:
      "Lumos: [DATA] cold minus warm 3.05 s in all, [ASM] its split; [ASM] 32 of 90 MB are pulled. Idle: Knative's stable window of 60 s, by its documentation",
  },
  {
    name: "wasm-interpreted",
    scheduleSeconds: 1.4,
    createSeconds: 0.5,
    loadSeconds: 0,
    idleSeconds: 60,
    workFactor: 110,
    pulledShare: 0.7 / 2,
    source:
      "Lumos: [DATA] 1.9 s in all, [ASM] its split; [DATA] work factor of compute loops (range 70 to 190); [ASM] 0.7 of about 2 MB are pulled. Idle as container",
  },
  {
    name: "wasm-compiled",
    scheduleSeconds: 1.4,
    createSeconds: 1.155,
    loadSeconds: 0,
    idleSeconds: 60,
    workFactor: 1.2,
    pulledShare: 1.2 / 3,
    source:
      "Lumos: [ABS] total 16 % below a container's, [ASM] its split, work factor and 1.2 of 3 MB pulled. Idle as container",
  },
  {
    name: "instant",
    scheduleSeconds: 0,
    createSeconds: 0,
    loadSeconds: 0,
    idleSeconds: Number.POSITIVE_INFINITY,
    workFactor: 1,
    source: "none: no start takes any time, for models that leave it out, as Databelt's does",
  },
];
