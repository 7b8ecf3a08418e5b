import { describe, expect, it } from "vitest";
import { checkedWorkspace } from "./checked-workspace.ts";

describe("warehouses", () => {
  it("begin with one that is stopped", async () => {
    const { client } = await checkedWorkspace();
    const { warehouses = [] } = await client.warehouses.list();
    expect(warehouses).toMatchObject([{ name: "Local Warehouse", state: "STOPPED", num_clusters: 0 }]);
  });

  it("start, and show it", async () => {
    const { client } = await checkedWorkspace({ timings: { warehouseStart: 600_000 } });
    const { id = "" } = await client.warehouses.create({ name: "mine", cluster_size: "Small" });
    expect(await client.warehouses.get({ id })).toMatchObject({ state: "STARTING", num_clusters: 0 });
    await client.warehouses.stop({ id });
    expect(await client.warehouses.get({ id })).toMatchObject({ state: "STOPPING" });
  });

  it("run once they have started, and stop", async () => {
    const { client } = await checkedWorkspace();
    const { id = "" } = await client.warehouses.create({ name: "mine" });
    expect(await client.warehouses.start.wait({ id })).toMatchObject({ state: "RUNNING", num_clusters: 1 });
    expect(await client.warehouses.stop.wait({ id })).toMatchObject({ state: "STOPPED", num_clusters: 0 });
  });

  it("are edited and deleted", async () => {
    const { client } = await checkedWorkspace();
    const { id = "" } = await client.warehouses.create({ name: "mine" });
    await client.warehouses.edit({ id, name: "yours", auto_stop_mins: 5 });
    const warehouse = await client.warehouses.get({ id });
    expect(warehouse).toMatchObject({
      name: "yours",
      auto_stop_mins: 5,
      cluster_size: "2X-Small",
      creator_name: "me@local",
    });
    expect(warehouse.odbc_params?.path).toBe(`/sql/1.0/warehouses/${id}`);
    await client.warehouses.delete({ id });
    await expect(client.warehouses.get({ id })).rejects.toMatchObject({ status: 404 });
  });

  it.each<[string, object]>([
    ["without a name", {}],
    ["with a name that is taken", { name: "Local Warehouse" }],
  ])("are not made %s", async (_, settings) => {
    const { client } = await checkedWorkspace();
    await expect(client.warehouses.create(settings)).rejects.toMatchObject({ status: 400 });
  });

  it("have a configuration in common", async () => {
    const { client } = await checkedWorkspace();
    await client.warehouses.setWorkspaceWarehouseConfig({ security_policy: "DATA_ACCESS_CONTROL" });
    expect(await client.warehouses.getWorkspaceWarehouseConfig()).toMatchObject({
      security_policy: "DATA_ACCESS_CONTROL",
      enable_serverless_compute: true,
    });
  });
});
