import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DiskError, ExistingFolderError, writeTextFile, writeTextFiles } from "../../index.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const fails = new Error("no more");

function* broken(): Generator<string> {
  yield "some";
  throw fails;
}

describe("an exported file", () => {
  test("has its name only once it is whole", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "deep", "out.txt");
    const seen: string[][] = [];
    const pieces = (function* () {
      for (let i = 0; i < 3; i++) {
        yield "ä".repeat(300_000);
        seen.push(readdirSync(join(folder, "deep")));
      }
    })();
    expect(await writeTextFile(path, pieces)).toEqual({ path, bytes: 1_800_000 });
    expect(seen).toEqual(Array(3).fill([expect.stringMatching(/^out\.txt\.partial-\d+$/)]));
    expect(readFileSync(path, "utf8")).toBe("ä".repeat(900_000));
    expect(readdirSync(join(folder, "deep"))).toEqual(["out.txt"]);
  });

  test("is not written over another without force, and not even begun", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "out.txt");
    writeFileSync(path, "mine");
    let began = false;
    const pieces = (function* () {
      began = true;
      yield "new";
    })();
    await expect(writeTextFile(path, pieces)).rejects.toThrow(
      `${path}: the file exists; --force replaces it`,
    );
    expect([began, readFileSync(path, "utf8")]).toEqual([false, "mine"]);
    await writeTextFile(path, pieces, { force: true });
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["new", ["out.txt"]]);
  });

  test("does not replace a file that came while it was made", async () => {
    const path = join(temporaryFolder(), "out.txt");
    const pieces = (function* () {
      yield "new";
      writeFileSync(path, "theirs");
    })();
    await expect(writeTextFile(path, pieces)).rejects.toThrow(ExistingFolderError);
    expect(readFileSync(path, "utf8")).toBe("theirs");
  });

  test("never replaces a folder or a link", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "dir"));
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    for (const name of ["dir", "link"]) {
      await expect(writeTextFile(join(folder, name), ["x"], { force: true })).rejects.toThrow(
        "exists and is not a file",
      );
    }
    expect(readdirSync(folder)).toEqual(["dir", "link"]);
  });

  test("leaves nothing where its text fails, nor where it cannot be made", async () => {
    const folder = temporaryFolder();
    await expect(writeTextFile(join(folder, "a/b/out.txt"), broken())).rejects.toBe(fails);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, "old.txt"), "old");
    await expect(writeTextFile(join(folder, "old.txt"), broken(), { force: true })).rejects.toBe(fails);
    expect(readFileSync(join(folder, "old.txt"), "utf8")).toBe("old");
    await expect(writeTextFile(join(folder, "old.txt/out.txt"), ["x"])).rejects.toThrow(DiskError);
    expect(readdirSync(folder)).toEqual(["old.txt"]);
  });
});

describe("an exported folder", () => {
  test("appears with all of its files, or not at all", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    await expect(
      writeTextFiles(out, "folder of texts", [
        ["a.txt", ["a"]],
        ["b.txt", broken()],
      ]),
    ).rejects.toBe(fails);
    expect(readdirSync(folder)).toEqual([]);
    const files = [
      ["a.txt", ["a"]],
      ["b.txt", ["b"]],
    ] as const;
    expect(await writeTextFiles(out, "folder of texts", files)).toEqual({
      dir: out,
      bytes: { "a.txt": 1, "b.txt": 1 },
    });
    await expect(writeTextFiles(out, "folder of texts", files)).rejects.toThrow(/the folder exists; --force/);
    writeFileSync(join(out, "notes.md"), "mine");
    await writeTextFiles(out, "folder of texts", files, { force: true });
    expect(readdirSync(out)).toEqual(["a.txt", "b.txt", "notes.md"]);
    await expect(writeTextFiles(folder, "folder of texts", files, { force: true })).rejects.toThrow(
      "is no folder of texts",
    );
  });
});
