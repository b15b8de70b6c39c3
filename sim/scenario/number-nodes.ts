import { geodeticToEcefKm } from "../../orbits/geodesy.js";
import { type HorizonMask, horizonMask, lowestHorizonDeg } from "../../orbits/horizon-mask.js";
import { NameList } from "../../orbits/name-list.js";
import type { StaticLink } from "../../orbits/static-links.js";
import type { Track } from "../../orbits/track.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { MovingNode } from "../../workers/sky-plan.js";
import type { Linkable, LinkableDirectory } from "./linkable.js";
import {
  type LoadedConstellation,
  type PlacedDirectory,
  type PlacedNetwork,
  SPACE_TIER,
} from "./load-constellation.js";
import type { LoadedGround, LoadedSite } from "./load-ground.js";
import type { ProbeTargets } from "./load-probes.js";
import type { Loading } from "./loading.js";
import { SiteNames } from "./site-names.js";

/** All nodes of the scenario under their ids. */
export interface NumberedNodes {
  readonly names: NameList;
  readonly tiers: readonly string[];
  readonly siteIds: readonly number[];
  readonly groundPositionsKm: Float64Array;
  readonly movingNodes: readonly MovingNode[];
  readonly staticLinks: readonly StaticLink[];
  readonly linkable: Linkable;
  readonly targets: ProbeTargets;
}

/** A ground node before its id is known; nodes of static networks have no place. */
interface GroundNode {
  readonly name: string;
  readonly tier: string;
  readonly positionKm?: readonly [number, number, number];
  readonly maskDeg?: number | undefined;
  readonly horizon?: HorizonMask;
  readonly track?: Track | undefined;
}

/**
 * Numbers the nodes: satellites first, source by source; then the ground nodes of Hypatia directories and
 * static networks, then the sites of `ground`, in order. Notes names that are taken.
 */
export function numberNodes(
  loading: Loading,
  constellation: LoadedConstellation,
  ground: LoadedGround,
): NumberedNodes {
  const { shells, sited, satellites } = constellation;
  const satelliteCount = constellation.names.length;
  const nodes: GroundNode[] = [];
  const siteNames = new SiteNames(loading);
  const directories: LinkableDirectory[] = [];
  const networkIds: number[] = [];
  const staticLinks: StaticLink[] = [];
  for (const source of sited) {
    const named = "network" in source ? source.network.nodes : source.hypatia.stations;
    siteNames.add(
      source.path,
      named.map(({ name }) => name),
    );
    if ("network" in source) {
      const ids = numberNetwork(source, satelliteCount, nodes);
      networkIds.push(...ids);
      staticLinks.push(...renumber(source.network.links, ids));
    } else {
      const shell = shells.find(({ first }) => first === source.firstSatellite);
      directories.push(linkableDirectory(source, shell?.name ?? "", nodes.length));
      for (const station of source.hypatia.stations) nodes.push(groundNode(station));
    }
  }
  for (const { path, sites } of ground.sources) {
    siteNames.add(
      path,
      sites.map(({ name }) => name),
    );
    for (const site of sites) nodes.push(groundNode(site));
  }
  const names = new NameList([...constellation.names.pieces, nodes.map(({ name }) => name)]);
  const siteIds = [...networkIds, ...nodes.map((_, i) => satelliteCount + i)];
  const complete = constellation.complete && ground.complete;
  const movingNodes = nodes.flatMap(({ track }, i) =>
    track === undefined ? [] : [{ node: satelliteCount + i, track }],
  );
  const table: NodeTable = {
    satelliteCount,
    groundCount: nodes.length,
    count: names.length,
    shells,
    siteMaskDeg: Float64Array.from(nodes, ({ maskDeg }) => maskDeg ?? Number.NaN),
    ...(nodes.some(({ horizon }) => horizon !== undefined) && {
      horizons: nodes.map(({ horizon }) => horizon),
    }),
    ...(movingNodes.length > 0 && { moving: Uint32Array.from(movingNodes, ({ node }) => node) }),
  };
  const orbiting = new Uint8Array(satelliteCount);
  for (const { kind, first, count } of satellites)
    if (kind !== "static") orbiting.fill(1, first, first + count);
  return {
    names,
    tiers: [...new Array<string>(satelliteCount).fill(SPACE_TIER), ...nodes.map(({ tier }) => tier)],
    siteIds: [...new Set(siteIds)].sort((a, b) => a - b),
    groundPositionsKm: Float64Array.from(nodes.flatMap(({ positionKm }) => positionKm ?? [0, 0, 0])),
    movingNodes,
    staticLinks: staticLinks.sort(byEnds),
    linkable: {
      nodes: table,
      satellites,
      orbiting,
      siteNames: nodes.map(({ name, positionKm }) => (positionKm === undefined ? undefined : name)),
      directories,
      complete,
    },
    targets: {
      ids: new Map([...new Set(siteIds)].reverse().map((id) => [names.at(id), id])),
      sites: nodes.map((_, i) => satelliteCount + i),
      nodeCount: names.length,
      complete,
    },
  };
}

function groundNode(site: LoadedSite): GroundNode {
  const { name, tier, minElevationDeg: maskDeg, horizonMask: points, track } = site;
  const positionKm = geodeticToEcefKm(site);
  if (points === undefined) return { name, tier, positionKm, maskDeg, track };
  const horizon = horizonMask(points);
  return { name, tier, positionKm, maskDeg: lowestHorizonDeg(horizon), horizon };
}

function linkableDirectory(
  { hypatia, firstSatellite }: PlacedDirectory,
  name: string,
  firstSite: number,
): LinkableDirectory {
  const { shown, satelliteCount, stations, islPairs, limits } = hypatia;
  return {
    shown,
    name,
    firstSatellite,
    satelliteCount,
    firstSite,
    siteCount: stations.length,
    islPairs: islPairs.map((id) => firstSatellite + id),
    limits,
  };
}

/** Ids of a network's nodes in the order of its file; its ground nodes are added to `ground`. */
function numberNetwork(
  { network, firstSatellite }: PlacedNetwork,
  satelliteCount: number,
  ground: GroundNode[],
): number[] {
  let satellite = firstSatellite;
  return network.nodes.map(({ name, tier }) => {
    if (tier === SPACE_TIER) return satellite++;
    ground.push({ name, tier });
    return satelliteCount + ground.length - 1;
  });
}

function renumber(links: readonly StaticLink[], ids: readonly number[]): StaticLink[] {
  return links.map((link) => {
    const a = ids[link.a] as number;
    const b = ids[link.b] as number;
    return { ...link, a: Math.min(a, b), b: Math.max(a, b) };
  });
}

function byEnds(p: StaticLink, q: StaticLink): number {
  return p.a - q.a || p.b - q.b;
}
