import { describe, expect, it } from "vitest";
import { nodeTable, walker, walkerPositions } from "../support/circular-orbits.js";
import { frameOf } from "../support/frames.js";
import { stageOf } from "../support/stages.js";

function smallWorld() {
  return frameOf(
    Float64Array.of(...walkerPositions(walker({ planes: 12, slotsPerPlane: 12 })), 6378, 0, 0),
    nodeTable(144, 1),
  );
}

describe("list", () => {
  it("refuses pairs of one node, of no satellite, and neither or both of pairs and file", () => {
    const { nodes } = smallWorld();
    expect(() => stageOf(nodes, [{ protocol: "list", config: { pairs: [[4, 4]] } }])).toThrow(
      "links node 4 with itself",
    );
    expect(() => stageOf(nodes, [{ protocol: "list", config: { pairs: [[4, 144]] } }])).toThrow(
      "ids of satellites are 0 to 143",
    );
    expect(() => stageOf(nodes, [{ protocol: "list", config: {} }])).toThrow("either pairs or file");
    expect(() => stageOf(nodes, [{ protocol: "list", config: { pairs: [[0, 1]], file: "x" } }])).toThrow(
      "either pairs or file",
    );
  });

  it("may name satellites that other entries speak for", () => {
    const frame = smallWorld();
    const config = {
      pairs: [
        [0, 1],
        [12, 13],
      ],
    };
    const { stage } = stageOf(frame.nodes, [{ protocol: "list", config, members: Uint32Array.of(0, 1) }]);
    expect(stage.build(frame).links.count).toBe(2);
  });
});
