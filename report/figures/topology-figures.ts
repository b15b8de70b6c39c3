import type { TableRow } from "../../results/index.js";
import { SpanSeries } from "./span-series.js";
import type { TimeSpans } from "./time-spans.js";

/** Adds `topology.parquet` up as it streams by. */
export class TopologyFigures {
  ticks = 0;
  /** Time of the last tick. */
  lastNs = 0;
  readonly usableNodes: SpanSeries;
  readonly isls: SpanSeries;
  readonly gsls: SpanSeries;
  readonly components: SpanSeries;
  readonly islKmMean: SpanSeries;
  readonly handovers: SpanSeries;

  constructor(spans: TimeSpans) {
    this.usableNodes = new SpanSeries(spans);
    this.isls = new SpanSeries(spans);
    this.gsls = new SpanSeries(spans);
    this.components = new SpanSeries(spans);
    this.islKmMean = new SpanSeries(spans);
    this.handovers = new SpanSeries(spans);
  }

  add(row: TableRow<"topology">): void {
    const { time_ns } = row;
    this.ticks++;
    this.lastNs = time_ns;
    this.usableNodes.add(time_ns, row.usable_nodes);
    this.isls.add(time_ns, row.isls);
    this.gsls.add(time_ns, row.gsls);
    this.components.add(time_ns, row.components);
    if (row.isl_km_mean !== null) this.islKmMean.add(time_ns, row.isl_km_mean);
    this.handovers.add(time_ns, row.handovers);
  }
}
