import { describe, expect, it } from "vitest";
import { envelope, fixture, ServerProcess } from "./server-process.ts";

describe("what a tool call answers", () => {
  it("11: bad arguments are an error that names the path, the allowed values and the nearest name", async () => {
    await using server = new ServerProcess({ script: fixture });
    const { isError, content } = await server.call("takes", { id: true, filtre: {}, names: ["a", 1] });
    expect(isError).toBe(true);
    expect(content[0].text.split("\n").toSorted()).toEqual([
      "- filtre: unknown argument; did you mean filter?",
      "- id: must be integer,string",
      "- names.1: must be string",
      "Invalid arguments for takes:",
    ]);
  });

  it("objects and arrays that arrive as JSON text are understood", async () => {
    await using server = new ServerProcess({ script: fixture });
    const { structuredContent } = await server.call("takes", { filter: '{"a":1}', names: '["b"]' });
    expect(structuredContent).toEqual({ filter: { a: 1 }, names: ["b"] });
  });

  it("integers of 64 bits keep their digits", async () => {
    await using server = new ServerProcess({ script: fixture });
    const line = JSON.stringify({
      ...{ jsonrpc: "2.0", id: "big", method: "tools/call" },
      params: { name: "takes", arguments: { id: "ID" }, _meta: envelope },
    });
    server.write(line.replace('"ID"', "9223372036854775807"));
    expect((await server.answer("big")).result.structuredContent).toEqual({ id: "9223372036854775807" });
  });

  it("12: an unexpected error shows neither stack nor secret", async () => {
    await using server = new ServerProcess({ script: fixture });
    const { isError, content } = await server.call("throws");
    expect(isError).toBe(true);
    expect(content[0].text).toMatch(/^throws failed inside databricks-mcp: Error: refused: /);
    expect(content[0].text).not.toMatch(/dapi|\n\s+at /);
  });

  it("14: text is never empty", async () => {
    await using server = new ServerProcess({ script: fixture });
    expect((await server.call("says_nothing")).content).toEqual([{ type: "text", text: "{}" }]);
  });

  it("14: text and data keep to the limit and say so, even if the tool does not", async () => {
    await using server = new ServerProcess({ script: fixture });
    const { content, structuredContent } = await server.call("says_too_much");
    expect(Buffer.byteLength(content[0].text)).toBeLessThanOrEqual(10_000);
    expect(content[0].text).toMatch(/é\n\[cut: 200000 bytes do not fit into 10000; ask for less\]$/);
    expect(Buffer.byteLength(JSON.stringify(structuredContent))).toBeLessThanOrEqual(10_000);
    expect(structuredContent.left_out).toEqual([expect.stringMatching(/^rows: \d+ of 20000 items$/)]);
  });
});
