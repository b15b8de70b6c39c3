import type { TableRow } from "../../results/index.js";
import { SpanSeries } from "./span-series.js";
import type { TimeSpans } from "./time-spans.js";

/** Kinds of events told apart; a plugin may make up any number of them. */
const MOST_KINDS = 200;
/** Faults told one by one. */
const MOST_FAULTS = 30;

/** Kinds of which each event is told with its time and subject. */
const FAULTS: ReadonlySet<string> = new Set([
  "node.down",
  "link.down",
  "satellite.failed",
  "storm.begin",
  "radiation.upset",
]);

export interface Fault {
  readonly timeNs: number;
  readonly kind: string;
  readonly subject: string;
}

/** Adds `events.parquet` up as it streams by. */
export class EventFigures {
  /** Events by kind, in the order of their first. */
  readonly kinds = new Map<string, SpanSeries>();
  /** Events of kinds beyond those told apart. */
  others = 0;
  readonly faults: Fault[] = [];
  faultCount = 0;
  /** Nodes and links that are down, after each event that changed it. */
  readonly nodesDown: SpanSeries;
  readonly linksDown: SpanSeries;
  #nodes = 0;
  #links = 0;
  readonly #spans: TimeSpans;

  constructor(spans: TimeSpans) {
    this.#spans = spans;
    this.nodesDown = new SpanSeries(spans);
    this.linksDown = new SpanSeries(spans);
  }

  add({ time_ns, kind, subject }: TableRow<"events">): void {
    let series = this.kinds.get(kind);
    if (series === undefined && this.kinds.size < MOST_KINDS) {
      series = new SpanSeries(this.#spans);
      this.kinds.set(kind, series);
    }
    if (series === undefined) this.others++;
    else series.add(time_ns, 1);
    if (FAULTS.has(kind)) {
      this.faultCount++;
      if (this.faults.length < MOST_FAULTS) this.faults.push({ timeNs: time_ns, kind, subject });
    }
    if (kind === "node.down" || kind === "node.up") {
      this.#nodes += kind === "node.down" ? 1 : -1;
      this.nodesDown.add(time_ns, this.#nodes);
    } else if (kind === "link.down" || kind === "link.up") {
      this.#links += kind === "link.down" ? 1 : -1;
      this.linksDown.add(time_ns, this.#links);
    }
  }
}
