import { describe, expect, it } from "vitest";
import { DatabricksClient } from "../../../src/client/databricks-client.ts";
import { StatementError } from "../../../src/errors/statement-error.ts";
import { cancelStatement } from "../../../src/overlays/sql/cancel-statement.ts";
import { chooseWarehouse } from "../../../src/overlays/sql/choose-warehouse.ts";
import { resumeStatement, runStatement } from "../../../src/overlays/sql/run-statement.ts";
import { type Script, type StatementServer, statementServer } from "../../fakes/statement-server.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

const request = { statement: "SELECT id, id FROM t", warehouse_id: "w1" };
const id = { name: "id", type_text: "BIGINT", type_name: "LONG" };
const twoChunks: Script = {
  states: ["PENDING", "RUNNING", "SUCCEEDED"],
  columns: [id, id],
  chunks: [
    [
      ["1", "a"],
      ["2", ""],
    ],
    [
      ["3", null],
      ["4", "d"],
    ],
  ],
};

async function start(script: Script): Promise<{ server: StatementServer; client: DatabricksClient; clock: FakeClock }> {
  const server = await statementServer(script);
  const clock = new FakeClock();
  return { server, clock, client: new DatabricksClient({ host: server.host, token: "t0ken", clock }) };
}

describe("runStatement reads", () => {
  it("waits with growing pauses and reads every chunk", async () => {
    const { server, client, clock } = await start(twoChunks);
    const states: string[] = [];
    const onState = (state: string) => void states.push(state);
    expect(await runStatement(client, request, { clock, onState })).toEqual({
      statement_id: "s1",
      state: "SUCCEEDED",
      columns: [
        { name: "id", type: "BIGINT" },
        { name: "id", type: "BIGINT" },
      ],
      rows: [
        ["1", "a"],
        ["2", ""],
        ["3", null],
        ["4", "d"],
      ],
      first_row: 0,
      total_row_count: 4,
      truncated: false,
    });
    expect(states).toEqual(["PENDING", "RUNNING", "SUCCEEDED"]);
    expect(clock.waits).toEqual([250, 500]);
    expect(server.seen).toEqual([
      "POST /statements",
      "GET /statements/s1",
      "GET /statements/s1",
      "GET /statements/s1/result/chunks/1",
    ]);
  });

  it("submits without waiting, and below the size at which an inline result fails", async () => {
    const { server, client } = await start({});
    const parameters = [
      { name: "empty", value: "" },
      { name: "nothing" },
      { name: "day", value: "2026-06-01", type: "DATE" },
    ];
    await runStatement(client, { ...request, catalog: "main", schema: "sales", row_limit: 9, parameters });
    expect(server.submitted).toEqual([
      {
        ...request,
        catalog: "main",
        schema: "sales",
        row_limit: 9,
        parameters,
        wait_timeout: "0s",
        on_wait_timeout: "CONTINUE",
        disposition: "INLINE",
        format: "JSON_ARRAY",
        byte_limit: 25_165_824,
      },
    ]);
  });
});

describe("runStatement stops reading", () => {
  it("at the row limit and says where to go on", async () => {
    const { server, client, clock } = await start(twoChunks);
    const page = await runStatement(client, request, { clock, limits: { rows: 1, bytes: 1_000 } });
    expect(page).toMatchObject({ rows: [["1", "a"]], next_row: 1, total_row_count: 4 });
    expect(server.seen).not.toContain("GET /statements/s1/result/chunks/1");
  });

  it("at the byte limit, but never before the first row", async () => {
    const { client, clock } = await start(twoChunks);
    const page = await runStatement(client, request, { clock, limits: { rows: 100, bytes: 5 } });
    expect(page).toMatchObject({ rows: [["1", "a"]], next_row: 1 });
  });

  it("at a chunk that cannot be fetched, keeping the rows before it", async () => {
    const { server, client, clock } = await start(twoChunks);
    server.breakChunk(1);
    const page = await runStatement(client, request, { clock });
    expect(page).toMatchObject({ rows: twoChunks.chunks?.[0], next_row: 2, columns: [{ name: "id" }, { name: "id" }] });
    expect(page.read_error).toContain("The result of the statement was not found");
  });
});

describe("runStatement ends", () => {
  it("without columns and rows for a statement that has no result", async () => {
    const { client } = await start({});
    expect(await runStatement(client, request)).toMatchObject({ state: "SUCCEEDED", columns: [], rows: [] });
  });

  it("saying so when Databricks cut the result", async () => {
    const { client } = await start({ columns: [id], chunks: [[["1"]]], truncated: true });
    expect(await runStatement(client, request)).toMatchObject({ truncated: true });
  });

  it("after the longest wait, handing over a statement that still runs", async () => {
    const { server, client, clock } = await start({ states: ["PENDING", "RUNNING"] });
    expect(await runStatement(client, { ...request, max_wait_seconds: 10 }, { clock })).toEqual({
      statement_id: "s1",
      state: "RUNNING",
      columns: [],
      rows: [],
      first_row: 0,
      truncated: false,
    });
    expect(clock.waits).toEqual([250, 500, 1_000, 2_000, 4_000, 2_250]);
    expect(server.seen.filter((line) => line.endsWith("/cancel"))).toEqual([]);
  });

  it.each(["CANCELED", "CLOSED"])("with the state %s as it is", async (state) => {
    const { client, clock } = await start({ states: ["RUNNING", state] });
    expect(await runStatement(client, request, { clock })).toMatchObject({ state, rows: [] });
  });
});

describe("runStatement fails", () => {
  it.each([
    [
      "BAD_REQUEST",
      "42P01",
      "[TABLE_OR_VIEW_NOT_FOUND] no t.",
      false,
      "look up catalog, schema, table and column names",
    ],
    ["BAD_REQUEST", "42501", "no SELECT on t", false, "Ask the owner of the object"],
    ["RESOURCE_EXHAUSTED", undefined, "Inline byte limit exceeded", false, "Return less"],
    ["TEMPORARILY_UNAVAILABLE", undefined, "try later", true, "Run the statement again later"],
  ])(
    "with a typed error when it failed over HTTP 200: %s %s",
    async (error_code, sqlState, message, retryable, hint) => {
      const failed = { states: ["PENDING", "FAILED"], error: { error_code, message }, ...(sqlState && { sqlState }) };
      const { client, clock } = await start(failed);
      const error = await runStatement(client, request, { clock }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StatementError);
      expect(error).toMatchObject({ statementId: "s1", errorCode: error_code, sqlState, retryable });
      expect(error).toMatchObject({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
    },
  );

  it.each([
    ["an answer without a state", { states: ["PENDING", ""] }, "the answer has no state"],
    ["an answer that cannot be had", { states: ["PENDING"] }, "The statement was not found"],
  ])("naming the statement that may still run after %s", async (_, script, reason) => {
    const { server, client, clock } = await start(script);
    server.beforeAnswer = ({ method }) => method === "GET" && script.states.length === 1 && server.expire();
    const error = await runStatement(client, request, { clock }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "StatementError",
      statementId: "s1",
      message: expect.stringContaining(reason),
      hint: expect.stringContaining("It may still be running"),
    });
  });
});

describe("an abort", () => {
  const gone = new Error("the agent left");

  it.each([
    ["while it waits", "GET"],
    ["while it submits", "POST"],
  ])("cancels the statement %s", async (_, method) => {
    const { server, client, clock } = await start({ states: ["RUNNING"] });
    const agent = new AbortController();
    server.beforeAnswer = (seen) => seen.method === method && agent.abort(gone);
    await expect(runStatement(client, request, { clock, signal: agent.signal })).rejects.toBe(gone);
    expect(server.seen.at(-1)).toBe("POST /statements/s1/cancel");
  });

  it("submits nothing when it came first", async () => {
    const { server, client } = await start({});
    await expect(runStatement(client, request, { signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
    expect(server.seen).toEqual([]);
  });

  it("only stops the waiting of resumeStatement", async () => {
    const { server, client } = await start({ states: ["RUNNING"] });
    const agent = new AbortController();
    const clock = new FakeClock(() => agent.abort(gone));
    const resumed = resumeStatement(client, "s1", { max_wait_seconds: 60 }, { clock, signal: agent.signal });
    await expect(resumed).rejects.toBe(gone);
    expect(server.seen).toEqual(["GET /statements/s1"]);
  });
});

describe("resumeStatement", () => {
  it.each([
    [
      0,
      [
        ["1", "a"],
        ["2", ""],
        ["3", null],
        ["4", "d"],
      ],
      ["GET /statements/s1/result/chunks/1"],
    ],
    [
      1,
      [
        ["2", ""],
        ["3", null],
        ["4", "d"],
      ],
      ["GET /statements/s1/result/chunks/1"],
    ],
    [3, [["4", "d"]], ["GET /statements/s1/result/chunks/1"]],
    [4, [], ["GET /statements/s1/result/chunks/1"]],
  ])("reads on from row %i without running the statement again", async (from_row, rows, chunks) => {
    const { server, client } = await start({ ...twoChunks, states: ["SUCCEEDED"] });
    const page = await resumeStatement(client, "s1", { from_row });
    expect(page).toMatchObject({ first_row: from_row, rows });
    expect(page.next_row).toBeUndefined();
    expect(server.seen).toEqual(["GET /statements/s1", ...chunks]);
  });

  it("tells the state of a statement that still runs", async () => {
    const { client } = await start({ states: ["RUNNING"] });
    expect(await resumeStatement(client, "s1", {})).toMatchObject({ state: "RUNNING", rows: [] });
  });

  it("fails when Databricks has forgotten the statement", async () => {
    const { server, client } = await start({});
    server.expire();
    await expect(resumeStatement(client, "s1", {})).rejects.toMatchObject({
      name: "StatementError",
      message: expect.stringContaining("statement s1 is not known"),
    });
  });
});

describe("cancelStatement", () => {
  it.each<[string, Script, string]>([
    ["that takes effect at once", { states: ["RUNNING"] }, "CANCELED"],
    ["that takes its time", { states: ["RUNNING"], pollsToCancel: 3 }, "CANCELED"],
    ["that comes too late", { states: ["RUNNING", "RUNNING", "SUCCEEDED"], pollsToCancel: 9 }, "SUCCEEDED"],
    ["that has no effect", { states: ["RUNNING"], pollsToCancel: 99 }, "RUNNING"],
  ])("tells the real end after a cancel %s", async (_, script, state) => {
    const { client, clock } = await start(script);
    expect(await cancelStatement(client, "s1", { clock })).toBe(state);
  });
});

describe("chooseWarehouse", () => {
  it("takes the one given, without a request", async () => {
    const { server, client } = await start({});
    expect(await chooseWarehouse(client, "w1", {})).toBe("w1");
    expect(server.seen).toEqual([]);
  });

  it("lists the usable ones otherwise, running ones first", async () => {
    const { server, client } = await start({});
    server.warehouses = [
      { id: "a1", name: "Nightly", state: "STOPPED" },
      { id: "b2", name: "Old", state: "DELETED" },
      { id: "c3", name: "Shared", state: "RUNNING" },
    ];
    await expect(chooseWarehouse(client, undefined, {})).rejects.toThrow(
      "argument warehouse_id is missing, and DATABRICKS_WAREHOUSE_ID sets no default. " +
        "Pass the id of one of these SQL warehouses: Shared (c3, RUNNING); Nightly (a1, STOPPED).",
    );
  });
});
