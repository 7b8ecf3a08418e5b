import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeEngine, type Engine, engineOf } from "../../src/local/sql/engine.ts";
import { SqlError } from "../../src/local/sql/sql-error.ts";
import { Workspace } from "../../src/local/workspace.ts";

let workspace: Workspace;
let engine: Engine;

const start = { catalog: "main", schema: "default", user: "me@local" };

beforeAll(async () => {
  workspace = await Workspace.open();
  engine = await engineOf(workspace);
});

afterAll(async () => {
  await closeEngine(workspace);
  await workspace.close();
});

type Rows = readonly (readonly (string | null)[])[];

async function run(sql: string, session = start): Promise<{ names: string[]; rows: Rows }> {
  const { columns, rows } = await engine.run(sql, session);
  const read: (readonly (string | null)[])[] = [];
  for await (const row of rows) read.push(row);
  return { names: columns.map(({ name }) => name), rows: read };
}

/** Runs each statement where the one before has left. */
async function runAll(...statements: readonly string[]): Promise<Rows> {
  let session = start;
  let rows: Rows = [];
  for (const statement of statements) {
    const result = await engine.run(statement, session);
    rows = await Array.fromAsync(result.rows);
    session = { ...session, ...result.session };
  }
  return rows;
}

async function errorOf(sql: string): Promise<string> {
  try {
    await run(sql);
  } catch (error) {
    if (error instanceof SqlError) return `${error.errorClass} ${error.sqlState}`;
    throw error;
  }
  return "none";
}

describe("SHOW", () => {
  beforeAll(async () => {
    await run("CREATE SCHEMA shown COMMENT 'to see'");
    await run(
      "CREATE TABLE shown.trips (id INT NOT NULL COMMENT 'the key', fare DOUBLE) USING DELTA COMMENT 'Rides' TBLPROPERTIES ('k' = 'v')",
    );
    await run("CREATE VIEW shown.dear AS SELECT id FROM shown.trips WHERE fare > 9");
    await run("CREATE VOLUME shown.raw");
    await run("CREATE FUNCTION shown.twice(x INT) RETURNS INT RETURN x * 2");
  });

  it.each<[string, string[], Rows]>([
    ["SHOW CATALOGS", ["catalog"], [["main"], ["samples"]]],
    ["SHOW CATALOGS LIKE 'm*'", ["catalog"], [["main"]]],
    ["SHOW SCHEMAS LIKE 'sh*|def*'", ["databaseName"], [["default"], ["shown"]]],
    ["SHOW DATABASES IN samples", ["databaseName"], [["information_schema"], ["nyctaxi"], ["tpch"]]],
    [
      "SHOW TABLES IN main.shown",
      ["database", "tableName", "isTemporary"],
      [
        ["shown", "dear", "false"],
        ["shown", "trips", "false"],
      ],
    ],
    ["SHOW TABLES FROM shown 'T*'", ["database", "tableName", "isTemporary"], [["shown", "trips", "false"]]],
    [
      "SHOW VIEWS IN shown",
      ["namespace", "viewName", "isTemporary", "isMaterialized"],
      [["shown", "dear", "false", "false"]],
    ],
    ["SHOW COLUMNS IN trips IN shown", ["col_name"], [["id"], ["fare"]]],
    ["SHOW VOLUMES IN shown", ["database", "volume_name"], [["shown", "raw"]]],
    ["SHOW USER FUNCTIONS IN shown", ["function"], [["main.shown.twice"]]],
    ["SHOW TBLPROPERTIES shown.trips", ["key", "value"], [["k", "v"]]],
    [
      "SHOW CREATE TABLE shown.trips",
      ["createtab_stmt"],
      [
        [
          "CREATE TABLE main.shown.trips (\n  id INT NOT NULL COMMENT 'the key',\n  fare DOUBLE)\nUSING delta\nCOMMENT 'Rides'\nTBLPROPERTIES (\n  'k' = 'v')",
        ],
      ],
    ],
    [
      "DESCRIBE TABLE shown.trips",
      ["col_name", "data_type", "comment"],
      [
        ["id", "int", "the key"],
        ["fare", "double", null],
      ],
    ],
    ["DESC SELECT 1 AS a", ["col_name", "data_type", "comment"], [["a", "int", null]]],
    [
      "DESCRIBE SCHEMA shown",
      ["database_description_item", "database_description_value"],
      [
        ["Catalog Name", "main"],
        ["Namespace Name", "shown"],
        ["Comment", "to see"],
        ["Location", expect.any(String)],
        ["Owner", "me@local"],
      ],
    ],
  ])("%s", async (sql, names, rows) => {
    expect(await run(sql)).toEqual({ names, rows });
  });

  it("DESCRIBE TABLE EXTENDED tells what else is known", async () => {
    const { rows } = await run("DESCRIBE TABLE EXTENDED shown.trips");
    expect(rows).toEqual(
      expect.arrayContaining([
        ["# Detailed Table Information", "", ""],
        ["Catalog", "main", ""],
        ["Type", "MANAGED", ""],
        ["Comment", "Rides", ""],
        ["Table Properties", "[k=v]", ""],
      ]),
    );
  });
});

describe("errors", () => {
  it.each([
    ["DESCRIBE nope", "TABLE_OR_VIEW_NOT_FOUND 42P01"],
    ["DROP TABLE nope", "TABLE_OR_VIEW_NOT_FOUND 42P01"],
    ["SHOW TABLES IN nope", "SCHEMA_NOT_FOUND 42704"],
    ["USE SCHEMA nope", "SCHEMA_NOT_FOUND 42704"],
    ["CREATE TABLE nope.t (a INT)", "SCHEMA_NOT_FOUND 42704"],
    ["USE CATALOG nope", "NO_SUCH_CATALOG_EXCEPTION 42704"],
    ["CREATE SCHEMA nope.s", "NO_SUCH_CATALOG_EXCEPTION 42704"],
    ["CREATE SCHEMA default", "SCHEMA_ALREADY_EXISTS 42P06"],
    ["CREATE CATALOG main", "CATALOG_ALREADY_EXISTS 42710"],
    ["DROP VOLUME nope", "UC_VOLUME_NOT_FOUND 42704"],
    ["DROP FUNCTION nope", "ROUTINE_NOT_FOUND 42883"],
    ["DROP CATALOG", "PARSE_SYNTAX_ERROR 42601"],
    ["DESCRIBE a b c", "TABLE_OR_VIEW_NOT_FOUND 42P01"],
    ["SHOW CATALOGS nope", "PARSE_SYNTAX_ERROR 42601"],
    ["SHOW PARTITIONS t", "UNSUPPORTED_FEATURE 0A000"],
    ["DESCRIBE HISTORY t", "UNSUPPORTED_FEATURE 0A000"],
    ["CREATE EXTERNAL VOLUME v LOCATION 's3://x'", "UNSUPPORTED_FEATURE 0A000"],
    ["CREATE FUNCTION f() RETURNS INT LANGUAGE PYTHON AS $$ return 1 $$", "UNSUPPORTED_FEATURE 0A000"],
    ["CREATE TABLE main.information_schema.t (a INT)", "INSUFFICIENT_PERMISSIONS 42501"],
    ["GRANT READ VOLUME ON SCHEMA default TO", "PARSE_SYNTAX_ERROR 42601"],
    ["GRANT CREATE CATALOG ON SCHEMA default TO bob", "INVALID_PARAMETER_VALUE 22023"],
  ])("of %s: %s", async (sql, error) => {
    expect(await errorOf(sql)).toBe(error);
  });
});

describe("DDL", () => {
  it("tolerates what IF [NOT] EXISTS tolerates", async () => {
    await run("CREATE SCHEMA tolerant COMMENT 'first'");
    await run("CREATE SCHEMA IF NOT EXISTS tolerant COMMENT 'second'");
    await run("CREATE TABLE tolerant.t AS SELECT 1 AS a");
    await run("CREATE TABLE IF NOT EXISTS tolerant.t AS SELECT 2 AS a");
    expect((await run("SELECT a FROM tolerant.t")).rows).toEqual([["1"]]);
    expect(await errorOf("CREATE TABLE tolerant.t (a INT)")).toBe("TABLE_OR_VIEW_ALREADY_EXISTS 42P07");
    expect(await errorOf("DROP SCHEMA tolerant")).toBe("SCHEMA_NOT_EMPTY 2BP01");
    await run("DROP SCHEMA tolerant CASCADE");
    await run("DROP SCHEMA IF EXISTS tolerant");
    await run("DROP TABLE IF EXISTS tolerant.t");
    await run("DROP CATALOG IF EXISTS tolerant");
    expect((await run("SHOW SCHEMAS LIKE 'tolerant'")).rows).toEqual([]);
  });

  it("makes catalogs whose tables have three-part names", async () => {
    await run("CREATE CATALOG lab COMMENT 'trials'");
    await run("CREATE TABLE lab.default.t AS SELECT 1 AS a");
    expect((await run("SELECT a FROM lab.default.t")).rows).toEqual([["1"]]);
    expect((await run("DESCRIBE CATALOG lab")).rows).toContainEqual(["Comment", "trials"]);
    expect(await errorOf("DROP CATALOG lab")).toBe("CATALOG_NOT_EMPTY 2BP01");
    await run("DROP CATALOG lab CASCADE");
    expect(await errorOf("DESCRIBE CATALOG lab")).toBe("NO_SUCH_CATALOG_EXCEPTION 42704");
  });

  it("changes tables with what is said of them", async () => {
    await run("CREATE TABLE changing (id INT COMMENT 'key', b INT) TBLPROPERTIES (a.b = 1)");
    await run("ALTER TABLE changing RENAME COLUMN id TO `key`");
    await run("ALTER TABLE changing ADD COLUMNS (c INT COMMENT 'third', d ARRAY<STRING>)");
    await run("ALTER TABLE changing ALTER COLUMN b COMMENT 'second'");
    await run("COMMENT ON COLUMN changing.d IS 'fourth'");
    await run("ALTER TABLE changing SET TBLPROPERTIES ('c' = 'd')");
    await run("ALTER TABLE changing UNSET TBLPROPERTIES ('a.b')");
    await run("ALTER TABLE changing RENAME TO changed");
    expect((await run("DESCRIBE changed")).rows).toEqual([
      ["key", "int", "key"],
      ["b", "int", "second"],
      ["c", "int", "third"],
      ["d", "array<string>", "fourth"],
    ]);
    expect((await run("SHOW TBLPROPERTIES changed")).rows).toEqual([["c", "d"]]);
    expect(await errorOf("DESCRIBE changing")).toBe("TABLE_OR_VIEW_NOT_FOUND 42P01");
  });

  it("reads comments of columns beside types and checks", async () => {
    await run(`CREATE TABLE commented (a INT CHECK (a < 3) COMMENT 'first',
      b STRUCT<c: INT COMMENT 'inner', d: MAP<STRING, DECIMAL(4,1)>> COMMENT 'second', e INT) COMMENT 'whole'`);
    expect((await run("DESCRIBE commented")).rows).toEqual([
      ["a", "int", "first"],
      ["b", "struct<c:int,d:map<string,decimal(4,1)>>", "second"],
      ["e", "int", null],
    ]);
    expect((await run("DESCRIBE EXTENDED commented")).rows).toContainEqual(["Comment", "whole", ""]);
  });

  it("takes names from IDENTIFIER clauses", async () => {
    const parameters = [{ name: "t", value: "main.default.identified" }];
    await engine.run("CREATE TABLE IDENTIFIER(:t) (a INT) COMMENT 'found'", start, { parameters });
    const { rows } = await engine.run("DESCRIBE TABLE IDENTIFIER(:t)", start, { parameters });
    expect(await Array.fromAsync(rows)).toEqual([["a", "int", null]]);
    expect((await run("SHOW CREATE TABLE IDENTIFIER('identified')")).rows[0]?.[0]).toContain("COMMENT 'found'");
  });

  it("counts identity columns", async () => {
    await run("CREATE TABLE counted (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY -2), x INT)");
    await run("INSERT INTO counted (x) VALUES (1), (2), (3), (4)");
    expect((await run("SELECT id, x FROM counted ORDER BY x")).rows).toEqual([
      ["5", "1"],
      ["3", "2"],
      ["1", "3"],
      ["-1", "4"],
    ]);
    await run("CREATE OR REPLACE TABLE counted (id BIGINT GENERATED BY DEFAULT AS IDENTITY, x INT)");
    await run("INSERT INTO counted (x) VALUES (1), (2)");
    expect((await run("SELECT id FROM counted ORDER BY x")).rows).toEqual([["1"], ["2"]]);
  });

  it("copies tables", async () => {
    await run("CREATE TABLE original AS SELECT 1 AS a");
    await run("CREATE TABLE cloned DEEP CLONE original");
    await run("CREATE TABLE alike LIKE original");
    expect((await run("SELECT (SELECT count(*) FROM cloned), (SELECT count(*) FROM alike)")).rows).toEqual([
      ["1", "0"],
    ]);
  });

  it("reads a view where its author was", async () => {
    const rows = await runAll(
      "CREATE TABLE base AS SELECT 1 AS a",
      "CREATE VIEW above AS WITH w AS (SELECT a FROM base) SELECT w.a FROM w JOIN default.base USING (a)",
      "CREATE SCHEMA elsewhere",
      "USE SCHEMA elsewhere",
      "SELECT a FROM main.default.above",
    );
    expect(rows).toEqual([["1"]]);
  });

  it("makes functions with types and defaults", async () => {
    await run("CREATE FUNCTION plus(x INT, y INT DEFAULT 3) RETURNS BIGINT COMMENT 'adds' RETURN x + y");
    expect((await run("SELECT plus(1), main.default.plus(1, 5)")).rows).toEqual([["4", "6"]]);
    expect(await errorOf("CREATE FUNCTION plus() RETURNS INT RETURN 1")).toBe("ROUTINE_ALREADY_EXISTS 42723");
    await run("CREATE OR REPLACE FUNCTION plus(x STRING) RETURN upper(x)");
    expect((await run("SELECT plus('a')")).rows).toEqual([["A"]]);
    expect((await run("DESCRIBE FUNCTION plus")).rows).toContainEqual(["Returns:  STRING"]);
  });
});

describe("USE", () => {
  it("changes where later statements run", async () => {
    const rows = await runAll("USE CATALOG samples", "USE tpch", "SELECT count(*) FROM region");
    expect(rows).toEqual([["5"]]);
    expect(await runAll("USE samples.nyctaxi", "SELECT current_catalog(), current_schema()")).toEqual([
      ["samples", "nyctaxi"],
    ]);
  });
});

describe("GRANT and REVOKE", () => {
  it("show in SHOW GRANTS with where they come from", async () => {
    await run("CREATE TABLE granted (a INT)");
    await run("GRANT SELECT, MODIFY ON TABLE granted TO `data engineers`");
    await run("GRANT USE SCHEMA, SELECT ON SCHEMA default TO bob");
    await run("REVOKE MODIFY ON granted FROM `data engineers`");
    const names = ["Principal", "ActionType", "ObjectType", "ObjectKey"];
    expect(await run("SHOW GRANTS ON TABLE granted")).toEqual({
      names,
      rows: [
        ["data engineers", "SELECT", "TABLE", "main.default.granted"],
        ["bob", "SELECT", "SCHEMA", "main.default"],
      ],
    });
    expect(await run("SHOW GRANTS bob ON SCHEMA default")).toEqual({
      names,
      rows: [
        ["bob", "SELECT", "SCHEMA", "main.default"],
        ["bob", "USE SCHEMA", "SCHEMA", "main.default"],
      ],
    });
  });
});

describe("information_schema", () => {
  beforeAll(async () => {
    await run("CREATE SCHEMA informed");
    await run(
      "CREATE TABLE informed.t (id INT NOT NULL, fare DECIMAL(8,2) COMMENT 'in dollars') COMMENT 'a ''table'''",
    );
  });

  it.each<[string, Rows]>([
    [
      "SELECT table_name, table_type, comment FROM main.information_schema.tables WHERE table_schema = 'informed'",
      [["t", "MANAGED", "a 'table'"]],
    ],
    [
      "SELECT column_name, is_nullable, full_data_type, numeric_scale, c.comment FROM information_schema.columns c WHERE table_schema = 'informed' ORDER BY ordinal_position",
      [
        ["id", "NO", "int", null, null],
        ["fare", "YES", "decimal(8,2)", "2", "in dollars"],
      ],
    ],
    [
      "SELECT schemata.schema_name FROM samples.information_schema.schemata JOIN main.information_schema.tables t ON t.table_schema = 'informed' ORDER BY 1",
      [["information_schema"], ["nyctaxi"], ["tpch"]],
    ],
    ["SELECT count(*) FROM system.information_schema.tables WHERE table_catalog = 'samples'", [["9"]]],
    ["SELECT * FROM main.information_schema.views WHERE table_schema = 'informed'", []],
    ["SELECT 'information_schema.tables'", [["information_schema.tables"]]],
  ])("%s", async (sql, rows) => {
    expect((await run(sql)).rows).toEqual(rows);
  });
});
