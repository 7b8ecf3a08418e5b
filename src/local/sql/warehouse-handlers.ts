import type { components } from "../../../generated/sql/types.ts";
import type { Handlers } from "../handlers.ts";
import { page } from "../page.ts";
import type { Workspace } from "../workspace.ts";
import type { Warehouse, Warehouses } from "./warehouses.ts";

type Config = components["schemas"]["SetWorkspaceWarehouseConfigRequest"];

/** The API `warehouses`. */
export function warehouseHandlers(workspace: Workspace, warehouses: Warehouses): Handlers<"warehouses"> {
  const config = workspace.store.collection<Config>("warehouse-config");
  const shown = (warehouse: Warehouse) => endpointInfo(workspace, warehouses, warehouse);
  return {
    create: (settings, { user }) => ({ id: warehouses.create(settings, user.userName).id }),
    edit: ({ id, ...settings }) => warehouses.edit(id, settings),
    get: ({ id }) => shown(warehouses.get(id)),
    list: ({ page_size = 1_000, page_token }) =>
      page("warehouses", warehouses.list().map(shown), page_size, page_token),
    start: ({ id }) => warehouses.start(id),
    stop: ({ id }) => warehouses.stop(id),
    delete: ({ id }) => warehouses.delete(id),
    getWorkspaceWarehouseConfig: () => ({
      security_policy: "NONE",
      enable_serverless_compute: true,
      enabled_warehouse_types: [
        { warehouse_type: "CLASSIC", enabled: true },
        { warehouse_type: "PRO", enabled: true },
      ],
      ...config.get("config"),
    }),
    setWorkspaceWarehouseConfig: (given) => config.put("config", given),
  };
}

function endpointInfo({ host }: Workspace, warehouses: Warehouses, warehouse: Warehouse) {
  const { id, settings } = warehouse;
  const state = warehouses.stateOf(warehouse);
  const { hostname, port } = new URL(host);
  const path = `/sql/1.0/warehouses/${id}`;
  return {
    id,
    ...settings,
    state,
    num_clusters: state === "RUNNING" ? 1 : 0,
    num_active_sessions: warehouses.activeOn(id),
    jdbc_url: `jdbc:databricks://${hostname}:${port}/default;transportMode=http;httpPath=${path};`,
    odbc_params: { hostname, path, port: Number(port), protocol: "http" },
    health: { status: "HEALTHY" as const },
  };
}
