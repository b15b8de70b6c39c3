import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { parseUtc } from "../../../orbits/readers/index.js";

test.prop([
  fc.date({
    min: new Date("1600-01-01T00:00:00Z"),
    max: new Date("2400-01-01T00:00:00Z"),
    noInvalidDate: true,
  }),
])("instants agree with Date to its milliseconds", (date) => {
  const day = Math.floor(date.getTime() / 86_400_000);
  const text = date.toISOString();
  const { day: got, secondOfDay } = parseUtc(text) ?? {};
  expect(got).toBe(day);
  expect(secondOfDay).toBe((date.getTime() - day * 86_400_000) / 1000);
  expect(parseUtc(text.slice(0, -1))).toEqual({ day: got, secondOfDay });
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1) / 86_400_000;
  const ordinal = String(day - newYear + 1).padStart(3, "0");
  expect(parseUtc(`${text.slice(0, 4)}-${ordinal}${text.slice(10)}`)).toEqual({ day: got, secondOfDay });
});

it("keeps more digits than a Date", () => {
  expect(parseUtc("2024-12-15T13:35:41.952001")?.secondOfDay).toBe(48941.952001);
  expect(parseUtc("2024-12-15T13:35:41.9999999994")?.secondOfDay).toBe(48941.9999999994);
  expect(parseUtc("2024-12-15 13:35:41.5+00:00")?.secondOfDay).toBe(48941.5);
  expect(parseUtc("2024-12-15T13:35:41.")?.secondOfDay).toBe(48941);
});

it("refuses what is no instant", () => {
  for (const text of [
    "",
    "2024-12-15",
    "2024-02-30T00:00:00",
    "2023-02-29T00:00:00",
    "2024-13-01T00:00:00",
    "2024-00-01T00:00:00",
    "2024-01-00T00:00:00",
    "2024-12-15T24:00:00",
    "2024-12-15T23:60:00",
    "2024-12-31T23:59:60",
    "2023-366T00:00:00",
    "2024-000T00:00:00",
    "2024-12-15T13:35:41+01:00",
    "15.12.2024 13:35",
  ]) {
    expect(parseUtc(text), text).toBeUndefined();
  }
});
