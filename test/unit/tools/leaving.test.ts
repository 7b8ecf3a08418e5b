import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { commandServer } from "../../fakes/command-server.ts";
import { statementServer } from "../../fakes/statement-server.ts";
import { ServerProcess } from "../../mcp/server-process.ts";

// The whole server as a process: what an agent leaves behind in Databricks when it cancels or goes away.

vi.setConfig({ testTimeout: 20_000 });

const script = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

function serverFor(host: string): ServerProcess {
  const env = { DATABRICKS_HOST: host, DATABRICKS_TOKEN: "t0ken", DATABRICKS_WAREHOUSE_ID: "w1" };
  return new ServerProcess({ script, args: ["serve"], env });
}

it("a statement is cancelled when the agent cancels the call", async () => {
  const databricks = await statementServer({ states: ["RUNNING"] });
  await using server = serverFor(databricks.host);
  const requestId = server.start("tools/call", { name: "sql_query", arguments: { statement: "SELECT 1" } });
  await databricks.saw("GET", "/statements/s1");
  server.send({ method: "notifications/cancelled", params: { requestId } });
  await databricks.saw("POST", "/statements/s1/cancel");
});

it("a statement is cancelled when the agent goes away", async () => {
  const databricks = await statementServer({ states: ["RUNNING"] });
  await using server = serverFor(databricks.host);
  server.start("tools/call", { name: "sql_query", arguments: { statement: "SELECT 1" } });
  await databricks.saw("GET", "/statements/s1");
  expect(await server.end()).toBe(0);
  expect(databricks.seen).toContain("POST /statements/s1/cancel");
});

it("a context is destroyed when the agent goes away", async () => {
  const databricks = await commandServer();
  await using server = serverFor(databricks.host);
  await server.call("context_open", { cluster_id: "0601-1" });
  expect(databricks.contexts).toEqual(["x1"]);
  expect(await server.end()).toBe(0);
  expect(databricks.contexts).toEqual([]);
});
