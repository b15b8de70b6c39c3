import type { Axis } from "../chart.js";
import type { RunFigures } from "../figures/run-figures.js";
import type { SpanSeries } from "../figures/span-series.js";
import { formatNumber } from "../format.js";
import { type Block, type Section, text } from "../section.js";

/** The network tick by tick: nodes, links, components, handovers. What never changed is told in words. */
export function networkSection({ topology, spans }: RunFigures): Section {
  const section = { id: "network", title: "The network over time" };
  if (topology.ticks === 0) return { ...section, blocks: [text("No tick was recorded.")] };
  const { usableNodes, isls, gsls, components, islKmMean, handovers } = topology;
  const levels: readonly (readonly [name: string, title: string, y: Axis, series: SpanSeries])[] = [
    ["usable-nodes", "Usable nodes", { title: "usable nodes", unit: "count" }, usableNodes],
    ["isls", "Links between satellites", { title: "links", unit: "count" }, isls],
    ["gsls", "Ground links", { title: "links", unit: "count" }, gsls],
    ["components", "Components of the network", { title: "components", unit: "count" }, components],
    ["isl-length", "Mean length of links between satellites", { title: "length", unit: "km" }, islKmMean],
  ];
  const constant: string[] = [];
  const blocks: Block[] = [];
  for (const [name, title, y, series] of levels) {
    if (series.count === 0) continue;
    if (series.isConstant) {
      constant.push(`${title}: ${formatNumber(series.low)}${y.unit === "count" ? "" : ` ${y.unit}`}`);
      continue;
    }
    const points = series.means();
    const band = spans.ticksPerSpan > 1 ? " The band goes from the least to the greatest." : "";
    blocks.push({
      kind: "chart",
      chart: {
        kind: "line",
        name,
        title,
        x: spans.axis,
        y,
        series: [{ name: title, points }],
        ...(spans.note && { note: `${spans.note}${band}` }),
      },
    });
  }
  if (handovers.high > 0) {
    const per = spans.ticksPerSpan === 1 ? "tick" : `${spans.ticksPerSpan} ticks`;
    blocks.push({
      kind: "chart",
      chart: {
        kind: "histogram",
        name: "handovers",
        title: `Handovers of ground links per ${per}`,
        x: spans.axis,
        y: { title: "handovers", unit: "count" },
        bins: handovers.sums(),
      },
    });
  } else constant.push("Handovers: none");
  if (constant.length > 0) blocks.unshift(text(`At every tick: ${constant.join("; ")}.`));
  return { ...section, blocks };
}
