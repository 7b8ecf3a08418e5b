import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, it } from "vitest";
import { FakeDatabricks } from "./fake-databricks.ts";
import { binary } from "./server-process.ts";

const modes = [
  ["2026-07-28", "auto"],
  ["2025-11-25", "legacy"],
] as const;

describe.each(modes)("the official client in revision %s", (revision, mode) => {
  it("1, 2, 13, 17: connects, lists, calls and leaves", async () => {
    await using workspace = await FakeDatabricks.start({ "GET /api/2.2/jobs/list": () => ({ jobs: [{ job_id: 1 }] }) });
    const client = new Client({ name: "My Client", version: "1" }, { versionNegotiation: { mode } });
    const env = { ...workspace.env, PATH: process.env.PATH ?? "" };
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [binary], env }));
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getInstructions()).toContain("operation_search");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("operation_read");
    const result = await client.callTool({ name: "operation_read", arguments: { operation: "jobs.list" } });
    expect(result.structuredContent).toMatchObject({ result: { jobs: [{ job_id: 1 }] } });
    expect(workspace.seen[0]?.headers["user-agent"]).toMatch(/ agent\/My-Client$/);
    await client.close();
  });
});
