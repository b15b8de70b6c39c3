import { afterEach, expect, test, vi } from "vitest";
import { Attendance } from "../../cli/attendance.js";

const { isTTY } = process.stderr;

afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.restoreAllMocks();
});

/** What is written to a terminal while somebody does something. */
function writtenWhile(attended: (attendance: Attendance) => void, quiet = false): string {
  process.stderr.isTTY = true;
  let written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += text;
    return true;
  });
  const attendance = new Attendance(10, quiet);
  try {
    attended(attendance);
  } finally {
    attendance.end();
  }
  return written;
}

test("a notice stands on a line of its own, whatever line of progress was there", () => {
  for (const progress of [
    (attendance: Attendance) => attendance.setUp(1000, 5000),
    (attendance: Attendance) => attendance.done(3),
  ]) {
    const written = writtenWhile((attendance) => {
      progress(attendance);
      attendance.notice("a battery is empty");
    });
    const [before, after] = written.split("notice: a battery is empty\n");
    expect(before).toMatch(/(satellite|tick) \d+ of \d+/);
    expect(before?.endsWith("\r\x1b[2K")).toBe(true);
    expect(after).toBe("");
  }
});

test("nothing is said of progress and notices where nobody wants to hear of them", () => {
  const written = writtenWhile((attendance) => {
    attendance.setUp(1000, 5000);
    attendance.done(3);
    attendance.notice("a battery is empty");
  }, true);
  expect(written).toBe("");
});
