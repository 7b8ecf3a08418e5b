import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeEngine, type Engine, engineOf, type RunOptions } from "../../src/local/sql/engine.ts";
import { Workspace } from "../../src/local/workspace.ts";

const session = { catalog: "main", schema: "default", user: "me@local" };
let workspace: Workspace;
let engine: Engine;

beforeAll(async () => {
  workspace = await Workspace.open();
  engine = await engineOf(workspace);
});

afterAll(async () => {
  await closeEngine(workspace);
  await workspace.close();
});

type Cells = (string | null)[];

async function run(sql: string, options?: RunOptions) {
  const { columns, rows } = await engine.run(sql, session, options);
  const read: (readonly (string | null)[])[] = [];
  for await (const row of rows) read.push(row);
  return { names: columns.map(({ name }) => name), types: columns.map(({ type_text }) => type_text), rows: read };
}

const trips = "samples.nyctaxi.trips";
const tpch = "samples.tpch";

describe("queries of the samples", () => {
  it.each<[string, ...Cells[]]>([
    [`SELECT count(*) FROM ${trips}`, ["21932"]],
    [
      `SELECT pickup_zip, count(*) AS trips, round(avg(fare_amount), 2) AS fare FROM ${trips} GROUP BY pickup_zip ORDER BY trips DESC LIMIT 2`,
      ["10001", "3556", "9.61"],
      ["10002", "1541", "9.47"],
    ],
    [
      `SELECT date_trunc('MONTH', tpep_pickup_datetime) AS m, count(*) FROM ${trips} GROUP BY 1 ORDER BY 1`,
      ["2016-01-01T00:00:00.000Z", "11385"],
      ["2016-02-01T00:00:00.000Z", "10547"],
    ],
    [`SELECT hour(tpep_pickup_datetime) h, count(*) c FROM ${trips} GROUP BY ALL ORDER BY h LIMIT 1`, ["0", "60"]],
    [
      `SELECT date_format(tpep_pickup_datetime, 'yyyy-MM-dd') AS d FROM ${trips} ORDER BY tpep_pickup_datetime LIMIT 1`,
      ["2016-01-01"],
    ],
    [
      `SELECT max(timestampdiff(MINUTE, tpep_pickup_datetime, tpep_dropoff_datetime)),
        max((unix_timestamp(tpep_dropoff_datetime) - unix_timestamp(tpep_pickup_datetime)) div 60) FROM ${trips}`,
      ["92", "92"],
    ],
    [`SELECT percentile(fare_amount, 0.5), median(fare_amount) FROM ${trips}`, ["7.5", "7.5"]],
    [
      `SELECT count_if(fare_amount > 10), count(*) FILTER (WHERE fare_amount > 10),
        sum(CASE WHEN fare_amount > 10 THEN 1 ELSE 0 END) FROM ${trips}`,
      ["6801", "6801", "6801"],
    ],
    [
      `WITH daily AS (SELECT to_date(tpep_pickup_datetime) AS day, count(*) AS n FROM ${trips} GROUP BY 1)
        SELECT count(*), sum(n) FROM daily`,
      ["60", "21932"],
    ],
    [
      `SELECT CASE WHEN trip_distance < 1 THEN 'short' ELSE 'long' END AS kind, CAST(avg(fare_amount) AS INT) FROM ${trips} GROUP BY kind ORDER BY kind`,
      ["long", "11"],
      ["short", "4"],
    ],
    [
      `SELECT o_orderstatus, count(*) FROM ${tpch}.orders GROUP BY o_orderstatus ORDER BY 1`,
      ["F", "7330"],
      ["O", "7253"],
      ["P", "417"],
    ],
    [
      `SELECT n.n_name, sum(o.o_totalprice) FROM ${tpch}.orders o JOIN ${tpch}.customer c ON o.o_custkey = c.c_custkey
        JOIN ${tpch}.nation n ON c.c_nationkey = n.n_nationkey GROUP BY n.n_name ORDER BY 2 DESC LIMIT 1`,
      ["PERU", "108642467.21"],
    ],
    [
      `SELECT l_returnflag, l_linestatus, sum(l_quantity) FROM ${tpch}.lineitem
        WHERE l_shipdate <= date_sub(DATE '1998-12-01', 90) GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 2`,
      ["A", "F", "385250.00"],
      ["N", "F", "10426.00"],
    ],
    [
      `SELECT year(o_orderdate) y, count(DISTINCT o_custkey) FROM ${tpch}.orders GROUP BY y ORDER BY y LIMIT 1`,
      ["1992", "891"],
    ],
    [
      `SELECT o_orderkey FROM ${tpch}.orders QUALIFY row_number() OVER (PARTITION BY o_orderstatus ORDER BY o_orderkey) = 1 ORDER BY 1`,
      ["1"],
      ["3"],
      ["228"],
    ],
    [
      `SELECT * FROM (SELECT year(o_orderdate) y, o_orderstatus s, o_orderkey k FROM ${tpch}.orders)
        PIVOT (count(k) FOR s IN ('F', 'O', 'P')) ORDER BY y LIMIT 1`,
      ["1992", "2316", "0", "0"],
    ],
    [
      `SELECT * FROM (SELECT year(o_orderdate) y, o_orderstatus s, o_orderkey k FROM ${tpch}.orders)
        PIVOT (count(k) AS n, max(k) AS m FOR s IN ('F' AS f, 'O' AS o)) ORDER BY y LIMIT 1`,
      ["1992", "2316", "59943", "0", null],
    ],
    [`SELECT collect_list(r_name)[0], size(collect_set(r_name)) FROM ${tpch}.region`, ["AFRICA", "5"]],
    [
      `SELECT concat_ws(', ', collect_list(r_name)) FROM ${tpch}.region`,
      ["AFRICA, AMERICA, ASIA, EUROPE, MIDDLE EAST"],
    ],
    [
      `SELECT listagg(r_name, '|') WITHIN GROUP (ORDER BY r_name DESC) FROM ${tpch}.region`,
      ["MIDDLE EAST|EUROPE|ASIA|AMERICA|AFRICA"],
    ],
    [`SELECT count(*) FROM ${tpch}.region LEFT ANTI JOIN ${tpch}.nation ON r_regionkey = n_regionkey`, ["0"]],
    [`SELECT count(*) FROM ${tpch}.region LEFT SEMI JOIN ${tpch}.nation ON r_regionkey = n_regionkey`, ["5"]],
    [
      `SELECT n_regionkey, count(*) FROM ${tpch}.nation GROUP BY ROLLUP(n_regionkey) ORDER BY 1 NULLS FIRST LIMIT 2`,
      [null, "25"],
      ["0", "5"],
    ],
    [
      `SELECT n_name FROM ${tpch}.nation WHERE n_name ILIKE 'a%' OR n_name LIKE ANY ('B%', 'C_NA%') ORDER BY 1`,
      ["ALGERIA"],
      ["ARGENTINA"],
      ["BRAZIL"],
      ["CANADA"],
    ],
    [`SELECT r_name FROM ${tpch}.region MINUS SELECT 'ASIA' ORDER BY 1 LIMIT 1`, ["AFRICA"]],
    [
      `SELECT upper(left(n_name, 2)), initcap(n_name) FROM ${tpch}.nation WHERE n_nationkey = 24`,
      ["UN", "United States"],
    ],
    [`SELECT count(*) FROM ${tpch}.nation TABLESAMPLE (5 ROWS)`, ["5"]],
    [`SELECT * FROM ${tpch}.region WHERE r_name RLIKE '^A' AND r_regionkey = '1' ORDER BY r_regionkey LIMIT 0`],
    [
      `SELECT lag(n_name) OVER (ORDER BY n_nationkey), n_name FROM ${tpch}.nation ORDER BY n_nationkey LIMIT 2`,
      [null, "ALGERIA"],
      ["ALGERIA", "ARGENTINA"],
    ],
    [`SELECT n_name FROM ${tpch}.nation SORT BY n_name DESC LIMIT 1`, ["VIETNAM"]],
  ])("%s", async (sql, ...rows) => {
    expect((await run(sql)).rows).toEqual(rows);
  });
});

describe("expressions", () => {
  it.each<[string, Cells]>([
    ["1 + '2', '3' * 2, '10' / 4, 5 - '1.5', '1' = 1", ["3", "6", "2.5", "3.5", "true"]],
    ["concat('1', 2, 3, 4, 5, 6, 7, 8, 9, 0), concat('1', 2, 3, 4, 5, 6, 7, 8, 9, NULL)", ["1234567890", null]],
    ["'a' || NULL, concat('a', NULL), concat('a', 1), concat_ws('-', 'a', NULL, 'b')", [null, null, "a1", "a-b"]],
    ["1 / 2, 4 / 2, 7 div 2, 7 % 3, mod(-7, 3), pmod(-7, 3), 5 ^ 3", ["0.5", "2.0", "3", "1", "-1", "2", "6"]],
    ["'a' < 'b', 'A' = 'a', 'a' = 'a ', '' IS NULL, 1 == 1", ["true", "false", "false", "false", "true"]],
    ["CAST(3.7 AS INT), CAST(-3.7 AS BIGINT), CAST(true AS INT), TRY_CAST('x' AS INT)", ["3", "-3", "1", null]],
    [
      "CAST(9007199254740993.9 AS BIGINT), CAST(NULL AS INT), CAST('a' IS NULL AS INT)",
      ["9007199254740993", null, "0"],
    ],
    ["int('5'), bigint(2.9), string(5), double('1.5'), date('2026-01-02')", ["5", "2", "5", "1.5", "2026-01-02"]],
    ["CAST(TIMESTAMP '2026-01-02 03:04:05' AS STRING), CAST(1.50 AS STRING)", ["2026-01-02 03:04:05", "1.50"]],
    ["map('k', 1), size(map('k', 1, 'l', 2)), map('k', 1)['k']", ['{"k":1}', "2", "1"]],
    ["named_struct('a', 1, 'b', 'x'), named_struct('a', 1).a", ['{"a":1,"b":"x"}', "1"]],
    ["struct(1, 2 AS two)", ['{"col1":1,"two":2}']],
    ["array(1, 2)[0], element_at(array(1, 2), 1), get(array(1, 2), 5), split('a,b', ',')[1]", ["1", "1", null, "b"]],
    ["transform(array(1, 2), x -> x + 1), filter(array(1, 2), x -> x > 1)", ["[2,3]", "[2]"]],
    ["aggregate(array(1, 2), 0, (a, x) -> a + x), exists(array(1), x -> x = 1)", ["3", "true"]],
    [
      "slice(array(1, 2, 3), 2, 2), array_max(array(1, 2)), flatten(array(array(1), array(2)))",
      ["[2,3]", "2", "[1,2]"],
    ],
    ["months_between('2026-03-31', '2026-01-31'), months_between('2026-03-15', '2026-01-31')", ["2.0", "1.48387097"]],
    [
      "date_add('2026-01-01', 1), datediff('2026-01-03', '2026-01-01'), next_day('2026-01-01', 'MON')",
      ["2026-01-02", "2", "2026-01-05"],
    ],
    [
      "trunc(DATE '2026-05-15', 'MM'), trunc('2026-05-15', 'YEAR'), last_day('2026-02-03')",
      ["2026-05-01", "2026-01-01", "2026-02-28"],
    ],
    ["quarter('2026-05-01'), year(DATE '2026-01-02'), dayofweek('2026-01-02')", ["2", "2026", "6"]],
    [
      "to_timestamp('02-Jan-2026 03:04', 'dd-MMM-yyyy HH:mm'), to_date('2026/01/02', 'yyyy/MM/dd')",
      ["2026-01-02T03:04:00.000Z", "2026-01-02"],
    ],
    ["from_utc_timestamp('2026-01-01 00:00:00', 'America/New_York')", ["2025-12-31T19:00:00.000Z"]],
    ["current_timestamp() >= TIMESTAMP '2020-01-01', current_date() = current_date", ["true", "true"]],
    [
      "regexp_extract('ab12', '([a-z]+)([0-9]+)', 2), regexp_like('abc', 'b'), regexp_count('aaa', 'a')",
      ["12", "true", "3"],
    ],
    [`get_json_object('{"a":{"b":[1,2]}}', '$.a.b[0]'), to_json(named_struct('a', array(1)))`, ["1", '{"a":[1]}']],
    [`from_json('{"a":1}', 'a INT, b STRING'), from_json('[1,2]', 'ARRAY<INT>')[1]`, ['{"a":1,"b":null}', "2"]],
    ["decode(2, 1, 'one', 'other'), iff(true, 1, 2), if(1 > 2, 'a', 'b'), zeroifnull(NULL)", ["other", "1", "b", "0"]],
    [
      "replace('abc', 'b'), rpad('1', 3) || '|', substring_index('a.b.c', '.', 2), startswith('abc', 'a')",
      ["ac", "1  |", "a.b", "true"],
    ],
    ["try_add(2147483647, 1), try_divide(1, 0), try_to_timestamp('x')", [null, null, null]],
    ["round(2.5), bround(2.5), log(10, 100), hex(255)", ["3", "2.0", "2.0", "FF"]],
  ])("SELECT %s", async (expressions, cells) => {
    expect((await run(`SELECT ${expressions}`)).rows).toEqual([cells]);
  });
});

describe("rows made of values", () => {
  it.each<[string, string[], Cells[]]>([
    ["SELECT id FROM range(2)", ["id"], [["0"], ["1"]]],
    ["SELECT * FROM range(1, 5, 2) WHERE id BETWEEN 1 AND 4", ["id"], [["1"], ["3"]]],
    ["SELECT explode(array(1, 2))", ["col"], [["1"], ["2"]]],
    ["SELECT posexplode(array('a'))", ["pos", "col"], [["0", "a"]]],
    ["SELECT inline(array(struct(1 AS a, 'x' AS b)))", ["a", "b"], [["1", "x"]]],
    ["SELECT id, x FROM range(1) LATERAL VIEW explode(array(5, 6)) t AS x WHERE x > 5", ["id", "x"], [["0", "6"]]],
    ["SELECT t.k, v FROM range(1) LATERAL VIEW explode(map('a', 1)) t AS k, v", ["k", "v"], [["a", "1"]]],
    ["SELECT id, x FROM range(1) LATERAL VIEW OUTER explode(array()) AS x", ["id", "x"], [["0", null]]],
    ["SELECT p, x FROM range(1) LATERAL VIEW posexplode(array(9)) t AS p, x", ["p", "x"], [["0", "9"]]],
    ["SELECT * FROM VALUES (1, 'a') AS t(id, name)", ["id", "name"], [["1", "a"]]],
    [
      "SELECT * FROM (VALUES (1, 10)) t(id, q) UNPIVOT (sales FOR quarter IN (q))",
      ["id", "quarter", "sales"],
      [["1", "q", "10"]],
    ],
  ])("%s", async (sql, names, rows) => {
    expect(await run(sql)).toMatchObject({ names, rows });
  });
});

describe("names of columns without alias", () => {
  it.each([
    ["count(*)", "count(1)"],
    ["CAST(id AS STRING)", "id"],
    ["collect_list(id)", "collect_list(id)"],
    ["array(1)", "array(1)"],
    ["CAST(1.5 AS INT)", "int(1.5)"],
    ["concat('a', 'b')", "concat('a', 'b')"],
  ])("%s is %s", async (expression, name) => {
    expect(
      (await run(`SELECT ${expression} FROM range(1)${/\(id/.test(expression) ? " GROUP BY id" : ""}`)).names,
    ).toEqual([name]);
  });
});

it("takes keywords of DuckDB as names of columns", async () => {
  const names = ["at", "end", "desc", "check", "table", "order", "offset", "window", "show", "only"];
  await run(`CREATE TABLE words (${names.map((name) => `${name} INT`).join(", ")})`);
  await run(`INSERT INTO words (${names.join(", ")}) VALUES (${names.map((_, index) => index).join(", ")})`);
  const { rows } = await run(`SELECT at, end, desc, w.order FROM words w WHERE end = 1 AND w.check = 3 ORDER BY desc`);
  expect(rows).toEqual([["0", "1", "2", "5"]]);
});

it("takes a STRING parameter as a number beside an operator", async () => {
  const parameters = [{ name: "n", value: "2" }];
  expect((await run("SELECT 1 + :n, :n || 'x', map('2', 5)[:n]", { parameters })).rows).toEqual([["3", "2x", "5"]]);
});

describe("statements about tables", () => {
  it("overwrite, also with rows of the table itself", async () => {
    await run("CREATE TABLE over (id INT, name STRING)");
    await run("INSERT INTO over VALUES (1, 'a'), (2, 'b')");
    const { names, rows } = await run("INSERT OVERWRITE TABLE over SELECT * FROM over WHERE id = 2");
    expect([names, rows]).toEqual([["num_affected_rows", "num_inserted_rows"], [["1", "1"]]]);
    await run("INSERT OVERWRITE over (name) VALUES ('c')");
    expect((await run("SELECT * FROM over")).rows).toEqual([[null, "c"]]);
    await expect(run("INSERT OVERWRITE over SELECT 'x', 'y'")).rejects.toMatchObject({
      errorClass: "CAST_INVALID_INPUT",
    });
    expect((await run("SELECT * FROM over")).rows).toEqual([[null, "c"]]);
    expect((await run("SHOW TABLES LIKE '*overwrite*'")).rows).toEqual([]);
  });

  it.each([
    "OPTIMIZE kept ZORDER BY (id)",
    "VACUUM kept RETAIN 168 HOURS",
    "ANALYZE TABLE kept COMPUTE STATISTICS FOR ALL COLUMNS",
    "REFRESH TABLE kept",
  ])("%s does nothing", async (sql) => {
    await run("CREATE TABLE IF NOT EXISTS kept (id INT)");
    expect(await run(sql)).toEqual({ names: [], types: [], rows: [] });
  });
});

describe("errors", () => {
  it.each([
    ["SELECT 2147483647 + 1", "ARITHMETIC_OVERFLOW", "22003"],
    ["SELECT CAST('2147483648' AS INT)", "CAST_INVALID_INPUT", "22018"],
    ["SELECT CAST(3e10 AS INT)", "CAST_INVALID_INPUT", "22018"],
    ["SELECT name + 1 FROM VALUES ('a') t(name)", "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", "42K09"],
    ["OPTIMIZE nothing", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
    ["SELECT * FROM main.nowhere.t", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
    ["INSERT OVERWRITE samples.nyctaxi.trips SELECT 1", "INSUFFICIENT_PERMISSIONS", "42501"],
    ["/* */ INSERT INTO samples.nyctaxi.trips SELECT 1", "INSUFFICIENT_PERMISSIONS", "42501"],
  ])("%s is %s", async (sql, errorClass, sqlState) => {
    await expect(run(sql)).rejects.toMatchObject({ name: "SqlError", errorClass, sqlState });
  });
});
