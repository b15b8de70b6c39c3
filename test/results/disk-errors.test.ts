import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createResultsFolder, DiskError, openResults } from "../../results/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { route } from "./rows.js";

const LIMITED = fileURLToPath(new URL("./limited-writer.ts", import.meta.url));

function startedRun(partRows?: number) {
  const dir = join(temporaryFolder(), "results");
  const results = createResultsFolder(dir, partRows === undefined ? {} : { partRows });
  results.tables.routes.append(route(0));
  results.seal();
  return { dir, results };
}

function errorOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a disk that refuses", () => {
  test("a folder removed during the run is one error that names the file, and is not made anew", async () => {
    const { dir, results } = startedRun();
    rmSync(dir, { recursive: true });
    results.tables.routes.append(route(1));
    const error = errorOf(() => results.seal());
    const file = join(dir, "parts", "routes-000001.parquet");
    expect(error).toBeInstanceOf(DiskError);
    expect(error).toMatchObject({
      file,
      code: "ENOENT",
      message: `cannot write ${file}: the file or its folder is gone (ENOENT)`,
    });
    expect(errorOf(() => results.tables.routes.append(route(2)))).toBe(error);
    await results.close("failed");
    expect(() => readdirSync(dir)).toThrow("ENOENT");
  });

  test("a folder removed before the end is told at the end", async () => {
    const { dir, results } = startedRun();
    rmSync(dir, { recursive: true });
    await expect(results.close("complete")).rejects.toThrow(DiskError);
    expect(() => readdirSync(dir)).toThrow("ENOENT");
  });

  test("while a part is sealed keeps the parts before it readable, and the run is marked as failed", async () => {
    const { dir, results } = startedRun();
    const obstacle = join(dir, "parts", "routes-000001.parquet");
    mkdirSync(obstacle);
    results.tables.routes.append(route(1));
    expect(errorOf(() => results.seal())).toMatchObject({ name: "DiskError", file: obstacle });
    expect(readdirSync(join(dir, "parts"))).not.toContain("routes-000001.parquet.tmp");
    await results.close("failed");
    const reader = openResults(dir);
    expect(reader.manifest.status).toBe("failed");
    expect(reader.source("routes")).toBe("parts");
    expect((await reader.columns("routes")).time_ns).toEqual([0]);
  });

  test("while tables are merged leaves the parts, readable", async () => {
    const { dir, results } = startedRun();
    mkdirSync(join(dir, "routes.parquet.tmp"));
    await expect(results.close("complete")).rejects.toThrow(
      `cannot write ${join(dir, "routes.parquet")}: a folder is in the way (EISDIR)`,
    );
    expect((await openResults(dir).columns("routes")).time_ns).toEqual([0]);
    expect(openResults(dir).manifest.status).toBe("failed");
  });

  test("a part damaged before the merge fails the run instead of entering its table", async () => {
    // Beyond one part, rows are read back from the disk.
    const { dir, results } = startedRun(1);
    results.tables.routes.append(route(1));
    const part = join(dir, "parts", "routes-000000.parquet");
    const bytes = readFileSync(part);
    bytes[20] ^= 1;
    writeFileSync(part, bytes);
    await expect(results.close("complete")).rejects.toThrow(`${part}: its content is not what was sealed`);
    expect(readdirSync(dir)).not.toContain("routes.parquet");
  });

  test("a path that cannot be made is an error that names it", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const dir = join(file, "results");
    expect(errorOf(() => createResultsFolder(dir))).toMatchObject({
      name: "DiskError",
      file: dir,
      code: "ENOTDIR",
    });
  });

  test.skipIf(process.platform === "win32")(
    "a full disk (here: a limit on file sizes) is one error; what was sealed can be read",
    async () => {
      const dir = join(temporaryFolder(), "results");
      // 64 blocks of 512 or 1,024 bytes, by shell; the writer's parts grow beyond either.
      const command = `ulimit -f 64; exec "$0" --import tsx "$1" "$2"`;
      const run = spawnSync("sh", ["-c", command, process.execPath, LIMITED, dir], {
        encoding: "utf8",
        // The compiler's cache would meet the limit too.
        env: { ...process.env, TSX_DISABLE_CACHE: "1" },
      });
      expect(run.stderr).toBe("");
      const part = join(dir, "parts", "events-000002.parquet");
      expect(JSON.parse(run.stdout)).toEqual({
        name: "DiskError",
        message: `cannot write ${part}: file too large (EFBIG)`,
      });
      const reader = openResults(dir);
      expect(reader.manifest.status).toBe("failed");
      expect((await reader.columns("events", ["seq"])).seq).toEqual([0, 1]);
    },
  );
});
