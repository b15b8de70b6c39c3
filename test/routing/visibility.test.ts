import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { GroundEntry } from "../../routing/ground-link-protocol.js";
import { SpatialIndex } from "../../routing/spatial-index.js";
import { Visibility } from "../../routing/visibility.js";
import { nodeTable, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { allMembers, frameOf } from "../support/frames.js";

interface Site {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly maskDeg: number;
}

interface Seen {
  readonly satellite: number;
  readonly range: number;
}

function entryOf(sites: readonly Site[], satelliteCount: number, maxSlantRangeKm: number): GroundEntry {
  return {
    maxLinks: 1,
    maxSlantRangeKm,
    members: allMembers(sites.length, satelliteCount),
    maskDeg: Float64Array.from(sites, ({ maskDeg }) => maskDeg),
  };
}

function visibleRows(
  satellites: Float64Array,
  sites: readonly Site[],
  usable: Uint8Array,
  maxSlantRangeKm = Number.POSITIVE_INFINITY,
): Seen[][] {
  const count = satellites.length / 3;
  const positions = Float64Array.of(
    ...satellites,
    ...sites.flatMap(({ latitudeDeg, longitudeDeg }) => sitePosition(latitudeDeg, longitudeDeg, 0.1)),
  );
  const frame = frameOf(positions, nodeTable(count, sites.length), usable);
  const index = new SpatialIndex();
  index.build(positions, usable, count);
  const visible = new Visibility(entryOf(sites, count, maxSlantRangeKm));
  visible.update(frame, index);
  // Before and after rows are put in order, which asking for them does.
  const picked = sites.map((_, i) => PICKS.map((limit) => [...visible.nearest(i, limit)]));
  return sites.map((_, i) => {
    const ordered = [...visible.satellites.subarray(visible.offsets[i], visible.offsets[i + 1])];
    PICKS.forEach((limit, k) => {
      expect(picked[i][k]).toEqual(ordered.slice(0, limit));
      expect([...visible.nearest(i, limit)]).toEqual(ordered.slice(0, limit));
    });
    const row: Seen[] = [];
    for (let at = visible.offsets[i]; at < visible.offsets[i + 1]; at++) {
      row.push({ satellite: visible.satellites[at], range: visible.slantRangeKm[at] });
      expect(visible.slantRangeTo(i, visible.satellites[at])).toBe(visible.slantRangeKm[at]);
    }
    const seen = new Set(row.map(({ satellite }) => satellite));
    for (let id = 0; id < count; id++) if (!seen.has(id)) expect(visible.slantRangeTo(i, id)).toBe(-1);
    return row;
  });
}

/** Numbers of nearest satellites to ask for; the last is more than are picked out one by one. */
const PICKS = [0, 1, 3, 16, 40];

/** Elevation from the latitude that the site was given by, not from its position. */
function elevationDeg(
  site: Site,
  satellites: Float64Array,
  id: number,
): { elevation: number; range: number } {
  const [x, y, z] = sitePosition(site.latitudeDeg, site.longitudeDeg, 0.1);
  const lat = (site.latitudeDeg * Math.PI) / 180;
  const lon = (site.longitudeDeg * Math.PI) / 180;
  const d = [satellites[3 * id] - x, satellites[3 * id + 1] - y, satellites[3 * id + 2] - z];
  const range = Math.sqrt(d[0] ** 2 + d[1] ** 2 + d[2] ** 2);
  const up =
    d[0] * Math.cos(lat) * Math.cos(lon) + d[1] * Math.cos(lat) * Math.sin(lon) + d[2] * Math.sin(lat);
  return { elevation: (Math.asin(Math.min(1, Math.max(-1, up / range))) * 180) / Math.PI, range };
}

function byBruteForce(
  satellites: Float64Array,
  site: Site,
  usable: Uint8Array,
  maxSlantRangeKm: number,
): Seen[] {
  const row: Seen[] = [];
  for (let id = 0; id < satellites.length / 3; id++) {
    const radius = Math.hypot(...satellites.subarray(3 * id, 3 * id + 3));
    const { elevation, range } = elevationDeg(site, satellites, id);
    if (usable[id] === 1 && radius > 6458.135 && elevation >= site.maskDeg && range <= maxSlantRangeKm) {
      row.push({ satellite: id, range });
    }
  }
  return row;
}

const site = fc.record({
  latitudeDeg: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, 90, 0, 45)),
  longitudeDeg: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 180, 0)),
  maskDeg: fc.oneof(
    fc.double({ min: -90, max: 89, noNaN: true }),
    fc.constantFrom(25, 10, 0, -5, Number.NEGATIVE_INFINITY),
  ),
});

describe("visible satellites", () => {
  it("are those that looking at all of them gives, in the order (slant range, id)", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.array(site, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 700, 1260, 4000),
        ({ positionsKm, usable, count }, sites, maxSlantRangeKm) => {
          const all = Uint8Array.of(...usable, ...sites.map(() => 1));
          const rows = visibleRows(positionsKm, sites, all, maxSlantRangeKm);
          sites.forEach((where, i) => {
            const row = rows[i];
            const expected = byBruteForce(positionsKm, where, all, maxSlantRangeKm);
            // At the very edge rounding decides.
            const edge = new Set<number>();
            for (let id = 0; id < count; id++) {
              const { elevation, range } = elevationDeg(where, positionsKm, id);
              if (Math.abs(elevation - where.maskDeg) < 1e-6 || Math.abs(range - maxSlantRangeKm) < 1e-6)
                edge.add(id);
            }
            const sure = (list: readonly Seen[]) =>
              list
                .map(({ satellite }) => satellite)
                .filter((id) => !edge.has(id))
                .sort((a, b) => a - b);
            expect(sure(row)).toEqual(sure(expected));
            for (let j = 1; j < row.length; j++) {
              const [p, q] = [row[j - 1], row[j]];
              expect(p.range < q.range || (p.range === q.range && p.satellite < q.satellite)).toBe(true);
            }
          });
        },
      ),
      { numRuns: 250 },
    );
  });

  it("are those of a Walker shell over 200 sites", () => {
    const satellites = walkerPositions(walker(), 1234);
    const sites = Array.from({ length: 200 }, (_, i) => ({
      latitudeDeg: -89.5 + (i * 179) / 199,
      longitudeDeg: ((i * 137.5) % 360) - 180,
      maskDeg: [25, 40, 5][i % 3],
    }));
    const usable = new Uint8Array(1784).fill(1);
    const rows = visibleRows(satellites, sites, usable);
    sites.forEach((where, i) => {
      const ids = rows[i].map(({ satellite }) => satellite).sort((a, b) => a - b);
      expect(ids).toEqual(byBruteForce(satellites, where, usable, 1e9).map(({ satellite }) => satellite));
    });
    expect(rows.flat().length).toBeGreaterThan(1000);
  });

  it("include one exactly at the slant range, and at the horizon with a mask of 0", () => {
    const [x, y, z] = sitePosition(0, 0, 0.1);
    const where = { latitudeDeg: 0, longitudeDeg: 0, maskDeg: Number.NEGATIVE_INFINITY };
    const overhead = Float64Array.of(x + 500, y, z);
    expect(visibleRows(overhead, [where], Uint8Array.of(1, 1), 500)[0]).toHaveLength(1);
    expect(visibleRows(overhead, [where], Uint8Array.of(1, 1), 499.999999)[0]).toHaveLength(0);
    const level = Float64Array.of(x, 2600, 0);
    expect(visibleRows(level, [{ ...where, maskDeg: 0 }], Uint8Array.of(1, 1))[0]).toHaveLength(1);
    expect(visibleRows(level, [{ ...where, maskDeg: 1e-6 }], Uint8Array.of(1, 1))[0]).toHaveLength(0);
  });

  it("are seen through the Earth where only a slant range holds", () => {
    const where = { latitudeDeg: 0, longitudeDeg: 0, maskDeg: Number.NEGATIVE_INFINITY };
    const opposite = Float64Array.of(-7000, 0, 0);
    expect(visibleRows(opposite, [where], Uint8Array.of(1, 1), 14_000)[0]).toHaveLength(1);
    expect(visibleRows(opposite, [{ ...where, maskDeg: -5 }], Uint8Array.of(1, 1), 14_000)[0]).toHaveLength(
      0,
    );
  });

  it("are none for a masked site, and for one without a place", () => {
    const satellites = walkerPositions(walker());
    const where = { latitudeDeg: 10, longitudeDeg: 10, maskDeg: -90 };
    const usable = new Uint8Array(1585).fill(1);
    expect(visibleRows(satellites, [where], usable)[0]).toHaveLength(1584);
    usable[1584] = 0;
    expect(visibleRows(satellites, [where], usable)[0]).toHaveLength(0);

    usable[1584] = 1;
    const positions = Float64Array.of(...satellites, 0, 0, 0);
    const index = new SpatialIndex();
    index.build(positions, usable, 1584);
    const visible = new Visibility(entryOf([{ ...where, maskDeg: Number.NEGATIVE_INFINITY }], 1584, 1e5));
    visible.update(frameOf(positions, nodeTable(1584, 1), usable), index);
    expect(visible.offsets[1]).toBe(0);
    expect(visible.slantRangeTo(0, 3)).toBe(-1);
  });
});
