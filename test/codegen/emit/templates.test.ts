import { describe, expect, it } from "vitest";
import { commentSafe, render } from "../../../codegen/emit/templates.ts";

describe("render", () => {
  const view = { header: "// Header.", services: [{ name: "jobs" }], apis: [] };

  it("fills a template as the view says, with no escapes", () => {
    const text = render("index", { ...view, header: "// a & <b>" });
    expect(text.split("\n")[0]).toBe("// a & <b>");
    expect(text).toContain('operations: () => import("./jobs/operations.ts")');
  });

  it.each([
    ["at the top", { services: [], apis: [] }, "header"],
    ["in a list", { ...view, apis: [{ name: "jobs", service: "jobs" }] }, "className"],
  ])("a value that the view does not have is an error: %s", (_, incomplete, name) => {
    expect(() => render("index", incomplete)).toThrow(`"${name}" not defined`);
  });
});

describe("commentSafe", () => {
  it.each([
    ["Lists jobs.", "Lists jobs."],
    ["a */ b */", "a *\\/ b *\\/"],
    ["one\ntwo\r\n\u2028three", "one two three"],
  ])("%j", (text, safe) => {
    expect(commentSafe(text)).toBe(safe);
  });
});
