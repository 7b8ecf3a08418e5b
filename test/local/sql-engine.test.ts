import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeEngine, type Engine, engineOf, type RunOptions } from "../../src/local/sql/engine.ts";
import { Workspace } from "../../src/local/workspace.ts";

const session = { catalog: "main", schema: "default", user: "me@local" };
let workspace: Workspace;
let engine: Engine;

beforeAll(async () => {
  workspace = await Workspace.open();
  engine = await engineOf(workspace);
  await run("CREATE TABLE t (id BIGINT, name STRING, at TIMESTAMP) USING DELTA");
  await run("INSERT INTO t VALUES (1, 'a', '2026-01-02 03:04:05.678'), (2, NULL, NULL)");
});

afterAll(async () => {
  await closeEngine(workspace);
  await workspace.close();
});

async function run(sql: string, options?: RunOptions) {
  const { columns, rows } = await engine.run(sql, session, options);
  const read: (readonly (string | null)[])[] = [];
  for await (const row of rows) read.push(row);
  return { types: columns.map(({ type_text }) => type_text), names: columns.map(({ name }) => name), rows: read };
}

describe("what Databricks' SQL means", () => {
  it.each<[string, ...(string | null)[]]>([
    ["SELECT 'it\\'s', \"double\", r'\\d', 'a\\tb'", "it's", "double", "\\d", "a\tb"],
    ["SELECT `name` FROM `main`.`default`.`t` WHERE id = 1", "a"],
    ["SELECT main.default.t.name FROM main.default.t WHERE id = 2", null],
    ['SELECT name FROM default.t -- `comment` \'with\n WHERE id = 1 /* "and" */', "a"],
    ["SELECT at FROM t WHERE id = 1", "2026-01-02T03:04:05.678Z"],
    [
      "SELECT current_user(), current_catalog(), current_database(), current_schema()",
      "me@local",
      "main",
      "default",
      "default",
    ],
    ["SELECT 7 div 2, 7 % 4, 6 / 4, 10L, 1e3D", "3", "3", "1.5", "10", "1000.0"],
    ["SELECT NULL <=> NULL, 'abc' RLIKE '^a', 'abc' NOT RLIKE 'd'", "true", "true", "true"],
    ["SELECT * EXCEPT (name, at) FROM t WHERE id = 2", "2"],
    ["SELECT name FROM IDENTIFIER('main.default.t') WHERE id = 1", "a"],
    ['SELECT j:a.b, j:a.b = "c" FROM (SELECT \'{"a":{"b":"c"}}\' AS j)', "c", "true"],
    [
      "SELECT date_format(at, 'dd/MM/yyyy HH:mm'), date_format(DATE '2026-01-02', 'EEEE') FROM t WHERE id = 1",
      "02/01/2026 03:04",
      "Friday",
    ],
    [
      "SELECT from_unixtime(0), from_unixtime(0, 'yyyy'), unix_timestamp('1970-01-02')",
      "1970-01-01 00:00:00",
      "1970",
      "86400",
    ],
    ["SELECT to_date('2026-01-02'), to_date('02.01.2026', 'dd.MM.yyyy')", "2026-01-02", "2026-01-02"],
    [
      "SELECT date_add(DATE '2026-01-01', 3), date_sub('2026-01-03', 1), add_months('2026-01-31', 1)",
      "2026-01-04",
      "2026-01-02",
      "2026-02-28",
    ],
    ["SELECT datediff('2026-01-05', '2026-01-01'), datediff(MONTH, DATE '2026-01-01', DATE '2026-03-01')", "4", "2"],
    ["SELECT dateadd(HOUR, 2, TIMESTAMP '2026-01-01')", "2026-01-01T02:00:00.000Z"],
    ["SELECT nvl(NULL, 2), size(array(1, 2)), element_at(array(5, 6), 2)", "2", "2", "6"],
    ["SELECT collect_list(x), count(*) FROM range(3) r(x)", "[0,1,2]", "3"],
    ["SELECT try_divide(1, 0), try_cast('x' AS INT)", null, null],
    ["SELECT regexp_replace('aaa', 'a', 'b'), split('a1b2c', '[0-9]')", "bbb", '["a","b","c"]'],
  ])("%s", async (sql, ...cells) => {
    expect((await run(sql)).rows).toEqual([cells]);
  });

  it.each(["EXPLAIN SELECT 1", "EXPLAIN EXTENDED SELECT 1"])("%s", async (sql) => {
    const { names, rows } = await run(sql);
    expect([names, rows.length]).toEqual([["plan"], 1]);
  });

  it("takes long statements", async () => {
    const values = Array.from({ length: 5_000 }, (_, index) => `(${index}, 'text')`);
    expect((await run(`SELECT count(*) FROM (VALUES ${values.join(", ")}) v(a, b)`)).rows).toEqual([["5000"]]);
  });

  it("names counts as Databricks does", async () => {
    expect((await run("SELECT count(*), sum(id) FROM t")).names).toEqual(["count(1)", "sum(id)"]);
  });

  it.each([
    ["INSERT INTO TABLE t SELECT 3, 'c', NULL", ["num_affected_rows", "num_inserted_rows"], [["1", "1"]]],
    ["UPDATE t SET name = 'd' WHERE id = 3", ["num_affected_rows"], [["1"]]],
    [
      `MERGE INTO t USING (SELECT 3 AS id, 'e' AS name) s ON t.id = s.id
       WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)`,
      ["num_affected_rows"],
      [["1"]],
    ],
    ["DELETE FROM t WHERE id = 3", ["num_affected_rows"], [["1"]]],
    ["CREATE OR REPLACE VIEW v COMMENT 'half' AS SELECT 1 / 2 AS half", [], []],
  ])("%s", async (sql, names, rows) => {
    expect(await run(sql)).toMatchObject({ names, rows });
  });
});

describe("types of results", () => {
  it.each([
    ["true", "BOOLEAN", "true"],
    ["CAST(1 AS TINYINT)", "TINYINT", "1"],
    ["1", "INT", "1"],
    ["9007199254740993", "BIGINT", "9007199254740993"],
    ["CAST(0.1 AS FLOAT)", "FLOAT", "0.1"],
    ["CAST(1 AS DOUBLE)", "DOUBLE", "1.0"],
    ["CAST(1e20 AS DOUBLE)", "DOUBLE", "1.0E20"],
    ["1.50", "DECIMAL(3,2)", "1.50"],
    ["DATE '2026-01-02'", "DATE", "2026-01-02"],
    ["TIMESTAMP '2026-01-02 03:04:05.000006'", "TIMESTAMP", "2026-01-02T03:04:05.000006Z"],
    ["CAST('2026-01-02' AS TIMESTAMP_NTZ)", "TIMESTAMP_NTZ", "2026-01-02T00:00:00.000"],
    ["CAST('1960-01-01 00:00:00.123' AS TIMESTAMP)", "TIMESTAMP", "1960-01-01T00:00:00.123Z"],
    ["unhex('00ff')", "BINARY", "AP8="],
    ["array(1, NULL)", "ARRAY<INT>", "[1,null]"],
    ["CAST(NULL AS STRUCT<a: INT, b: ARRAY<STRING>>)", "STRUCT<a: INT, b: ARRAY<STRING>>", null],
    ["map('k', 1.5)", "MAP<STRING, DECIMAL(2,1)>", '{"k":1.5}'],
    ["CAST(NULL AS DECIMAL)", "DECIMAL(10,0)", null],
  ])("%s is %s %s", async (expression, type, cell) => {
    expect(await run(`SELECT ${expression}`)).toMatchObject({ types: [type], rows: [[cell]] });
  });
});

describe("parameters", () => {
  const parameters = [
    { name: "d", type: "DATE", value: "2026-01-02" },
    { name: "n", type: "DECIMAL(10,2)", value: "1.5" },
    { name: "s", value: "" },
    { name: "none", type: "INT" },
    { name: "table", value: "main.default.t" },
    { name: "limit", type: "INT", value: "1" },
  ];
  it.each([
    ["SELECT :d, :n, :s, :none", ["DATE", "DECIMAL(10,2)", "STRING", "INT"], [["2026-01-02", "1.50", "", null]]],
    ["SELECT id FROM IDENTIFIER(:table) ORDER BY id LIMIT :limit", ["BIGINT"], [["1"]]],
    ["SELECT ':d', 1::INT", ["STRING", "INT"], [[":d", "1"]]],
  ])("%s", async (sql, types, rows) => {
    expect(await run(sql, { parameters })).toMatchObject({ types, rows });
  });
});

describe("errors", () => {
  it.each([
    ["SELECT * FROM nothing", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
    ["SELECT * FROM nowhere.default.t", "NO_SUCH_CATALOG_EXCEPTION", "42704"],
    ["SELECT nam FROM t", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
    ["SELEC 1", "PARSE_SYNTAX_ERROR", "42601"],
    ["SELECT 1; SELECT 2", "PARSE_SYNTAX_ERROR", "42601"],
    ["SELECT nothing(1)", "UNRESOLVED_ROUTINE", "42883"],
    ["SELECT 1 / 0", "DIVIDE_BY_ZERO", "22012"],
    ["SELECT 1 % 0", "DIVIDE_BY_ZERO", "22012"],
    ["SELECT CAST('a' AS INT)", "CAST_INVALID_INPUT", "22018"],
    ["SELECT CAST(300 AS TINYINT)", "CAST_INVALID_INPUT", "22018"],
    ["SELECT 9223372036854775807 + CAST(1 AS BIGINT)", "ARITHMETIC_OVERFLOW", "22003"],
    ["SELECT name, count(*) FROM t", "MISSING_AGGREGATION", "42803"],
    ["SELECT :unknown", "UNBOUND_SQL_PARAMETER", "42P02"],
    ["SELECT ?", "UNBOUND_SQL_PARAMETER", "42P02"],
    ["CREATE TABLE t (a INT)", "TABLE_OR_VIEW_ALREADY_EXISTS", "42P07"],
  ])("%s is %s", async (sql, errorClass, sqlState) => {
    await expect(run(sql)).rejects.toMatchObject({ name: "SqlError", errorClass, sqlState });
  });
});

describe("what SQL may not do", () => {
  it.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
    "SELECT * FROM glob('/*')",
    "COPY t TO '/tmp/local-sql-test.csv'",
    "ATTACH '/tmp/local-sql-test.duckdb' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH samples",
    "INSTALL httpfs",
    "LOAD httpfs",
    "EXPORT DATABASE '/tmp/local-sql-test'",
    "SET enable_external_access = true",
    "SET VARIABLE current_user = 'root'",
    "/* */ PRAGMA database_list",
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN (ANALYZE) SELECT 1",
    "DROP MACRO nvl",
    "CALL enable_logging()",
  ])("%s", async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ name: "SqlError" });
  });
});

describe("catalogs", () => {
  it("hold schemas and tables by names of three parts", async () => {
    await engine.attachCatalog("sales");
    await run("CREATE SCHEMA sales.q1");
    await run("CREATE TABLE sales.q1.orders AS SELECT 1 AS id");
    expect((await run("SELECT id FROM sales.q1.orders")).rows).toEqual([["1"]]);
    await engine.detachCatalog("sales");
    expect(await engine.catalogs()).toEqual(["main", "samples"]);
  });

  it("interrupt what is aborted", async () => {
    const controller = new AbortController();
    const running = run("SELECT count(*) FROM range(10000000000) a(x), range(1000) b(y) WHERE x + y = -1", {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toThrow("abort");
  });
});
