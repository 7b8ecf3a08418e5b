import { describe, expect, it } from "vitest";
import { FakeDatabricks, type Seen } from "./fake-databricks.ts";
import { ServerProcess } from "./server-process.ts";

const statements = "/api/2.0/sql/statements";
const contexts = "/api/1.2/contexts";
const args = { statement: "SELECT 1", warehouse_id: "w1" };

/** A workspace whose statements never end and whose contexts start at once. */
function workspaceThatWaits(): Promise<FakeDatabricks> {
  const running = { statement_id: "s1", status: { state: "RUNNING" } };
  return FakeDatabricks.start({
    [`POST ${statements}`]: () => ({ statement_id: "s1", status: { state: "PENDING" } }),
    [`GET ${statements}/s1`]: () => running,
    [`POST ${statements}/s1/cancel`]: () => ({}),
    "GET /api/2.1/clusters/get": () => ({ cluster_id: "c1", state: "RUNNING" }),
    [`POST ${contexts}/create`]: () => ({ id: "x1" }),
    [`GET ${contexts}/status`]: () => ({ id: "x1", status: "Running" }),
    [`POST ${contexts}/destroy`]: () => ({ id: "x1" }),
  });
}

async function seen(workspace: FakeDatabricks, path: string): Promise<Seen> {
  for (;;) {
    const found = workspace.seen.find((each) => each.path === path);
    if (found) return found;
    await workspace.arrival();
  }
}

describe("a statement that somebody stops waiting for", () => {
  it("15, 16: reports its states, and is cancelled in Databricks with the call", async () => {
    await using workspace = await workspaceThatWaits();
    await using server = new ServerProcess({ env: workspace.env });
    const requestId = server.start("tools/call", { name: "sql_query", arguments: args }, { progressToken: "t" });
    const { params } = await server.find(({ method }) => method === "notifications/progress");
    expect(params).toMatchObject({ progressToken: "t", progress: 1, message: expect.stringContaining("PENDING") });
    server.send({ method: "notifications/cancelled", params: { requestId } });
    await seen(workspace, `${statements}/s1/cancel`);
    await server.request("server/discover");
    expect(server.messages.filter(({ id }) => id === requestId)).toEqual([]);
  });

  it("17: is cancelled in Databricks when the client leaves", async () => {
    await using workspace = await workspaceThatWaits();
    await using server = new ServerProcess({ env: workspace.env });
    server.start("tools/call", { name: "sql_query", arguments: args });
    await seen(workspace, `${statements}/s1`);
    expect(await server.end()).toBe(0);
    expect(workspace.seen.map(({ path }) => path)).toContain(`${statements}/s1/cancel`);
  });
});

describe("an execution context", () => {
  it.each([["SIGTERM"], ["the end of standard input"]])("17: is destroyed at %s", async (how) => {
    await using workspace = await workspaceThatWaits();
    await using server = new ServerProcess({ env: workspace.env });
    const opened = await server.call("context_open", { cluster_id: "c1" });
    expect(opened.structuredContent.context).toBe("c1/x1/python");
    if (how === "SIGTERM") server.child.kill("SIGTERM");
    else server.child.stdin.end();
    expect(await server.exited).toBe(0);
    const destroyed = await seen(workspace, `${contexts}/destroy`);
    expect(JSON.parse(destroyed.body)).toMatchObject({ clusterId: "c1", contextId: "x1" });
  });
});
