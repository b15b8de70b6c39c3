import { describe, expect, it } from "vitest";
import { z } from "zod";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../routing/topology/index.js";

const every = [...builtInLinkProtocols, ...builtInGroundLinkProtocols];

describe("built-in link protocols", () => {
  it("have the names that scenarios use, decorated ones too", () => {
    const names = [...builtInLinkProtocols.keys()];
    for (const name of ["plus-grid", "brick-a", "brick-b", "ring", "nearest", "mst", "pst", "list", "none"]) {
      expect(names).toContain(name);
    }
    for (const name of ["mst+loop", "mst+smart-loop", "pst+loop", "pst+smart-loop"])
      expect(names).toContain(name);
    expect([...builtInGroundLinkProtocols.keys()]).toEqual(
      expect.arrayContaining(["nearest", "all-visible"]),
    );
  });

  it.each(every)("%s is found under its own name, with one line about it", (name, protocol) => {
    expect(protocol.name).toBe(name);
    expect(protocol.description).toMatch(/^.{10,110}$/);
  });

  it.each(every)("%s takes no key it does not know, and describes those it does", (_, { config }) => {
    expect(config?.safeParse({ unheardOf: 1 }).success).toBe(false);
    const json = z.toJSONSchema(config as z.ZodType, { io: "input", target: "draft-7" });
    for (const property of Object.values(json.properties ?? {}))
      expect(property).toHaveProperty("description");
  });
});
