import type { ReportPoint } from "../../results/index.js";
import type { RunFigures, SiteFigures } from "../figures/run-figures.js";
import { formatDuration, formatNumber, formatPercent } from "../format.js";
import type { Place } from "../map/map-frame.js";
import { drawWorldMap, type MapSite } from "../map/world-map.js";
import { type Block, type Cell, type Section, text } from "../section.js";

/** Sites drawn, and sites told in the table. */
const MOST_SITES = 2000;
const MOST_ROWS = 60;

/** Shares of ticks with a satellite in sight, best last. */
const CLASSES: readonly { readonly below: number; readonly colour: string; readonly text: string }[] = [
  { below: 0.5, colour: "var(--s1)", text: "below 50 %" },
  { below: 0.9, colour: "var(--s2)", text: "below 90 %" },
  { below: 0.99, colour: "var(--s3)", text: "below 99 %" },
  { below: 1, colour: "var(--s4)", text: "below 100 %" },
  { below: Number.POSITIVE_INFINITY, colour: "var(--s5)", text: "at every tick" },
];
/** Of sites of which nothing is known: without links of their own, or of a run without a summary. */
const UNKNOWN = { colour: "var(--c6)", text: "not measured" };

/** Where things were, and how well the sites were covered. */
export function placesSection({ data, summary }: RunFigures): Section {
  const blocks: Block[] = [];
  const figures = new Map((summary?.sites ?? []).map((site) => [site.name, site]));
  const places = data?.places ?? [];
  const satellites = data?.underSatellites;
  if (places.length === 0 && satellites === undefined) {
    blocks.push(text("There is no map: no node has a place on the Earth."));
  } else {
    const sites = places.slice(0, MOST_SITES).map(({ name, tier, points }): MapSite => {
      const site = figures.get(name);
      const about = site === undefined ? `${name} (${tier})` : `${name} (${tier}): ${aboutSite(site)}`;
      return { name, about, colour: classOf(site).colour, track: points.map(placeOf) };
    });
    const notes: string[] = [];
    if (satellites !== undefined) {
      const which = satellites.every === 1 ? "all satellites" : `one satellite in ${satellites.every}`;
      notes.push(`Grey: points below ${which} at ${formatDuration(satellites.timeNs)}.`);
    }
    if (data?.route !== undefined) {
      notes.push(`Line: the route from ${data.route.source} to ${data.route.target} at the same time.`);
    }
    if (places.some(({ points }) => points.length > 1))
      notes.push("Sites that move are drawn with their tracks.");
    if (places.length > MOST_SITES) notes.push(`The first ${MOST_SITES} of ${places.length} sites.`);
    const used = new Set(sites.map(({ colour }) => colour));
    blocks.push({
      kind: "drawing",
      name: "map",
      title: sites.length > 0 ? "Coverage: share of ticks at which a site saw a satellite" : "Satellites",
      svg: drawWorldMap({
        sites,
        satellites: (satellites?.points ?? []).map(placeOf),
        route: (data?.route?.points ?? []).map(placeOf),
      }),
      legend: [...CLASSES, UNKNOWN].filter(({ colour }) => used.has(colour)),
      ...(notes.length > 0 && { note: notes.join(" ") }),
    });
  }
  if (figures.size > 0) blocks.push(siteTable([...figures.values()]));
  return { id: "sites", title: "Sites and coverage", blocks };
}

function siteTable(sites: readonly SiteFigures[]): Block {
  const rows = sites
    .slice(0, MOST_ROWS)
    .map(({ name, coverage, visibleMean, visibleMin, visibleMax, handovers }): Cell[] => [
      name,
      Number((100 * coverage).toPrecision(4)),
      visibleMean,
      visibleMin,
      visibleMax,
      handovers,
    ]);
  const left = sites.length - rows.length;
  return {
    kind: "table",
    columns: ["Site", "Coverage (%)", "Visible satellites, mean", "least", "greatest", "Handovers"],
    rows,
    ...(left > 0 && { note: `${formatNumber(left)} more sites in summary.json.` }),
  };
}

function aboutSite({ coverage, visibleMean, handovers }: SiteFigures): string {
  const visible = `${formatNumber(Number(visibleMean.toPrecision(3)))} satellites visible`;
  return `coverage ${formatPercent(coverage)}, ${visible}, ${formatNumber(handovers)} handovers`;
}

function classOf(site: SiteFigures | undefined): { readonly colour: string } {
  if (site === undefined) return UNKNOWN;
  return CLASSES.find(({ below }) => site.coverage < below) ?? UNKNOWN;
}

function placeOf([latitudeDeg, longitudeDeg]: ReportPoint): Place {
  return [longitudeDeg, latitudeDeg];
}
