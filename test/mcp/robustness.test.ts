import { describe, expect, it } from "vitest";
import { apiError, FakeDatabricks } from "./fake-databricks.ts";
import { envelope, fixture, ServerProcess } from "./server-process.ts";

describe("a stdio server that is treated badly", () => {
  it.each([
    ["no JSON", "{oops", -32700],
    ["JSON that is no message", '{"hello":1}', -32600],
    ["a batch", '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ["a line above 10 MB", `{"jsonrpc":"2.0","id":1,"method":"${"x".repeat(10 * 1024 * 1024)}"}`, -32700],
  ])("19: %s is answered with id null and does not end the connection", async (_, line, code) => {
    await using server = new ServerProcess();
    server.write(line);
    expect((await server.answer(null)).error?.code).toBe(code);
    expect((await server.request("tools/list")).result.tools).toBeDefined();
  });

  it("19: a message is understood wherever its bytes are split", async () => {
    await using server = new ServerProcess({ script: fixture });
    await server.request("server/discover");
    const message = { jsonrpc: "2.0", id: "é", method: "server/discover", params: { _meta: envelope } };
    for (const byte of Buffer.from(`${JSON.stringify(message)}\n`)) server.child.stdin.write(Buffer.of(byte));
    expect((await server.answer("é")).result).toBeDefined();
  });

  it("18: standard output carries JSON-RPC only, whatever a dependency prints", async () => {
    await using server = new ServerProcess({ script: fixture });
    expect(await server.call("prints")).toMatchObject({ content: [{ text: "printed" }] });
    expect(await server.end()).toBe(0);
    expect(server.messages).toHaveLength(1);
    for (const text of ["a dependency prints", "straight to standard output", "deprecated"]) {
      expect(server.stderr).toContain(text);
    }
  });
});

describe("a stdio server whose client leaves", () => {
  it("17: the end of standard input aborts calls in flight and exits with 0", async () => {
    const upstreamClosed = Promise.withResolvers<void>();
    await using workspace = await FakeDatabricks.start({
      "GET /api/2.2/jobs/list": (_, response) => void response.once("close", () => upstreamClosed.resolve()),
    });
    await using server = new ServerProcess({ env: workspace.env });
    const arrival = workspace.arrival();
    server.start("tools/call", { name: "operation_read", arguments: { operation: "jobs.list" } });
    await arrival;
    expect(await server.end()).toBe(0);
    await upstreamClosed.promise;
    expect(server.lines).toEqual([]);
  });

  it("17: what an aborted call cleans up is waited for", async () => {
    await using server = new ServerProcess({ script: fixture });
    server.start("tools/call", { name: "waits", arguments: {} }, { progressToken: 1 });
    await server.find((message) => message.method === "notifications/progress");
    expect(await server.end()).toBe(0);
    expect(server.stderr).toContain("cleaned up");
  });

  it.each(["SIGTERM", "SIGINT"] as const)("17: %s ends it with 0 even when a call never ends", async (signal) => {
    await using server = new ServerProcess({ script: fixture });
    server.start("tools/call", { name: "hangs", arguments: {} }, { progressToken: 1 });
    await server.find((message) => message.method === "notifications/progress");
    server.child.kill(signal);
    expect(await server.exited).toBe(0);
  });

  it("17: a client that no longer reads ends it", async () => {
    await using server = new ServerProcess();
    await server.request("server/discover");
    server.child.stdout.destroy();
    server.start("tools/list");
    server.start("tools/list");
    expect(await server.exited).toBe(0);
  });
});

describe("the command line", () => {
  it.each([
    [["--toolsets", "jobs,nonsense"], "unknown toolset nonsense; there are: all, "],
    [["--surface", "everything"], "Allowed choices are core, operations"],
    [["--surface", "core", "--toolsets", "jobs"], "--toolsets belongs to --surface operations"],
    [["--max-result-bytes", "many"], "whole number"],
    [["--nonsense"], "unknown option"],
  ])("refuses to start with %j: code 2, the reason on standard error only", async (args, reason) => {
    await using server = new ServerProcess({ args });
    expect(await server.exited).toBe(2);
    expect(server.stderr).toContain(reason);
    expect(server.lines).toEqual([]);
  });

  it("12: an answer that is an error never shows the token", async () => {
    await using workspace = await FakeDatabricks.start({
      "GET /api/2.2/jobs/get": (_, response) =>
        apiError(response, 403, "PERMISSION_DENIED", `no: Bearer ${workspace.env.DATABRICKS_TOKEN}`),
    });
    await using server = new ServerProcess({ env: workspace.env });
    const result = await server.call("operation_read", { operation: "jobs.get", arguments: { job_id: 1 } });
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain("403 PERMISSION_DENIED");
    expect(await server.end()).toBe(0);
    expect(server.lines.join("") + server.stderr).not.toContain(workspace.env.DATABRICKS_TOKEN);
  });
});
