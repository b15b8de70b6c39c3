import type {
  PluginItem,
  PluginSection,
  PluginTable,
  ReportCell,
  ReportQuantity,
} from "../../results/index.js";

/** Metrics of the run over its time. */
export interface MetricsChartRequest {
  readonly title: string;
  /** Names of counters and gauges, any plugin's. */
  readonly metrics: readonly string[];
  readonly note?: string;
}

/** Lines, steps or single points. */
export interface XyChartRequest {
  readonly title: string;
  readonly kind: "line" | "steps" | "points";
  /** `unit: "1"` for a plain number. */
  readonly x: ReportQuantity;
  readonly y: ReportQuantity;
  /** Called once when the run has ended; points by the name of their series. A null breaks a line. */
  readonly series: () => Readonly<Record<string, readonly (readonly [x: number, y: number | null])[]>>;
  readonly note?: string;
}

/** A bar for each of some names. */
export interface BarChartRequest {
  readonly title: string;
  readonly kind: "bars";
  readonly y: ReportQuantity;
  /** Called once when the run has ended. */
  readonly bars: () => Readonly<Record<string, number>>;
  readonly note?: string;
}

export type ChartRequest = MetricsChartRequest | XyChartRequest | BarChartRequest;

export interface TableRequest {
  readonly title: string;
  /** Columns of names have no unit. */
  readonly columns: PluginTable["columns"];
  /** Called once when the run has ended. */
  readonly rows: () => readonly (readonly ReportCell[])[];
  readonly note?: string;
}

type Build = () => PluginItem;

/** What a plugin has to show in the run's report; it is asked for when the run has ended, however it did. */
export class PluginReport {
  readonly #builds: Build[];

  constructor(builds: Build[]) {
    this.#builds = builds;
  }

  /** @throws TypeError for a title, column or unit that is missing */
  table(request: TableRequest): void {
    const { title, note } = request;
    checkText(title, "a table's title");
    const columns = request.columns.map((column, i) => {
      checkText(column.title, `title of column ${i + 1} of table "${title}"`);
      if (column.unit !== undefined) checkText(column.unit, `unit of column "${column.title}"`);
      return { title: column.title, ...(column.unit === undefined ? {} : { unit: column.unit }) };
    });
    this.#builds.push(() => {
      const rows = request
        .rows()
        .map((row, i) => checkedRow(row, columns.length, `table "${title}", row ${i}`));
      return { kind: "table", title, columns, rows, ...noted(note) };
    });
  }

  /** @throws TypeError for a title, unit or metric that is missing */
  chart(request: ChartRequest): void {
    const { title, note } = request;
    checkText(title, "a chart's title");
    const where = `chart "${title}"`;
    if ("metrics" in request) {
      const metrics = [...request.metrics];
      if (metrics.length === 0) throw new TypeError(`${where} names no metric`);
      for (const name of metrics) checkText(name, `a metric of ${where}`);
      this.#builds.push(() => ({ kind: "metrics", title, metrics, ...noted(note) }));
    } else if (request.kind === "bars") {
      const y = checkedQuantity(request.y, `y of ${where}`);
      this.#builds.push(() => {
        const bars = Object.entries(request.bars());
        for (const [name, value] of bars) checkNumber(value, `${where}, bar "${name}"`);
        return { kind: "bars", title, y, bars, ...noted(note) };
      });
    } else {
      const { kind } = request;
      const x = checkedQuantity(request.x, `x of ${where}`);
      const y = checkedQuantity(request.y, `y of ${where}`);
      this.#builds.push(() => {
        const series = Object.entries(request.series()).map(([name, points]) => {
          for (const [px, py] of points) {
            checkNumber(px, `${where}, x of "${name}"`);
            if (py !== null) checkNumber(py, `${where}, y of "${name}"`);
          }
          return { name, points: points.map(([px, py]) => [px, py] as const) };
        });
        return { kind, title, x, y, series, ...noted(note) };
      });
    }
  }
}

/** What all plugins of a run have to show. */
export class ReportSections {
  readonly #plugins: { readonly plugin: string; readonly builds: Build[] }[] = [];

  /** In the order of set-up. */
  of(plugin: string): PluginReport {
    const builds: Build[] = [];
    this.#plugins.push({ plugin, builds });
    return new PluginReport(builds);
  }

  /**
   * Asks the plugins for their tables and charts.
   * @param failed what becomes of an error in a plugin's code
   */
  build(failed: (plugin: string, error: unknown) => never): PluginSection[] {
    return this.#plugins
      .filter(({ builds }) => builds.length > 0)
      .map(({ plugin, builds }) => {
        try {
          return { plugin, items: builds.map((build) => build()) };
        } catch (error) {
          return failed(plugin, error);
        }
      });
  }
}

function noted(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

function checkText(value: unknown, what: string): void {
  if (typeof value !== "string" || value === "") {
    throw new TypeError(`report: ${what}: expected a text, got ${String(value)}`);
  }
}

function checkNumber(value: unknown, what: string): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`report: ${what}: expected a finite number, got ${String(value)}`);
  }
}

function checkedQuantity({ title, unit }: ReportQuantity, what: string): ReportQuantity {
  checkText(title, `title of ${what}`);
  if (typeof unit !== "string" || unit === "") {
    throw new TypeError(`report: ${what} needs { unit: … }; "1" for a plain number`);
  }
  return { title, unit };
}

function checkedRow(row: readonly ReportCell[], columns: number, where: string): readonly ReportCell[] {
  if (row.length !== columns) {
    throw new TypeError(`report: ${where}: expected ${columns} cells, got ${row.length}`);
  }
  for (const cell of row) {
    if (cell === null || typeof cell === "string" || typeof cell === "boolean") continue;
    checkNumber(cell, where);
  }
  return [...row];
}
