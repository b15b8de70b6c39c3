import type { SampledSpan } from "./czml-span.js";

/** A CZML packet: plain data. Source: the CZML guide of AnalyticalGraphicsInc/czml-writer. */
export type Packet = Readonly<Record<string, unknown>> & { readonly id: string };

type Rgba = readonly [number, number, number, number];

/** Folders of the file: hiding one hides all that is in it. */
export const GROUPS = {
  satellites: "Satellites",
  ground: "Ground nodes",
  isl: "Inter-satellite links",
  gsl: "Ground links",
  fixed: "Links of static networks",
  routes: "Routes of probes",
} as const;

export type Group = keyof typeof GROUPS;

const SATELLITE_COLOUR: Rgba = [220, 220, 220, 255];
const GROUND_COLOUR: Rgba = [255, 190, 60, 255];
const LINE_COLOURS: Readonly<Record<"isl" | "gsl" | "fixed" | "routes", Rgba>> = {
  isl: [90, 160, 255, 90],
  gsl: [90, 220, 130, 140],
  fixed: [180, 180, 180, 140],
  routes: [255, 80, 80, 255],
};
const LINK_PIXELS = 1;
const ROUTE_PIXELS = 3;

/** Real time is too slow to see satellites move. */
const CLOCK_MULTIPLIER = 10;

export function nodeId(node: number): string {
  return `node-${node}`;
}

export function documentPacket(name: string, span: SampledSpan): Packet {
  const { fromNs, toNs } = span;
  return {
    id: "document",
    name,
    version: "1.0",
    clock: {
      interval: span.interval(fromNs, toNs),
      currentTime: span.iso(fromNs),
      multiplier: CLOCK_MULTIPLIER,
      range: "LOOP_STOP",
      step: "SYSTEM_CLOCK_MULTIPLIER",
    },
  };
}

export function groupPacket(group: Group): Packet {
  return { id: group, name: GROUPS[group] };
}

/** What is constant of a satellite; its place comes with it. */
export function satelliteStyle(name: string): object {
  return { name, point: { pixelSize: 3, color: { rgba: SATELLITE_COLOUR } } };
}

export function groundStyle(name: string): object {
  return {
    name,
    point: { pixelSize: 6, color: { rgba: GROUND_COLOUR } },
    label: {
      text: name,
      font: "12px sans-serif",
      horizontalOrigin: "LEFT",
      pixelOffset: { cartesian2: [8, 0] },
      fillColor: { rgba: GROUND_COLOUR },
    },
  };
}

/** A line through nodes, straight in space, that goes along with them. */
export function linePacket(
  id: string,
  group: "isl" | "gsl" | "fixed" | "routes",
  name: string,
  nodes: readonly number[],
  intervals: readonly string[],
): Packet {
  return {
    id,
    parent: group,
    name,
    availability: oneOrMany(intervals),
    polyline: {
      positions: { references: nodes.map((node) => `${nodeId(node)}#position`) },
      width: group === "routes" ? ROUTE_PIXELS : LINK_PIXELS,
      arcType: "NONE",
      material: { solidColor: { color: { rgba: LINE_COLOURS[group] } } },
    },
  };
}

/** An availability is one interval or an array of them. */
export function oneOrMany(intervals: readonly string[]): string | readonly string[] {
  return intervals.length === 1 ? intervals[0] : intervals;
}
