import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CITY_COUNT, cities, cityPopulations, readSites } from "../../../orbits/readers/index.js";
import { sharedPath } from "../../support/shared.js";

describe("the built-in cities", () => {
  it("are 100, by falling population, with unique plain names", () => {
    expect(CITY_COUNT).toBe(100);
    const all = cities(100);
    expect(new Set(all.map((site) => site.name)).size).toBe(100);
    for (const { name } of all) expect(name).toMatch(/^[A-Z][A-Za-z -]+[a-z]$/);
    const populations = cityPopulations(100);
    expect(populations).toEqual(populations.toSorted((a, b) => b - a));
    expect(populations.at(-1)).toBeGreaterThan(4e6);
    expect(populations[0]).toBeLessThan(4e7);
  });

  it("begin with the largest", () => {
    expect(cities(3).map((site) => site.name)).toEqual(["Tokyo", "Delhi", "Shanghai"]);
    expect(cities(1)).toEqual([
      { name: "Tokyo", latitudeDeg: 35.6895, longitudeDeg: 139.6917, altitudeKm: 0, tier: "edge" },
    ]);
    expect(cities(0)).toEqual([]);
  });

  it("are no more than there are", () => {
    for (const count of [101, -1, 1.5, Number.NaN]) expect(() => cities(count)).toThrow(RangeError);
  });

  it("lie where they are known to lie", () => {
    // Whole degrees, as in any atlas.
    const known = {
      "Sao Paulo": [-24, -47],
      London: [52, 0],
      "Cape Town": [-34, 18],
      Sydney: [-34, 151],
      "New York": [41, -74],
      Nairobi: [-1, 37],
      Lima: [-12, -77],
      Moscow: [56, 38],
    };
    for (const [name, [latitude, longitude]] of Object.entries(known) as [string, [number, number]][]) {
      const site = cities(100).find((candidate) => candidate.name === name);
      expect(Math.round(site?.latitudeDeg as number), name).toBe(latitude);
      expect(Math.round(site?.longitudeDeg as number) + 0, name).toBe(longitude);
    }
  });
});

const hypatia = sharedPath("data/hypatia-kuiper-k1/ground_stations.txt");

it.skipIf(hypatia === undefined)(
  "agree with Hypatia's list, where it has them, to half a degree (needs ../shared)",
  () => {
    const { sites: stations } = readSites("g", readFileSync(hypatia as string, "utf8"), "hypatia");
    const plain = (name: string) =>
      name
        .normalize("NFD")
        .replace(/[\u0300-\u036f']/g, "")
        .toLowerCase();
    let found = 0;
    for (const city of cities(100)) {
      const station = stations.find(({ name }) =>
        plain(name)
          .replaceAll("-", " ")
          .split(/[()]| {2,}/)
          .some((part) => part.trim() === plain(city.name).replaceAll("-", " ")),
      );
      if (station === undefined) continue;
      found++;
      expect(Math.abs(station.latitudeDeg - city.latitudeDeg), city.name).toBeLessThan(0.5);
      expect(Math.abs(station.longitudeDeg - city.longitudeDeg), city.name).toBeLessThan(0.5);
    }
    expect(found).toBeGreaterThan(70);
  },
);
