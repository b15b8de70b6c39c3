import { describe, expect, test } from "vitest";
import { DatabeltSchema } from "../../../plugins/databelt/config.js";
import { refusal } from "../../support/scenario-folder.js";
import { SMALL_LINE, smallLine } from "./small-line.js";

describe("a configuration that cannot be", () => {
  test.each([
    ["{ random: { hosts: [S9] } }", 'no site and no satellite is named "S9"'],
    ["{ random: { over: path, hosts: [S1] } }", "hosts are for over: hosts"],
    ["{ stateless: { node: clod } }", 'did you mean "cloud"?'],
    ["{ lookAhead: false, horizon: 5 s }", "a horizon is for lookAhead: true"],
    ["{ refresh: 0 s }", "expected a duration above 0 s"],
    ["{ refresh: 5 }", 'expected a duration with a unit, such as "10 min"'],
    ["{ bandwidthUnit: phsical }", "physical"],
    [
      "{ slo: { table: [{ size: 5 MB, migration: 150 ms }, { size: 1 MB, migration: 100 ms }] } }",
      "expected sizes in ascending order",
    ],
    ["{ slo: { table: [{ size: 1 MB, migration: 100 km }] } }", "expected a duration"],
    ["{ slo: { table: [{ size: -1 MB, migration: 100 ms }] } }", "at least"],
    ["{ constraints: { capasity: true } }", "capasity"],
  ])("is refused with its place: %s", async (databelt, message) => {
    const lines = await refusal(smallLine({ databelt }), SMALL_LINE);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\S*scenario\.yaml:\d+:\d+: /);
    expect(lines[0]).toContain(message);
  });
});

test("the published set-up is the default", () => {
  expect(DatabeltSchema.parse({})).toMatchObject({
    bandwidthUnit: "original",
    reversePath: true,
    lookAhead: true,
    refresh: 5,
    destination: "workflow",
    includeExecTime: false,
    decisionDelay: true,
    constraints: { capacity: true, temperature: true, power: false, contactTime: false, slo: true },
    random: { over: "hosts" },
    slo: { between: "linear" },
  });
});
