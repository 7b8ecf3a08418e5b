import { describe, expect, it } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { checkedWorkspace, sharedWorkspace } from "./checked-workspace.ts";
import { runSql } from "./run-sql.ts";

async function names<Item extends { readonly name?: string }>(items: AsyncIterable<Item>): Promise<string[]> {
  const found: string[] = [];
  for await (const { name = "" } of items) found.push(name);
  return found;
}

const inDefault = { catalog_name: "main", schema_name: "default" };

const untouched = sharedWorkspace();

describe("metastores", () => {
  it("tell the one metastore and its default catalog", async () => {
    const { client } = await untouched();
    const { metastore_id } = await client.metastores.current();
    expect(await client.metastores.summary()).toMatchObject({ metastore_id, name: "local" });
    expect(await client.metastores.current()).toMatchObject({ default_catalog_name: "main" });
  });
});

describe("catalogs", () => {
  it("are made with a schema, changed, listed and deleted", async () => {
    const { client } = await checkedWorkspace();
    const made = await client.catalogs.create({ name: "Dev", comment: "to try", properties: { a: "b" } });
    expect(made).toMatchObject({ name: "dev", owner: "me@local", comment: "to try", catalog_type: "MANAGED_CATALOG" });
    expect(await names(client.schemas.list.all({ catalog_name: "dev" }))).toEqual(["default", "information_schema"]);
    await client.catalogs.update({ name: "dev", owner: "bob", comment: "tried" });
    expect(await client.catalogs.get({ name: "dev" })).toMatchObject({
      owner: "bob",
      comment: "tried",
      properties: { a: "b" },
    });
    expect(await names(client.catalogs.list.all())).toEqual(["dev", "main", "samples"]);
    await client.catalogs.delete({ name: "dev" });
    expect(await names(client.catalogs.list.all())).toEqual(["main", "samples"]);
  });

  it.each<[string, (client: DatabricksClient) => Promise<unknown>, number, string]>([
    ["a missing catalog", (client) => client.catalogs.get({ name: "nope" }), 404, "CATALOG_DOES_NOT_EXIST"],
    ["a second one of a name", (client) => client.catalogs.create({ name: "main" }), 400, "CATALOG_ALREADY_EXISTS"],
    ["a name with a period", (client) => client.catalogs.create({ name: "a.b" }), 400, "INVALID_PARAMETER_VALUE"],
    ["a full one without force", (client) => client.catalogs.delete({ name: "main" }), 400, "CATALOG_NOT_EMPTY"],
    ["samples", (client) => client.catalogs.delete({ name: "samples", force: true }), 403, "PERMISSION_DENIED"],
    ["a missing schema", (client) => client.schemas.get({ full_name: "main.nope" }), 404, "SCHEMA_DOES_NOT_EXIST"],
    ["a name of one part", (client) => client.schemas.get({ full_name: "main" }), 400, "INVALID_PARAMETER_VALUE"],
    [
      "a schema of a missing catalog",
      (client) => client.schemas.create({ catalog_name: "nope", name: "s" }),
      404,
      "CATALOG_DOES_NOT_EXIST",
    ],
    [
      "a second schema of a name",
      (client) => client.schemas.create({ catalog_name: "main", name: "Default" }),
      400,
      "SCHEMA_ALREADY_EXISTS",
    ],
    ["a missing table", (client) => client.tables.get({ full_name: "main.default.nope" }), 404, "TABLE_DOES_NOT_EXIST"],
    [
      "a missing volume",
      (client) => client.volumes.read({ name: "main.default.nope" }),
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ],
    [
      "a missing function",
      (client) => client.functions.get({ name: "main.default.nope" }),
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ],
    [
      "an unknown kind of securable",
      (client) => client.grants.get({ securable_type: "share", full_name: "x" }),
      400,
      "INVALID_PARAMETER_VALUE",
    ],
  ])("refuse %s", async (_, act, status, errorCode) => {
    const { client } = await untouched();
    await expect(act(client)).rejects.toMatchObject({ status, errorCode });
  });
});

describe("schemas", () => {
  it("are made by the API for SQL, and are not deleted with what is in them unless forced", async () => {
    const { client } = await checkedWorkspace();
    expect(await client.schemas.create({ catalog_name: "main", name: "s", comment: "c" })).toMatchObject({
      full_name: "main.s",
    });
    await runSql(client, "CREATE TABLE main.s.t AS SELECT 1 AS a");
    const deletion = client.schemas.delete({ full_name: "main.s" });
    await expect(deletion).rejects.toMatchObject({ errorCode: "SCHEMA_NOT_EMPTY" });
    await client.schemas.delete({ full_name: "main.s", force: true });
    expect(await runSql(client, "SELECT * FROM main.s.t")).toMatchObject({ sqlState: expect.stringMatching(/^42/) });
  });
});

describe("tables", () => {
  const statement = `CREATE TABLE main.default.Trips (Id BIGINT NOT NULL COMMENT 'key', fare DECIMAL(10,2),
    stops ARRAY<STRUCT<at: TIMESTAMP, zip: INT>>) COMMENT 'Rides' TBLPROPERTIES ('source' = 'here')`;

  it("that SQL made have columns, comments and properties", async () => {
    const { client } = await checkedWorkspace();
    await runSql(client, statement);
    expect(await client.tables.exists({ full_name: "main.default.trips" })).toEqual({ table_exists: true });
    const { columns = [], ...table } = await client.tables.get({ full_name: "main.default.trips" });
    expect(table).toMatchObject({
      name: "trips",
      table_type: "MANAGED",
      data_source_format: "DELTA",
      comment: "Rides",
      properties: { source: "here" },
      owner: "me@local",
      created_by: "me@local",
    });
    expect(columns.map(({ type_json: _, ...column }) => column)).toEqual([
      {
        name: "Id",
        type_name: "LONG",
        type_text: "bigint",
        type_precision: 0,
        type_scale: 0,
        nullable: false,
        position: 0,
        comment: "key",
      },
      {
        name: "fare",
        type_name: "DECIMAL",
        type_text: "decimal(10,2)",
        type_precision: 10,
        type_scale: 2,
        nullable: true,
        position: 1,
      },
      {
        name: "stops",
        type_name: "ARRAY",
        type_text: "array<struct<at:timestamp,zip:int>>",
        type_precision: 0,
        type_scale: 0,
        nullable: true,
        position: 2,
      },
    ]);
    expect(JSON.parse(columns[0]?.type_json ?? "")).toEqual({
      name: "Id",
      type: "long",
      nullable: false,
      metadata: { comment: "key" },
    });
  });

  it("keep their id while they live, and have another when they are made anew", async () => {
    const { client } = await checkedWorkspace();
    const full_name = "main.default.t";
    await runSql(client, "CREATE TABLE t (a INT) COMMENT 'old'");
    const first = await client.tables.get({ full_name });
    await client.tables.update({ full_name, owner: "bob" });
    expect(await client.tables.get({ full_name })).toMatchObject({ table_id: first.table_id, owner: "bob" });
    await client.tables.delete({ full_name });
    expect(await client.tables.exists({ full_name })).toEqual({ table_exists: false });
    await runSql(client, "CREATE TABLE t (a INT)");
    const { comment, owner, table_id } = await client.tables.get({ full_name });
    expect({ comment, owner }).toEqual({ comment: undefined, owner: "me@local" });
    expect(table_id).not.toBe(first.table_id);
  });

  it("are listed in pages, whole or in short", async () => {
    const { client } = await checkedWorkspace();
    for (const name of ["a1", "a2", "b1"]) await runSql(client, `CREATE TABLE ${name} (x INT)`);
    await runSql(client, "CREATE VIEW b2 AS SELECT x FROM a1");
    const first = await client.tables.list({ ...inDefault, max_results: 3, omit_columns: true });
    expect(first).toMatchObject({
      tables: [{ name: "a1" }, { name: "a2" }, { name: "b1" }],
      next_page_token: expect.any(String),
    });
    expect(first.tables?.[0]).not.toHaveProperty("columns");
    expect(await names(client.tables.list.all({ ...inDefault, max_results: 3 }))).toEqual(["a1", "a2", "b1", "b2"]);
    const summaries = { catalog_name: "main", schema_name_pattern: "def%", table_name_pattern: "b_" };
    expect(await client.tables.listSummaries(summaries)).toEqual({
      tables: [
        { full_name: "main.default.b1", table_type: "MANAGED" },
        { full_name: "main.default.b2", table_type: "VIEW" },
      ],
    });
    expect(await client.tables.get({ full_name: "main.default.b2" })).toMatchObject({
      view_definition: "SELECT x FROM a1",
    });
  });
});

describe("volumes", () => {
  it("are made, renamed, listed and deleted", async () => {
    const { client } = await checkedWorkspace();
    const made = await client.volumes.create({ ...inDefault, name: "raw", volume_type: "MANAGED", comment: "c" });
    expect(made).toMatchObject({
      full_name: "main.default.raw",
      volume_type: "MANAGED",
      storage_location: expect.any(String),
    });
    const again = client.volumes.create({ ...inDefault, name: "raw", volume_type: "MANAGED" });
    await expect(again).rejects.toMatchObject({ status: 409, errorCode: "RESOURCE_ALREADY_EXISTS" });
    const renamed = await client.volumes.update({ name: "main.default.raw", new_name: "cooked", owner: "bob" });
    expect(renamed).toMatchObject({ name: "cooked", volume_id: made.volume_id, owner: "bob", comment: "c" });
    expect((await runSql(client, "SHOW VOLUMES LIKE 'c*'")).rows).toEqual([["default", "cooked"]]);
    await client.volumes.delete({ name: "main.default.cooked" });
    expect(await names(client.volumes.list.all(inDefault))).not.toContain("cooked");
  });

  it("hold files as long as they live", async () => {
    const { client } = await checkedWorkspace();
    const file_path = "/Volumes/main/default/raw/a.txt";
    await client.volumes.create({ ...inDefault, name: "raw", volume_type: "MANAGED" });
    await client.files.upload({ file_path, contents: Buffer.from("x") });
    expect(await client.files.getMetadata({ file_path })).toMatchObject({ "content-length": 1 });
    await client.volumes.delete({ name: "main.default.raw" });
    await expect(client.files.getMetadata({ file_path })).rejects.toMatchObject({ status: 404 });
  });
});

describe("functions", () => {
  const parameter = { name: "x", type_name: "INT", type_text: "int", position: 0 };
  const draft = {
    ...inDefault,
    name: "twice",
    specific_name: "twice",
    data_type: "LONG",
    full_data_type: "BIGINT",
    input_params: { parameters: [parameter] },
    routine_body: "SQL",
    routine_definition: "x * 2",
    parameter_style: "S",
    is_deterministic: true,
    is_null_call: false,
    security_type: "DEFINER",
    sql_data_access: "CONTAINS_SQL",
  };

  it("that the API makes can be called, and those that SQL makes are listed", async () => {
    const { client } = await checkedWorkspace();
    await client.functions.create({ function_info: draft });
    expect((await runSql(client, "SELECT main.default.twice(21)")).rows).toEqual([["42"]]);
    await runSql(client, "CREATE FUNCTION rows_of(n INT) RETURNS TABLE (a INT) RETURN SELECT n AS a");
    expect((await runSql(client, "SELECT a FROM main.default.rows_of(7)")).rows).toEqual([["7"]]);
    expect(await names(client.functions.list.all(inDefault))).toEqual(["rows_of", "twice"]);
    expect(await client.functions.get({ name: "main.default.rows_of" })).toMatchObject({
      data_type: "TABLE_TYPE",
      routine_definition: "SELECT n AS a",
      input_params: { parameters: [{ name: "n", type_name: "INT" }] },
    });
    await client.functions.delete({ name: "main.default.twice" });
    expect((await runSql(client, "SELECT main.default.twice(21)")).error).toContain("twice");
  });

  it("are refused when they are no SQL", async () => {
    const { client } = await checkedWorkspace();
    const external = client.functions.create({ function_info: { ...draft, routine_body: "EXTERNAL" } });
    await expect(external).rejects.toMatchObject({ status: 501 });
    const wrong = client.functions.create({ function_info: { ...draft, routine_definition: "x +" } });
    await expect(wrong).rejects.toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
  });
});

describe("grants", () => {
  it("are inherited from the catalog and the schema", async () => {
    const { client } = await checkedWorkspace();
    await runSql(client, "CREATE TABLE t (a INT)");
    const grant = (securable_type: string, full_name: string, principal: string, add: string[]) =>
      client.grants.update({ securable_type, full_name, changes: [{ principal, add }] });
    await grant("catalog", "main", "analysts", ["USE_CATALOG", "SELECT"]);
    await grant("schema", "main.default", "analysts", ["MODIFY"]);
    const granted = await grant("table", "main.default.t", "bob", ["SELECT"]);
    expect(granted).toEqual({ privilege_assignments: [{ principal: "bob", privileges: ["SELECT"] }] });
    expect(await client.grants.get({ securable_type: "TABLE", full_name: "main.default.t" })).toEqual(granted);
    expect(await client.grants.getEffective({ securable_type: "table", full_name: "main.default.t" })).toEqual({
      privilege_assignments: [
        { principal: "bob", privileges: [{ privilege: "SELECT" }] },
        {
          principal: "analysts",
          privileges: [
            { privilege: "MODIFY", inherited_from_type: "SCHEMA", inherited_from_name: "main.default" },
            { privilege: "SELECT", inherited_from_type: "CATALOG", inherited_from_name: "main" },
          ],
        },
      ],
    });
  });

  it("are revoked, and refused where they mean nothing", async () => {
    const { client } = await checkedWorkspace();
    const target = { securable_type: "catalog", full_name: "main" };
    const changes = [
      { principal: "bob", add: ["USE_CATALOG", "USE_SCHEMA"] },
      { principal: "bob", remove: ["USE_SCHEMA"] },
    ];
    const { privilege_assignments } = await client.grants.update({ ...target, changes });
    expect(privilege_assignments).toEqual([{ principal: "bob", privileges: ["USE_CATALOG"] }]);
    const wrong = client.grants.update({ ...target, changes: [{ principal: "bob", add: ["CREATE_CATALOG"] }] });
    await expect(wrong).rejects.toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
  });
});
