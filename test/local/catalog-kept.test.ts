import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { Securables } from "../../src/local/catalog/securables.ts";
import { type LocalWorkspace, startLocalWorkspace } from "../../src/local/index.ts";
import { Store } from "../../src/local/store.ts";
import { checkedWorkspace } from "./checked-workspace.ts";
import { runSql } from "./run-sql.ts";

async function dataDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "catalog-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function workspaceToClose(data: string): Promise<LocalWorkspace & { readonly client: DatabricksClient }> {
  const workspace = await startLocalWorkspace({ data, timings: { warehouseStart: 20 } });
  return { ...workspace, client: new DatabricksClient({ host: workspace.host, token: workspace.token }) };
}

it("keeps catalogs, tables and what is said of them across restarts", async () => {
  const data = await dataDirectory();
  const before = await workspaceToClose(data);
  await before.client.catalogs.create({ name: "dev", comment: "kept" });
  await runSql(before.client, "CREATE TABLE dev.default.t COMMENT 'mine' AS SELECT 1 AS a");
  const { table_id } = await before.client.tables.get({ full_name: "dev.default.t" });
  await before.close();
  const { client } = await checkedWorkspace({ data });
  expect(await client.catalogs.get({ name: "dev" })).toMatchObject({ comment: "kept" });
  expect(await client.tables.get({ full_name: "dev.default.t" })).toMatchObject({ table_id, comment: "mine" });
  expect((await runSql(client, "SELECT a FROM dev.default.t")).rows).toEqual([["1"]]);
});

it("heals when a process was killed between a drop in DuckDB and the forgetting of its words, or before they were written", async () => {
  const data = await dataDirectory();
  const before = await workspaceToClose(data);
  await runSql(before.client, "CREATE TABLE gone (a INT)");
  await runSql(before.client, "CREATE TABLE silent (a INT)");
  await before.client.tables.delete({ full_name: "main.default.gone" });
  await before.close();
  const store = new Store(join(data, "workspace.db"));
  const securables = new Securables(store);
  securables.create("TABLE", "main.default.gone", "ghost", { comment: "of the dropped" });
  securables.create("VOLUME", "main.gone.v", "ghost");
  securables.forget("TABLE", "main.default.silent");
  store.close();
  const { client } = await checkedWorkspace({ data });
  expect(await client.tables.exists({ full_name: "main.default.gone" })).toEqual({ table_exists: false });
  await runSql(client, "CREATE SCHEMA main.gone");
  expect((await runSql(client, "SHOW VOLUMES IN main.gone")).rows).toEqual([]);
  expect(await client.tables.get({ full_name: "main.default.silent" })).toMatchObject({ owner: "me@local" });
});
