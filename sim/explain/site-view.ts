import { ecefToGeodetic, type LookAngles, lookAngles } from "../../orbits/geodesy.js";
import { horizonAtDeg } from "../../orbits/horizon-mask.js";
import type { GroundEntry } from "../../routing/ground-link-protocol.js";
import type { GroundPlanEntry } from "../../routing/link-plan.js";
import { RemainingVisibility } from "../../routing/topology/remaining-visibility.js";
import { Visibility } from "../../routing/visibility.js";
import type { ExplainContext } from "./explain-context.js";
import type { LinkConstraint, RankedLink, SiteRanking } from "./link-constraint.js";

/** Where a satellite stands in a site's sky, and what the site's rules ask. */
export interface SiteLook extends LookAngles {
  /** At the satellite's azimuth; -Infinity where only a slant range holds. */
  readonly maskDeg: number;
  readonly maxSlantRangeKm: number;
}

/** What one site sees at a tick, by the rules of the entry that speaks for it. */
export class SiteView {
  readonly site: number;
  readonly plan: GroundPlanEntry;
  readonly #context: ExplainContext;
  /** The entry for this site alone. */
  readonly #entry: GroundEntry;
  readonly #visible: Visibility;
  #ranked: readonly RankedLink[] | undefined;

  constructor(context: ExplainContext, plan: GroundPlanEntry, site: number) {
    this.#context = context;
    this.plan = plan;
    this.site = site;
    this.#entry = onlyFor(plan.entry, site);
    this.#visible = new Visibility(this.#entry);
    this.#visible.update(context.view, context.index);
  }

  get visibleCount(): number {
    return this.#visible.offsets[1];
  }

  /** What the built-in protocols prefer one satellite to another by. */
  get ranking(): SiteRanking {
    switch (this.plan.protocol.ref.name) {
      case "highest-elevation":
        return "elevation";
      case "longest-visible":
        return "time in view";
      default:
        return "slant range";
    }
  }

  isVisible(satellite: number): boolean {
    return this.#visible.slantRangeTo(0, satellite) >= 0;
  }

  look(satellite: number): SiteLook {
    const { positionsKm: p } = this.#context.view;
    const at = (node: number) => [p[3 * node], p[3 * node + 1], p[3 * node + 2]] as const;
    const angles = lookAngles(ecefToGeodetic(at(this.site)), at(satellite));
    const { horizons, maskDeg, maxSlantRangeKm } = this.#entry;
    const horizon = horizons?.[0];
    return {
      ...angles,
      maskDeg: horizon === undefined ? maskDeg[0] : horizonAtDeg(horizon, angles.azimuthDeg),
      maxSlantRangeKm,
    };
  }

  /** Why a usable satellite is not visible; empty where it is. */
  obstacles(satellite: number): LinkConstraint[] {
    if (this.isVisible(satellite)) return [];
    const { elevationDeg, azimuthDeg, slantRangeKm, maskDeg, maxSlantRangeKm } = this.look(satellite);
    const found: LinkConstraint[] = [];
    const tooFar = slantRangeKm > maxSlantRangeKm;
    const hasMask = maskDeg > Number.NEGATIVE_INFINITY;
    // At the last bits of the angle the stage's own test decides, and one of the two has failed.
    if (hasMask && (elevationDeg < maskDeg || !tooFar)) {
      const missingDeg = maskDeg - elevationDeg;
      found.push({ kind: "below-mask", elevationDeg, azimuthDeg, maskDeg, missingDeg });
    }
    if (tooFar || !hasMask) {
      const excessKm = slantRangeKm - maxSlantRangeKm;
      found.push({ kind: "beyond-slant-range", slantRangeKm, maxSlantRangeKm, excessKm });
    }
    return found;
  }

  /** All visible satellites, the one that the protocol likes best first; a hysteresis is left out. */
  ranked(): readonly RankedLink[] {
    this.#ranked ??= this.#rank();
    return this.#ranked;
  }

  /** A satellite with what this site ranks it by. */
  rankedLink(satellite: number): RankedLink {
    const { slantRangeKm, elevationDeg } = this.look(satellite);
    return (
      this.ranked().find(({ node }) => node === satellite) ?? {
        node: satellite,
        lengthKm: slantRangeKm,
        ...(this.ranking === "elevation" ? { elevationDeg } : {}),
      }
    );
  }

  #rank(): RankedLink[] {
    const { satellites, slantRangeKm } = this.#visible;
    const rows = Array.from({ length: this.visibleCount }, (_, row) => ({
      node: satellites[row],
      lengthKm: slantRangeKm[row],
    }));
    if (this.ranking === "slant range") return rows;
    const inView = this.ranking === "time in view" ? this.#secondsInView() : undefined;
    const ranked = rows.map((row, i) =>
      inView === undefined
        ? { ...row, elevationDeg: this.#visible.elevationDeg(0, row.node) }
        : { ...row, inViewSeconds: inView[i] },
    );
    const figure = (link: RankedLink) => link.elevationDeg ?? link.inViewSeconds ?? 0;
    return ranked.sort((p, q) => figure(q) - figure(p) || p.lengthKm - q.lengthKm || p.node - q.node);
  }

  #secondsInView(): Float64Array {
    const { view, index, plan } = this.#context;
    const { nodes } = plan.sky;
    const seconds = new Float64Array(this.visibleCount);
    const remaining = new RemainingVisibility({ entry: this.#entry, nodes, config: undefined });
    remaining.measure(
      {
        ...view,
        index,
        visible: this.#visible,
        positionsOf: (timeNs, ids, positionsKm) => this.#context.positionsOf(timeNs, ids, positionsKm),
      },
      undefined,
      seconds,
    );
    return seconds;
  }
}

function onlyFor(entry: GroundEntry, site: number): GroundEntry {
  const i = entry.members.indexOf(site);
  const { horizons, ...rest } = entry;
  return {
    ...rest,
    members: entry.members.slice(i, i + 1),
    maskDeg: entry.maskDeg.slice(i, i + 1),
    ...(horizons === undefined ? {} : { horizons: [horizons[i]] }),
  };
}
