import type { components } from "../../../generated/catalog/types.ts";
import { workspaceId } from "../http-server.ts";
import { admin } from "../principals.ts";
import type { UnityCatalog } from "./unity-catalog.ts";

type Schemas = components["schemas"];

/** The one metastore of the local workspace. */
export const metastoreId = "00000000-0000-4000-8000-000000000001";

const metastoreName = "local";

/** Where managed data would lie; nothing can be read there but through the workspace. */
export const storageRoot = "local://metastore";

/** Which metastore and which catalog the workspace has by default. */
export const currentMetastore = (): Schemas["MetastoreAssignment"] => ({
  metastore_id: metastoreId,
  workspace_id: Number(workspaceId),
  default_catalog_name: "main",
});

/** What is known of the metastore. */
export function metastoreSummary(unity: UnityCatalog): Schemas["GetMetastoreSummaryResponse"] {
  const { created_at, updated_at } = unity.securables.of("METASTORE", metastoreName);
  return {
    metastore_id: metastoreId,
    global_metastore_id: `local:local:${metastoreId}`,
    name: metastoreName,
    cloud: "local",
    region: "local",
    owner: admin.userName,
    storage_root: `${storageRoot}/${metastoreId}`,
    privilege_model_version: "1.0",
    delta_sharing_scope: "INTERNAL",
    external_access_enabled: false,
    created_at,
    created_by: admin.userName,
    updated_at,
    updated_by: admin.userName,
  };
}
