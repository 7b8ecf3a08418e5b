import { describe, expect, it } from "vitest";
import { envelope, ServerProcess } from "./server-process.ts";

// Numbers refer to the list of testable behaviours of an MCP server that the project keeps.

describe("opening a connection over stdio, without host and token", () => {
  it.each([
    ["2024-11-05", "2024-11-05"],
    ["2025-03-26", "2025-03-26"],
    ["2025-06-18", "2025-06-18"],
    ["2025-11-25", "2025-11-25"],
    ["1999-01-01", "2025-11-25"],
  ])("1: initialize with %s answers %s", async (asked, answered) => {
    await using server = new ServerProcess();
    const { result } = await server.initialize(asked);
    expect(result).toMatchObject({ protocolVersion: answered, serverInfo: { name: "databricks-mcp-toolkit" } });
    expect((await server.legacyRequest("tools/list")).result.tools.length).toBeGreaterThan(3);
  });

  it("2: server/discover is answered first, and initialize still works on the same pipe", async () => {
    await using server = new ServerProcess();
    const { result } = await server.request("server/discover");
    expect(result).toMatchObject({ supportedVersions: ["2026-07-28"], capabilities: { tools: {} } });
    expect((await server.initialize("2025-06-18")).result.protocolVersion).toBe("2025-06-18");
  });

  it("3: tools/list of the stateless revision works with no message before", async () => {
    await using server = new ServerProcess();
    expect((await server.request("tools/list")).result.tools.length).toBeGreaterThan(3);
  });

  it("3: a request without _meta is refused, as the first message and later", async () => {
    await using server = new ServerProcess();
    expect((await server.legacyRequest("tools/list")).error?.code).toBe(-32602);
    expect((await server.request("tools/list")).error).toBeUndefined();
    expect((await server.legacyRequest("tools/list")).error?.code).toBe(-32602);
  });

  it("3: an unknown revision is refused with the supported ones", async () => {
    await using server = new ServerProcess();
    const meta = { "io.modelcontextprotocol/protocolVersion": "2027-01-01" };
    const { error } = await server.request("tools/list", {}, meta);
    expect(error).toMatchObject({ code: -32022, data: { supported: ["2026-07-28"] } });
  });
});

describe("what discovery and lists say", () => {
  it("5, 6: every modern result names its type and the server; lists say how long they keep", async () => {
    await using server = new ServerProcess();
    for (const method of ["server/discover", "tools/list"]) {
      const { result } = await server.request(method);
      expect(result).toMatchObject({ resultType: "complete", ttlMs: 300_000, cacheScope: "public" });
      expect(result._meta["io.modelcontextprotocol/serverInfo"].name).toBe("databricks-mcp-toolkit");
    }
    const { result } = await server.request("tools/call", { name: "operation_search", arguments: { query: "jobs" } });
    expect(result.resultType).toBe("complete");
  });

  it("7: only tools are offered, and no change of the list is announced", async () => {
    await using server = new ServerProcess();
    expect((await server.request("server/discover")).result.capabilities).toEqual({ tools: {} });
    expect((await server.request("prompts/list")).error?.code).toBe(-32601);
  });

  it.each([["core"], ["operations"]])(
    "9: the instructions of the %s surface keep to 2,048 characters",
    async (surface) => {
      await using server = new ServerProcess({ args: ["--surface", surface, "--read-only"] });
      const { instructions } = (await server.request("server/discover")).result;
      expect(instructions.length).toBeGreaterThan(200);
      expect(instructions.length).toBeLessThanOrEqual(2048);
    },
  );
});

describe("requests out of order", () => {
  it("11: unknown tools and methods are protocol errors", async () => {
    await using server = new ServerProcess();
    expect((await server.request("tools/call", { name: "no_such_tool", arguments: {} })).error?.code).toBe(-32602);
    expect((await server.request("no/such/method")).error?.code).toBe(-32601);
  });

  it("19: a stray notification does not settle the era", async () => {
    await using server = new ServerProcess();
    const stray = { method: "notifications/cancelled", params: { requestId: 7 } };
    server.send(stray);
    expect((await server.request("server/discover")).result.supportedVersions).toEqual(["2026-07-28"]);
    server.send(stray);
    server.send({ id: 99, result: {} });
    const { result } = await server.request("tools/list");
    expect(result.resultType).toBe("complete");
  });

  it("answers ids as they came", async () => {
    await using server = new ServerProcess();
    for (const id of [0, "text", ""]) {
      server.send({ id, method: "server/discover", params: { _meta: envelope } });
      expect((await server.answer(id)).result).toBeDefined();
    }
  });
});
