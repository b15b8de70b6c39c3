import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";

/** A fresh folder that goes when the test does. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "starbelt-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A fresh folder that goes when all tests are over; for `beforeAll`. */
export function makeTemporaryFolder(): string {
  return mkdtempSync(join(inject("sharedFolder"), "folder-"));
}
