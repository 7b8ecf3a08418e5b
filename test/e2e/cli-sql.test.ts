import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { signature } from "../fakes/result-storage.ts";
import { statementServer } from "../fakes/statement-server.ts";
import { CliProcess, cli, workspaceAt } from "./cli-process.ts";

const columns = [
  { name: "id", type_text: "BIGINT", type_name: "LONG" },
  { name: "name", type_text: "STRING", type_name: "STRING" },
  { name: "id", type_text: "DOUBLE", type_name: "DOUBLE" },
];
const chunks = [
  [
    ["1", "a,b", "0.5"],
    ["9007199254740993", "", null],
  ],
  [["3", null, "NaN"]],
];

async function run(args: readonly string[], script: Parameters<typeof statementServer>[0] = { columns, chunks }) {
  const server = await statementServer(script);
  return { server, ended: await cli(["sql", ...args], { env: workspaceAt(server.host) }) };
}

describe("sql prints every row of every chunk", () => {
  it.each([
    ["csv", 'id,name,id\n1,"a,b",0.5\n9007199254740993,"",\n3,,NaN\n'],
    [
      "jsonl",
      '{"id":1,"name":"a,b","id_2":0.5}\n{"id":"9007199254740993","name":"","id_2":null}\n{"id":3,"name":null,"id_2":"NaN"}\n',
    ],
    [
      "json",
      '[\n{"id":1,"name":"a,b","id_2":0.5},\n{"id":"9007199254740993","name":"","id_2":null},\n{"id":3,"name":null,"id_2":"NaN"}\n]\n',
    ],
    [
      "table",
      [
        "              id  name   id",
        "────────────────  ────  ───",
        "               1  a,b   0.5",
        "9007199254740993         \\N",
        "               3  \\N    NaN",
        "",
      ].join("\n"),
    ],
  ])("as %s", async (format, text) => {
    const { ended } = await run(["select 1", "--format", format, "--quiet"]);
    expect(ended).toEqual({ code: 0, stdout: text, stderr: "" });
  });

  it.each([
    ["csv", ""],
    ["jsonl", ""],
    ["json", "[]\n"],
    ["table", ""],
  ])("and none of a statement without a result, as %s", async (format, text) => {
    const { ended } = await run(["create table t", "--format", format, "--quiet"], {});
    expect(ended).toEqual({ code: 0, stdout: text, stderr: "" });
  });

  it("of a result that is read in several pages", async () => {
    const rows = (from: number) =>
      Array.from({ length: 40_000 }, (_, index) => [String(from + index), "x".repeat(60), null]);
    const { ended } = await run(["select 1", "--format", "csv", "-q"], {
      columns,
      chunks: [rows(0), rows(40_000), rows(80_000)],
    });
    const ids = ended.stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[0]));
    expect(ids).toEqual(Array.from({ length: 120_000 }, (_, index) => index));
  });

  it("through Databricks with --inline", async () => {
    const { server, ended } = await run(["select 1", "--inline", "--format", "csv", "-q"]);
    expect(ended.stdout.split("\n")).toHaveLength(5);
    expect(server.submitted).toMatchObject([{ disposition: "INLINE" }]);
    expect(server.storage.seen).toEqual([]);
  });

  it("of 300,000 in a local workspace", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cli-"));
    const file = join(folder, "rows.csv");
    const args = ["sql", "--local", "SELECT * FROM range(300000)", "--format", "csv", "--output", file, "-q"];
    expect(await cli(args)).toEqual({ code: 0, stdout: "", stderr: "" });
    const ids = Array.from({ length: 300_000 }, (_, id) => id);
    expect(await readFile(file, "utf8")).toBe(`id\n${ids.join("\n")}\n`);
  });

  it("into a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cli-"));
    const { ended } = await run(["select 1", "--format", "csv", "-q", "-o", join(folder, "rows.csv")]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toBe("");
    expect(await readFile(join(folder, "rows.csv"), "utf8")).toContain("3,,NaN");
  });
});

describe("sql sends", () => {
  it("parameters, limit, catalog, schema and the warehouse", async () => {
    const args = ["select :a", "--param", "a=2024-01-31:DATE", "--param", "b", "--limit", "5", "--catalog", "c"];
    const { server } = await run([...args, "--schema", "s", "--warehouse", "w2"]);
    expect(server.submitted).toMatchObject([
      {
        statement: "select :a",
        parameters: [{ name: "a", value: "2024-01-31", type: "DATE" }, { name: "b" }],
        row_limit: 5,
        catalog: "c",
        schema: "s",
        warehouse_id: "w2",
      },
    ]);
  });

  it("a statement from standard input", async () => {
    const server = await statementServer();
    await cli(["sql", "-"], { env: workspaceAt(server.host), input: "select 2" });
    expect(server.submitted).toMatchObject([{ statement: "select 2" }]);
  });
});

describe("sql fails", () => {
  it("with the error of the statement", async () => {
    const error = { error_code: "BAD_REQUEST", message: "Table t not found" };
    const { ended } = await run(["select 1", "-q"], { states: ["FAILED"], error, sqlState: "42P01" });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toBe(
      "error: statement s1: BAD_REQUEST, SQLSTATE 42P01: Table t not found.\n" +
        "→ Correct the statement: look up catalog, schema, table and column names first.\n",
    );
  });

  it("when a chunk cannot be read, and leaves no file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cli-"));
    const server = await statementServer({ columns, chunks });
    server.breakChunk(1);
    const args = ["sql", "select 1", "--format", "csv", "-o", join(folder, "rows.csv")];
    const ended = await cli(args, { env: workspaceAt(server.host) });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("the result of statement s1 is not complete");
    expect(await readdir(folder)).toEqual([]);
  });

  it("when the storage refuses its links, without showing them even in the debug log", async () => {
    const server = await statementServer({ columns, chunks });
    server.changeLink = (link) => ({ ...link, http_headers: { "x-amz-key": signature } });
    server.storage.faults.push(...Array(4).fill({ status: 403, body: `<Error>${signature}</Error>` }));
    const debug = { DATABRICKS_LOG_LEVEL: "debug", DATABRICKS_DEBUG_HEADERS: "true" };
    const ended = await cli(["sql", "select 1"], { env: { ...workspaceAt(server.host), ...debug } });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("external_link");
    expect(ended.stderr).toContain("is not complete: chunk 1 of 2, from row 0 on: GET {chunk 1 of 2}: 403");
    expect(ended.stderr).toContain("take the result inline, which holds 24 MiB");
    expect(ended.stderr).not.toContain(signature);
  });

  it("when Databricks cut the result, unless at the limit that was asked for", async () => {
    expect((await run(["select 1"], { columns, chunks, truncated: true })).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cut it after 3 rows"),
    });
    expect((await run(["select 1", "--limit", "3"], { columns, chunks, truncated: true })).ended.code).toBe(0);
  });

  it.each([
    [[], "error: no statement\n→ Give one, -f FILE, or - for standard input.\n"],
    [["select 1", "-f", "x"], "error: give a statement or --file, not both\n"],
    [["-f", "/nonexistent/x.sql"], expect.stringContaining("/nonexistent/x.sql cannot be read")],
    [["select 1", "--param", "=1"], "error: --param =1: expected name=value or name=value:TYPE\n"],
    [["select 1", "--limit", "0"], expect.stringContaining("expected a whole number of at least 1")],
  ])("for wrong usage: %j", async (args, stderr) => {
    const ended = await cli(["sql", ...args], { env: workspaceAt("http://127.0.0.1:9") });
    expect(ended).toEqual({ code: 2, stdout: "", stderr });
  });
});

describe("sql in the terminal", () => {
  it("tells its progress on standard error, line by line where that is no terminal", async () => {
    const { ended } = await run(["select 1"], { columns, chunks, states: ["PENDING", "RUNNING", "SUCCEEDED"] });
    expect(ended.stderr).toBe("PENDING\nRUNNING\nSUCCEEDED\n");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("cancels the statement on %s and exits with %d", async (signal, code) => {
    const server = await statementServer({ states: ["RUNNING"] });
    const process = new CliProcess(["sql", "select 1", "-q"], { env: workspaceAt(server.host) });
    await server.saw("GET", "/statements/s1");
    process.child.kill(signal);
    const ended = await process.ended;
    expect(ended.code).toBe(code);
    expect(server.seen).toContain("POST /statements/s1/cancel");
  });

  it("is quiet when nobody reads on", async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => [String(index), "some text", "1"]);
    const server = await statementServer({ columns, chunks: [rows, rows] });
    const process = new CliProcess(["sql", "select 1", "-q", "--format", "csv"], { env: workspaceAt(server.host) });
    process.child.stdout.once("data", () => process.child.stdout.destroy());
    expect(await process.ended).toMatchObject({ code: 0, stderr: "" });
  });
});
