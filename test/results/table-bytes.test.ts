import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { describe, expect } from "vitest";
import { createResultsFolder, openResults, type TableRow } from "../../results/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { collect, route, routeRow } from "./rows.js";

/** Small limits, so that a few rows cross the borders of parts and of row groups. */
async function writeRoutes(rows: readonly TableRow<"routes">[], cuts: ReadonlySet<number>, partRows = 7) {
  const dir = join(temporaryFolder(), "results");
  const results = createResultsFolder(dir, { partRows, rowGroupRows: 5 });
  for (const [index, row] of rows.entries()) {
    results.tables.routes.append(row);
    if (cuts.has(index)) results.seal();
  }
  await results.close("complete");
  return dir;
}

const bytesOf = (dir: string) => readFileSync(join(dir, "routes.parquet"));

describe("the bytes of a merged table", () => {
  test.prop([fc.array(routeRow, { maxLength: 40 }), fc.array(fc.nat(39)), fc.integer({ min: 1, max: 50 })])(
    "do not depend on where parts were cut",
    async (rows, cuts, partRows) => {
      const whole = await writeRoutes(rows, new Set(), 1000);
      const cut = await writeRoutes(rows, new Set(cuts), partRows);
      expect(bytesOf(cut).equals(bytesOf(whole))).toBe(true);
    },
  );

  test.prop([fc.array(routeRow, { maxLength: 30 })])("hold the rows as they were given", async (rows) => {
    const dir = await writeRoutes(rows, new Set([3, 11]));
    expect(await collect(openResults(dir).rows("routes"))).toEqual(rows);
  });

  test("keep 0 and -0 apart wherever the parts are cut", async () => {
    const rows = [0, -0, 0, -0, -0, 0].map((value, tick) => route(tick, { rtt_ms: value }));
    for (const cuts of [[], [0], [1, 2, 3]]) {
      const { rtt_ms } = await openResults(await writeRoutes(rows, new Set(cuts))).columns("routes");
      expect(rtt_ms).toStrictEqual([0, -0, 0, -0, -0, 0]);
    }
  });

  test("change when a row does", async () => {
    const rows = Array.from({ length: 20 }, (_, tick) => route(tick));
    const other = rows.with(13, route(13, { hops: 9 }));
    const before = bytesOf(await writeRoutes(rows, new Set()));
    expect(bytesOf(await writeRoutes(other, new Set())).equals(before)).toBe(false);
  });

  test("are those of an empty table with its schema when nothing was written", async () => {
    const dir = await writeRoutes([], new Set());
    const file = await asyncBufferFromFile(join(dir, "routes.parquet"));
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.num_rows).toBe(0n);
    expect(
      metadata.schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type]),
    ).toEqual([
      ["time_ns", "INT64", "REQUIRED"],
      ["source", "BYTE_ARRAY", "REQUIRED"],
      ["target", "BYTE_ARRAY", "REQUIRED"],
      ["reachable", "BOOLEAN", "REQUIRED"],
      ["rtt_ms", "DOUBLE", "OPTIONAL"],
      ["hops", "INT32", "OPTIONAL"],
      ["path", "BYTE_ARRAY", "OPTIONAL"],
    ]);
    expect(await collect(openResults(dir).rows("routes"))).toEqual([]);
  });
});

describe("a merged table", () => {
  test("has row groups of a fixed count, one codec, and says who made it", async () => {
    const rows = Array.from({ length: 12 }, (_, tick) => route(tick));
    const dir = await writeRoutes(rows, new Set([0, 5, 6]));
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(join(dir, "routes.parquet")));
    expect(metadata.created_by).toBe("starbelt");
    expect(metadata.row_groups.map((group) => group.num_rows)).toEqual([5n, 5n, 2n]);
    const codecs = metadata.row_groups.flatMap((group) =>
      group.columns.map((column) => column.meta_data?.codec),
    );
    expect(new Set(codecs)).toEqual(new Set(["SNAPPY"]));
  });

  test("is read by a Parquet reader that knows nothing of us", async () => {
    const longest = 104 * 86_400 * 1_000_000_000;
    const rows = [
      route(0, { time_ns: longest }),
      route(1, { reachable: false, rtt_ms: null, hops: null, path: null }),
    ];
    const dir = await writeRoutes(rows, new Set());
    const objects = await parquetReadObjects({
      file: await asyncBufferFromFile(join(dir, "routes.parquet")),
    });
    expect(objects).toEqual([
      { ...rows[0], time_ns: BigInt(longest) },
      { ...rows[1], time_ns: 1_000_000_000n },
    ]);
  });

  test("leaves neither parts nor temporary files behind", async () => {
    const dir = await writeRoutes([route(0)], new Set([0]));
    expect(readdirSync(dir).sort()).toEqual([
      "events.parquet",
      "manifest.json",
      "metrics.parquet",
      "routes.parquet",
      "topology.parquet",
    ]);
  });

  test("crosses the real limits of parts and row groups", async () => {
    const dir = join(temporaryFolder(), "results");
    const results = createResultsFolder(dir);
    const count = 65_536 + 8_192 + 3;
    for (let tick = 0; tick < count; tick++) {
      results.tables.events.append({
        time_ns: tick,
        seq: tick,
        kind: "fault",
        subject: `${tick % 7}`,
        data: "{}",
      });
      expect(results.tables.events.unsealedRows).toBeLessThan(8_192);
    }
    expect(results.tables.events.rows).toBe(count);
    await results.close("complete");
    const reader = openResults(dir);
    const { seq } = await reader.columns("events", ["seq"]);
    expect(seq.length).toBe(count);
    expect(seq.every((value, index) => value === index)).toBe(true);
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(join(dir, "events.parquet")));
    expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([65_536, 8_195]);
  });

  test("is sealed early when its rows are long, so that memory stays bounded", () => {
    const results = createResultsFolder(join(temporaryFolder(), "results"));
    const data = "x".repeat(1 << 20);
    for (let seq = 0; seq < 40; seq++) {
      results.tables.events.append({ time_ns: 0, seq, kind: "k", subject: "s", data });
      expect(results.tables.events.unsealedRows).toBeLessThan(16);
    }
  });
});

describe("a value that its column cannot hold", () => {
  test.each([
    [{ time_ns: 0.5 }, "routes.time_ns: expected int64, got 0.5 (number)"],
    [{ time_ns: 2 ** 53 }, "routes.time_ns: expected int64, got 9007199254740992 (number)"],
    [{ hops: 2 ** 31 }, "routes.hops: expected int32 or null, got 2147483648 (number)"],
    [{ source: null }, "routes.source: expected string, got null (object)"],
    [{ rtt_ms: undefined }, "routes.rtt_ms: expected double or null, got undefined (undefined)"],
    [{ reachable: 1 }, "routes.reachable: expected boolean, got 1 (number)"],
  ])("is refused by name, and nothing of the row is taken: %o", (wrong, message) => {
    const results = createResultsFolder(join(temporaryFolder(), "results"));
    const row = { ...route(0), ...wrong } as TableRow<"routes">;
    expect(() => results.tables.routes.append(row)).toThrow(new TypeError(message));
    expect(results.tables.routes.rows).toBe(0);
  });
});
