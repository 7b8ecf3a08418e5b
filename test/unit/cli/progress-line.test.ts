import { describe, expect, it } from "vitest";
import { ProgressLine, type ProgressStyle, progressStyle } from "../../../src/cli/progress-line.ts";

function written(style: ProgressStyle, columns = 80): string {
  let text = "";
  const line = new ProgressLine({ columns, write: (more) => (text += more) }, style);
  line.show("PENDING");
  line.show("PENDING");
  line.show("RUNNING");
  line.clear();
  return text;
}

describe("progress", () => {
  it.each([
    ["lines", "PENDING\nRUNNING\n"],
    ["none", ""],
    ["rewritten", "\r\u001b[KPENDING (0 s)\r\u001b[KPENDING (0 s)\r\u001b[KRUNNING (0 s)\r\u001b[K"],
  ] as const)("as %s", (style, text) => {
    expect(written(style)).toBe(text);
  });

  it("stays when nothing follows it", () => {
    let text = "";
    const line = new ProgressLine({ write: (more) => (text += more) }, "rewritten");
    line.show("SUCCEEDED");
    line.keep();
    line.clear();
    expect(text).toBe("\r\u001b[KSUCCEEDED (0 s)\n");
  });

  it("does not wrap", () => {
    expect(written("rewritten", 5)).toBe("\r\u001b[KPEND\r\u001b[KPEND\r\u001b[KRUNN\r\u001b[K");
  });

  it.each([
    [true, false, "rewritten"],
    [false, false, "lines"],
    [true, true, "none"],
  ])("in a terminal %s, silent %s: %s", (isTTY, silent, style) => {
    process.env.TERM = "xterm";
    expect(progressStyle({ isTTY, write: () => {} }, silent)).toBe(style);
  });
});
