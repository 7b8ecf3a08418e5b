import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { type LocalWorkspace, startLocalWorkspace } from "../../src/local/index.ts";
import { checkedWorkspace } from "./checked-workspace.ts";
import { runSql } from "./run-sql.ts";

let workspace: LocalWorkspace;
let client: DatabricksClient;

beforeAll(async () => {
  workspace = await startLocalWorkspace({ timings: { warehouseStart: 20 } });
  client = new DatabricksClient({ host: workspace.host, token: workspace.token });
});

afterAll(() => workspace.close());

describe("samples", () => {
  it.each([
    ["nyctaxi.trips", "21932"],
    ["tpch.region", "5"],
    ["tpch.nation", "25"],
    ["tpch.supplier", "100"],
    ["tpch.customer", "1500"],
    ["tpch.part", "2000"],
    ["tpch.partsupp", "8000"],
    ["tpch.orders", "15000"],
    ["tpch.lineitem", "60286"],
  ])("have %s with %s rows", async (table, rows) => {
    expect((await runSql(client, `SELECT count(*) FROM samples.${table}`)).rows).toEqual([[rows]]);
  });

  it("tell trips as Databricks does", async () => {
    const { columns = [] } = await client.tables.get({ full_name: "samples.nyctaxi.trips" });
    expect(columns.map(({ name, type_text }) => `${name} ${type_text}`)).toEqual([
      "tpep_pickup_datetime timestamp",
      "tpep_dropoff_datetime timestamp",
      "trip_distance double",
      "fare_amount double",
      "pickup_zip int",
      "dropoff_zip int",
    ]);
  });

  it("join along every foreign key of TPC-H", async () => {
    const { rows } = await runSql(
      client,
      `SELECT count(*) FROM lineitem JOIN orders ON l_orderkey = o_orderkey JOIN customer ON o_custkey = c_custkey
       JOIN partsupp ON l_partkey = ps_partkey AND l_suppkey = ps_suppkey JOIN part ON ps_partkey = p_partkey
       JOIN supplier ON ps_suppkey = s_suppkey JOIN nation ON s_nationkey = n_nationkey
       JOIN region ON n_regionkey = r_regionkey JOIN nation home ON c_nationkey = home.n_nationkey`,
      { catalog: "samples", schema: "tpch" },
    );
    expect(rows).toEqual([["60286"]]);
  });

  it("have plausible values", async () => {
    const trips = `SELECT min(trip_distance) > 0, avg(trip_distance) BETWEEN 1 AND 5, min(fare_amount) >= 2.5,
      bool_and(tpep_dropoff_datetime > tpep_pickup_datetime), min(year(tpep_pickup_datetime)) FROM samples.nyctaxi.trips`;
    expect((await runSql(client, trips)).rows).toEqual([["true", "true", "true", "true", "2016"]]);
    const orders = `SELECT count(DISTINCT o_custkey), min(o_orderdate) >= '1992-01-01', max(o_orderdate) < '1998-09-01',
      min(o_totalprice) > 0 FROM samples.tpch.orders`;
    expect((await runSql(client, orders)).rows).toEqual([["1000", "true", "true", "true"]]);
  });

  it.each([
    "INSERT INTO samples.tpch.region VALUES (9, 'x', 'y')",
    "UPDATE samples.tpch.region SET r_name = 'x'",
    "DELETE FROM samples.nyctaxi.trips",
    "MERGE INTO samples.tpch.region t USING (SELECT 1 AS a) s ON a = r_regionkey WHEN MATCHED THEN DELETE",
    "TRUNCATE TABLE samples.nyctaxi.trips",
    "CREATE TABLE samples.tpch.mine (a INT)",
    "CREATE OR REPLACE VIEW samples.tpch.mine AS SELECT 1",
    "DROP TABLE samples.nyctaxi.trips",
    "DROP SCHEMA samples.tpch CASCADE",
    "ALTER TABLE samples.nyctaxi.trips RENAME TO x",
    "ALTER TABLE samples.nyctaxi.trips ADD COLUMN x INT",
    "COMMENT ON TABLE samples.nyctaxi.trips IS 'x'",
    "GRANT SELECT ON TABLE samples.nyctaxi.trips TO bob",
    "CREATE VOLUME samples.tpch.v",
    "CREATE FUNCTION samples.tpch.f() RETURNS INT RETURN 1",
  ])("refuse %s", async (statement) => {
    expect(await runSql(client, statement)).toMatchObject({
      sqlState: "42501",
      error: expect.stringContaining("INSUFFICIENT_PERMISSIONS"),
    });
  });

  it("are there for the APIs before any statement", async () => {
    const fresh = await checkedWorkspace();
    const { tables = [] } = await fresh.client.tables.list({ catalog_name: "samples", schema_name: "tpch" });
    expect(tables.length).toBe(8);
  });
});
