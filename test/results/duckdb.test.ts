import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { loadScenarioText, openResults, runScenario } from "../../index.js";
import { type ColumnSchema, type ResultsReader, TABLES, type TableName } from "../../results/index.js";
import { SCENARIOS } from "../support/report-runs.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

let results: ResultsReader;

beforeAll(async () => {
  const plan = await loadScenarioText(`${SCENARIOS.full}output: { contactPlan: true }\n`);
  const { dir } = await runScenario(plan, { out: join(makeTemporaryFolder(), "results") });
  results = openResults(dir);
});

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjects();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What a column comes to: how many values it has, and their sum; of texts the sum of their bytes. */
function totals({ type }: ColumnSchema, values: readonly unknown[]): { values: number; sum: number } {
  const present = values.filter((value) => value !== null);
  const size = (value: unknown) =>
    type === "string" ? Buffer.byteLength(value as string) : Number(value as number | boolean);
  return { values: present.length, sum: present.reduce((sum: number, value) => sum + size(value), 0) };
}

/** DuckDB's types for ours. */
const TYPES: Readonly<Record<ColumnSchema["type"], string>> = {
  int64: "BIGINT",
  int32: "INTEGER",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  string: "VARCHAR",
};

describe("DuckDB, as a reader that is not ours", () => {
  test.each(Object.keys(TABLES) as TableName[])(
    "opens %s.parquet and agrees on its columns, counts and sums",
    async (table) => {
      const file = `read_parquet('${join(results.dir, `${table}.parquet`)}')`;
      const schema = TABLES[table].columns as readonly ColumnSchema[];
      const described = await ask(`DESCRIBE SELECT * FROM ${file}`);
      expect(described.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
        schema.map(({ name, type }) => [name, TYPES[type]]),
      );
      const sums = schema.map(({ name, type }) => {
        const value = type === "string" ? `strlen("${name}")` : `"${name}"::DOUBLE`;
        return `count("${name}") AS "${name}_count", coalesce(sum(${value}), 0)::DOUBLE AS "${name}_sum"`;
      });
      const [found] = await ask(`SELECT count(*) AS "rows", ${sums.join(", ")} FROM ${file}`);
      expect(Number(found?.rows)).toBe(await results.rowCount(table));
      expect(Number(found?.rows)).toBeGreaterThan(0);
      const columns = (await results.columns(table)) as unknown as Record<string, readonly unknown[]>;
      for (const column of schema) {
        const ours = totals(column, columns[column.name] as readonly unknown[]);
        expect(Number(found?.[`${column.name}_count`]), column.name).toBe(ours.values);
        // Sums of doubles may be taken in another order.
        const sum = found?.[`${column.name}_sum`] as number;
        expect(Math.abs(sum - ours.sum), column.name).toBeLessThanOrEqual(1e-9 * Math.abs(ours.sum));
      }
    },
  );

  test("answers what a user would ask: mean round-trip time by probe", async () => {
    const rows = await ask(
      `SELECT source, target, avg(rtt_ms) AS mean FROM read_parquet('${join(results.dir, "routes.parquet")}') GROUP BY ALL ORDER BY target`,
    );
    const { target, rtt_ms } = await results.columns("routes", ["target", "rtt_ms"]);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const own = rtt_ms.filter((rtt, i) => rtt !== null && target[i] === row.target) as number[];
      expect(row.mean).toBeCloseTo(own.reduce((sum, rtt) => sum + rtt, 0) / own.length, 9);
    }
  });
});
