import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText, TWO_SATELLITES } from "../support/scenario-folder.js";

const withComputer = (at: string, constellation?: string) =>
  scenarioText({
    ...(constellation !== undefined && { constellation }),
    links: "{ isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 4 Gbps } }",
    compute: `{ nodes: [{ for: ${at}, cores: 1, memory: 1 GB }] }`,
  });

describe("names of nodes in a scenario", () => {
  test("of a pattern's satellites are found, and the likest is told of one that is not there", async () => {
    const { services } = await load(withComputer("shell-3-4"));
    expect(services.compute?.resources.flatMap((each, id) => (each === undefined ? [] : [id]))).toEqual([19]);
    expect(await refusal(withComputer("shell-7-2"))).toEqual([
      expect.stringMatching(/is called "shell-7-2"; did you mean "shell-3-2"\?$/),
    ]);
  });

  test("that several satellites of a catalogue bear mean none of them", async () => {
    const same = TWO_SATELLITES.replace("STARLINK-2", "STARLINK-1");
    const using = withComputer("STARLINK-1", "[{ tle: same.tle }]");
    expect(await refusal(using, { "same.tle": same })).toEqual([
      'scenario.yaml:7:27: several satellites are named "STARLINK-1"; expected a name that only one has, or that of a shell, source or tier',
    ]);
    const one = await load(using, { "same.tle": TWO_SATELLITES });
    expect(one.services.compute?.resources.map((each) => each !== undefined)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
