import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportHypatia } from "../../sim/export/export-hypatia.js";
import { exported, loadSmall } from "../support/exported.js";
import { makeFolder } from "../support/scenario-folder.js";

describe("the folder of an export", () => {
  test("is refused where it exists, and replaced with force, other files left alone", async () => {
    const plan = await loadSmall();
    const { out, files } = await exported(plan);
    await expect(exportHypatia(plan, { out })).rejects.toThrow(/the folder exists; --force/);
    writeFileSync(join(out, "fstate_999.txt"), "old\n");
    writeFileSync(join(out, "notes.md"), "mine\n");
    const again = await exported(plan, { out, force: true });
    expect(again.files).toEqual({ ...files, "notes.md": "mine\n" });
  });

  test("with other things in it is not replaced even with force, nor is a file", async () => {
    const plan = await loadSmall();
    const folder = makeFolder({ "out/thesis.tex": "x", file: "y" });
    await expect(exportHypatia(plan, { out: join(folder, "out"), force: true })).rejects.toThrow(
      /holds files, but is no Hypatia state directory/,
    );
    await expect(exportHypatia(plan, { out: join(folder, "file"), force: true })).rejects.toThrow(
      /exists and is not a folder/,
    );
    mkdirSync(join(folder, "empty"));
    await exportHypatia(plan, { out: join(folder, "empty"), force: true });
    expect(readdirSync(folder).sort()).toEqual(["empty", "file", "out"]);
  });

  test("is not left behind by an export that was called off or failed", async () => {
    const plan = await loadSmall();
    const folder = makeFolder({});
    const stop = new AbortController();
    const seen: number[] = [];
    const calledOff = exportHypatia(plan, {
      out: join(folder, "deep", "er", "out"),
      signal: stop.signal,
      onProgress: (done, total) => {
        seen.push(done);
        expect(total).toBe(6);
        if (done === 4) stop.abort();
      },
    });
    const reason = await calledOff.catch((error: unknown) => error);
    expect(reason).toBe(stop.signal.reason);
    expect(seen).toEqual([1, 2, 3, 4]);
    const failing = exportHypatia(plan, {
      out: join(folder, "out"),
      onProgress: () => {
        throw new Error("no more");
      },
    });
    await expect(failing).rejects.toThrow("no more");
    expect(readdirSync(folder)).toEqual([]);
  });
});
