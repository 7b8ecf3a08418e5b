import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, it, onTestFinished } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { cancelStatement } from "../../src/overlays/sql/cancel-statement.ts";
import { resumeStatement, runStatement } from "../../src/overlays/sql/run-statement.ts";
import { checkedWorkspace, sharedWorkspace } from "./checked-workspace.ts";

/** Runs for minutes unless it is interrupted. */
const endless = "SELECT count(*) FROM range(10000000000) a(x), range(1000) b(y) WHERE x + y = -1";

const workspace = sharedWorkspace();

/** In the workspace of the file; with options in one of its own. */
async function start(options?: Parameters<typeof checkedWorkspace>[0]) {
  const local = await (options ? checkedWorkspace(options) : workspace());
  const { client } = local;
  const warehouse_id = (await client.warehouses.list()).warehouses?.[0]?.id ?? "";
  const execute = (statement: string, rest: object = {}) =>
    client.statementExecution.executeStatement({ statement, warehouse_id, wait_timeout: "50s", ...rest });
  return { ...local, warehouse_id, execute };
}

async function stateOf(client: DatabricksClient, statement_id = ""): Promise<string | undefined> {
  return (await client.statementExecution.getStatement({ statement_id })).status?.state;
}

describe("a statement", () => {
  it("starts its warehouse and answers with rows", async () => {
    const { client, warehouse_id, execute } = await start({});
    const states = [(await client.warehouses.get({ id: warehouse_id })).state];
    const answer = await execute("SELECT id, CAST(NULL AS STRING) AS none FROM range(2) r(id)");
    states.push((await client.warehouses.get({ id: warehouse_id })).state);
    expect(states).toEqual(["STOPPED", "RUNNING"]);
    expect(answer).toMatchObject({
      status: { state: "SUCCEEDED" },
      manifest: {
        format: "JSON_ARRAY",
        schema: {
          column_count: 2,
          columns: [
            { name: "id", position: 0, type_name: "LONG", type_text: "BIGINT" },
            { name: "none", position: 1, type_name: "STRING", type_text: "STRING" },
          ],
        },
        total_chunk_count: 1,
        total_row_count: 2,
        truncated: false,
      },
      result: {
        chunk_index: 0,
        row_offset: 0,
        row_count: 2,
        data_array: [
          ["0", null],
          ["1", null],
        ],
      },
    });
  });

  it("passes from PENDING over RUNNING to CANCELED", async () => {
    const { client, execute } = await start();
    const { statement_id, status } = await execute(endless, { wait_timeout: "0s" });
    const states = [status?.state];
    while (states.at(-1) === "PENDING") states.push(await stateOf(client, statement_id));
    expect(new Set(states)).toEqual(new Set(["PENDING", "RUNNING"]));
    expect(await cancelStatement(client, statement_id ?? "")).toBe("CANCELED");
  });

  it("is cancelled while its warehouse starts", async () => {
    const { client, execute } = await start({ timings: { warehouseStart: 600_000 } });
    const { statement_id = "" } = await execute("SELECT 1", { wait_timeout: "0s" });
    expect(await cancelStatement(client, statement_id)).toBe("CANCELED");
  });

  it("goes on after the wait, or is cancelled", async () => {
    const { client, execute } = await start({ timings: { warehouseStart: 600_000 } });
    const [goes, ends] = await Promise.all([
      execute("SELECT 1", { wait_timeout: "5s" }),
      execute("SELECT 1", { wait_timeout: "5s", on_wait_timeout: "CANCEL" }),
    ]);
    expect([goes.status?.state, ends.status?.state]).toEqual(["PENDING", "CANCELED"]);
    expect(await cancelStatement(client, goes.statement_id ?? "")).toBe("CANCELED");
  });

  it("fails with HTTP 200", async () => {
    const { execute } = await start();
    expect((await execute("SELECT * FROM nothing")).status).toEqual({
      state: "FAILED",
      error: { error_code: "BAD_REQUEST", message: expect.stringMatching(/^\[TABLE_OR_VIEW_NOT_FOUND\] .*`nothing`/) },
      sql_state: "42P01",
    });
  });

  it("has no columns and no rows when it only changes something", async () => {
    const { execute } = await start();
    const { manifest, result } = await execute("CREATE TABLE empty (a INT)");
    expect(manifest?.schema).toEqual({ column_count: 0 });
    expect(result).toEqual({ chunk_index: 0, row_offset: 0, row_count: 0 });
  });

  it("runs in the catalog and schema that it is told", async () => {
    const { execute } = await start();
    const told = await execute("SELECT current_catalog(), current_schema()", { catalog: "samples", schema: "default" });
    expect(told.result?.data_array).toEqual([["samples", "default"]]);
    const { status } = await execute("SELECT 1", { schema: "nowhere" });
    expect(status).toMatchObject({ state: "FAILED", sql_state: "42704" });
  });

  it("may run beside others", async () => {
    const { execute } = await start();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => execute(`SELECT sum(x) + ${index} FROM range(100000) r(x)`)),
    );
    const sums = answers.map(({ result }) => Number(result?.data_array?.[0]?.[0]) - 4_999_950_000);
    expect(sums).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });
});

describe("a request that is refused", () => {
  it.each<[string, object, number, string]>([
    ["an unknown warehouse", { warehouse_id: "0123456789abcdef" }, 404, "RESOURCE_DOES_NOT_EXIST"],
    ["no id of a warehouse", { warehouse_id: "mine" }, 400, "INVALID_PARAMETER_VALUE"],
    ["a wait of 3 s", { wait_timeout: "3s" }, 400, "INVALID_PARAMETER_VALUE"],
    ["a wait without unit", { wait_timeout: "10" }, 400, "INVALID_PARAMETER_VALUE"],
    ["inline CSV", { format: "CSV" }, 400, "INVALID_PARAMETER_VALUE"],
    ["an empty statement", { statement: " " }, 400, "INVALID_PARAMETER_VALUE"],
    ["a parameter of many values", { parameters: [{ name: "a", type: "ARRAY<INT>" }] }, 400, "INVALID_PARAMETER_VALUE"],
  ])("%s", async (_, rest, status, errorCode) => {
    const { execute } = await start();
    await expect(execute("SELECT 1", rest)).rejects.toMatchObject({ status, errorCode });
  });

  it("names a statement that is not known", async () => {
    const { client } = await start();
    await expect(stateOf(client, "01ef-0")).rejects.toMatchObject({ status: 404 });
  });
});

describe("limits", () => {
  const numbers = "SELECT x FROM range(1000) r(x)";

  it.each([
    ["rows", { row_limit: 10 }, 10, true],
    ["as many rows as there are", { row_limit: 1000 }, 1000, false],
    ["bytes", { byte_limit: 60 }, 10, true],
  ])("of %s", async (_, limit, rows, truncated) => {
    const { execute } = await start();
    const { manifest, result } = await execute(numbers, limit);
    expect([manifest?.total_row_count, manifest?.truncated, result?.data_array?.length]).toEqual([
      rows,
      truncated,
      rows,
    ]);
  });

  it("let an inline result over 25 MiB fail, unless it is cut below", async () => {
    const { execute } = await start();
    const wide = "SELECT repeat('x', 1000000) FROM range(30)";
    expect((await execute(wide)).status).toMatchObject({ state: "FAILED", error: { error_code: "BAD_REQUEST" } });
    const { manifest } = await execute(wide, { byte_limit: 20 * 2 ** 20 });
    expect(manifest).toMatchObject({ truncated: true, total_row_count: 20 });
  });
});

describe("chunks", () => {
  it("lead from one to the next", async () => {
    const { client, host, token, execute } = await start();
    const { statement_id = "", manifest, result } = await execute("SELECT x, repeat('y', 100) FROM range(50000) r(x)");
    expect(manifest?.total_chunk_count).toBeGreaterThan(2);
    const firsts = manifest?.chunks?.map(({ row_offset }) => Number(row_offset));
    const second = await client.statementExecution.getStatementResultChunkN({ statement_id, chunk_index: 1 });
    expect([result?.next_chunk_index, second.row_offset]).toEqual([1, firsts?.[1]]);
    expect(second.data_array?.[0]?.[0]).toBe(String(firsts?.[1]));
    const linked = await fetch(host + second.next_chunk_internal_link, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await linked.json()).toMatchObject({ chunk_index: 2, row_offset: firsts?.[2] });
    const beyond = { statement_id, chunk_index: manifest?.total_chunk_count ?? 0 };
    await expect(client.statementExecution.getStatementResultChunkN(beyond)).rejects.toMatchObject({ status: 404 });
  });

  it("are read by the overlay from any row on", async () => {
    const { client, warehouse_id } = await start();
    const limits = { rows: 3, bytes: 1_000_000 };
    const statement = "SELECT x, repeat('y', 100) AS y FROM range(50000) r(x)";
    const answer = await runStatement(client, { statement, warehouse_id }, { limits });
    expect(answer).toMatchObject({ state: "SUCCEEDED", total_row_count: 50_000, next_row: 3, truncated: false });
    const later = await resumeStatement(client, answer.statement_id, { from_row: 49_998 }, { limits });
    expect(later.rows.map(([x]) => x)).toEqual(["49998", "49999"]);
    const parameters = [{ name: "a", value: "7", type: "INT" }];
    const given = await runStatement(client, { statement: "SELECT :a + 1 AS b", warehouse_id, parameters });
    expect(given).toMatchObject({ columns: [{ name: "b", type: "INT" }], rows: [["8"]] });
    await expect(runStatement(client, { statement: "SELECT 1/0", warehouse_id })).rejects.toThrow("DIVIDE_BY_ZERO");
  });
});

describe("external links", () => {
  const statement =
    "SELECT x AS n, CASE WHEN x > 0 THEN 'a,\"b' END AS s, CAST(x AS DECIMAL(5,2)) - 1 AS d, DATE '2026-01-02' AS day FROM range(2) r(x)";

  async function contents(format: string, options = {}) {
    const local = await start(options);
    const {
      result,
      manifest,
      statement_id = "",
    } = await local.execute(statement, { disposition: "EXTERNAL_LINKS", format });
    const link = result?.external_links?.[0];
    return { ...local, manifest, link, url: link?.external_link ?? "", statement_id };
  }

  it("lead to JSON", async () => {
    const { url, link, manifest } = await contents("JSON_ARRAY");
    const body = await (await fetch(url)).text();
    expect(JSON.parse(body)).toEqual([
      ["0", null, "-1.00", "2026-01-02"],
      ["1", 'a,"b', "0.00", "2026-01-02"],
    ]);
    expect(link).toMatchObject({ chunk_index: 0, row_count: 2, byte_count: Buffer.byteLength(body) });
    expect(manifest?.total_byte_count).toBe(Buffer.byteLength(body));
  });

  it("lead to CSV", async () => {
    const { url } = await contents("CSV");
    expect(await (await fetch(url)).text()).toBe('n,s,d,day\n0,null,-1.00,2026-01-02\n1,"a,""b",0.00,2026-01-02\n');
  });

  it("lead to an Arrow stream", async () => {
    const { url } = await contents("ARROW_STREAM");
    const table = tableFromIPC(await (await fetch(url)).bytes());
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      "Int64",
      "Utf8",
      "Decimal[13e+2]",
      "Date32<DAY>",
    ]);
    expect(table.toArray().map((row) => [row.n, row.s, String(row.d), Number(row.day)])).toEqual([
      [0n, null, "-100", Date.UTC(2026, 0, 2)],
      [1n, 'a,"b', "0", Date.UTC(2026, 0, 2)],
    ]);
  });

  it("refuse credentials, expire, and are made anew", async () => {
    const { client, url, link, token, host, statement_id } = await contents("CSV", {
      timings: { linkValid: 1_000, warehouseStart: 0 },
    });
    expect(new URL(url).origin).not.toBe(host);
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
    await expect.poll(async () => (await fetch(url)).status, { timeout: 5_000 }).toBe(403);
    expect(Date.parse(link?.expiration ?? "")).toBeLessThanOrEqual(Date.now());
    const anew = await client.statementExecution.getStatementResultChunkN({ statement_id, chunk_index: 0 });
    expect((await fetch(anew.external_links?.[0]?.external_link ?? "")).status).toBe(200);
  });
});

describe("query history", () => {
  it("tells statements, newest first, by filters and in pages", async () => {
    const { client, execute, warehouse_id } = await start({});
    const first = await execute("SELECT 1");
    const second = await execute("SELECT nothing");
    await execute("CREATE TABLE made (a INT)");
    const texts = async (args: Parameters<typeof client.queryHistory.list>[0]) =>
      ((await client.queryHistory.list(args)).res ?? []).map(({ query_text }) => query_text);
    expect(await texts({})).toEqual(["CREATE TABLE made (a INT)", "SELECT nothing", "SELECT 1"]);
    expect(await texts({ "filter_by.statuses": ["FAILED"] })).toEqual(["SELECT nothing"]);
    expect(await texts({ "filter_by.statement_ids": [first.statement_id ?? ""] })).toEqual(["SELECT 1"]);
    expect(await texts({ "filter_by.warehouse_ids": ["0"] })).toEqual([]);
    expect(await texts({ "filter_by.query_start_time_range.end_time_ms": 1 })).toEqual([]);
    const page = await client.queryHistory.list({ max_results: 2, include_metrics: true });
    expect(page).toMatchObject({
      has_next_page: true,
      res: [{ statement_type: "CREATE" }, { status: "FAILED", warehouse_id }],
    });
    const all: (string | undefined)[] = [];
    for await (const { query_id } of client.queryHistory.list.all({ max_results: 1 })) all.push(query_id);
    expect(all.slice(1)).toEqual([second.statement_id, first.statement_id]);
  });
});

/** A local workspace in a process of its own, told by the lines that it prints. */
async function startProcess(code: string): Promise<{ child: ChildProcess; line: string }> {
  const index = new URL("../../src/local/index.ts", import.meta.url);
  const source = `import { startLocalWorkspace } from ${JSON.stringify(index)}; ${code}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(createInterface(child.stdout), "line");
  return { child, line };
}

async function connect({ host, token }: { host: string; token: string }) {
  const client = new DatabricksClient({ host, token });
  const warehouse_id = (await client.warehouses.list()).warehouses?.[0]?.id ?? "";
  const execute = (statement: string, rest = {}) =>
    client.statementExecution.executeStatement({ statement, warehouse_id, wait_timeout: "50s", ...rest });
  return { client, execute };
}

describe("the end of a result", () => {
  it("leaves the statement, and 404 for its chunks", async () => {
    const { client, execute } = await start({ timings: { resultValid: 0, warehouseStart: 0 } });
    const { statement_id = "" } = await execute("SELECT 1");
    await expect.poll(() => stateOf(client, statement_id)).toBe("CLOSED");
    const chunk = client.statementExecution.getStatementResultChunkN({ statement_id, chunk_index: 0 });
    await expect(chunk).rejects.toMatchObject({ status: 404, errorCode: "NOT_FOUND" });
  });
});

describe("without DuckDB", () => {
  it("tells the command that installs it", async () => {
    const { line } = await startProcess(`
      import { registerHooks } from "node:module";
      registerHooks({ resolve(name, context, next) {
        if (name === "@duckdb/node-api") throw new Error("Cannot find package");
        return next(name, context);
      } });
      const { host, token } = await startLocalWorkspace();
      console.log(JSON.stringify({ host, token }));`);
    const { execute } = await connect(JSON.parse(line));
    const refusal = { status: 501, message: expect.stringContaining("npm install @duckdb/node-api") };
    await expect(execute("SELECT 1")).rejects.toMatchObject(refusal);
  });
});

describe("after a restart", () => {
  it("results and tables are still there, and what ran when the process was killed has failed", async () => {
    const data = await mkdtemp(join(tmpdir(), "local-sql-"));
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const { child, line } = await startProcess(`
      const { host, token } = await startLocalWorkspace({ data: ${JSON.stringify(data)} });
      console.log(JSON.stringify({ host, token }));`);
    const before = await connect(JSON.parse(line));
    await before.execute("CREATE TABLE kept AS SELECT 1 / 4 AS a");
    await before.execute("CREATE VIEW seen AS SELECT date_format(DATE '2026-01-02', 'yyyy') AS y, a FROM kept");
    const read = await before.execute("SELECT a FROM kept");
    const killed = await before.execute(endless, { wait_timeout: "0s" });
    child.kill("SIGKILL");
    await once(child, "exit");
    const after = await start({ data });
    expect(await stateOf(after.client, killed.statement_id)).toBe("FAILED");
    expect(await stateOf(after.client, read.statement_id)).toBe("SUCCEEDED");
    expect((await after.execute("SELECT y, a FROM seen")).result?.data_array).toEqual([["2026", "0.25"]]);
  });
});
