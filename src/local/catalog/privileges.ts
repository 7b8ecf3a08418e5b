import type { SecurableType } from "./securable-error.ts";

const everywhere = ["ALL_PRIVILEGES", "MANAGE"];
const onTables = ["SELECT", "MODIFY", "APPLY_TAG"];
const onVolumes = ["READ_VOLUME", "WRITE_VOLUME", "APPLY_TAG"];
const onFunctions = ["EXECUTE"];
const onSchemas = [
  ...["USE_SCHEMA", "CREATE_TABLE", "CREATE_VOLUME", "CREATE_FUNCTION", "CREATE_MODEL", "CREATE_MATERIALIZED_VIEW"],
  ...["EXTERNAL_USE_SCHEMA", "REFRESH", ...onTables, ...onVolumes, ...onFunctions],
];

/** Which privileges can be granted on what: https://docs.databricks.com/en/data-governance/unity-catalog/manage-privileges/privileges.html */
const applicable: Readonly<Record<SecurableType, ReadonlySet<string>>> = {
  METASTORE: new Set([
    ...["CREATE_CATALOG", "CREATE_CLEAN_ROOM", "CREATE_CONNECTION", "CREATE_EXTERNAL_LOCATION", "CREATE_PROVIDER"],
    ...[
      "CREATE_RECIPIENT",
      "CREATE_SERVICE_CREDENTIAL",
      "CREATE_SHARE",
      "CREATE_STORAGE_CREDENTIAL",
      "MANAGE_ALLOWLIST",
    ],
    ...["SET_SHARE_PERMISSION", "USE_MARKETPLACE_ASSETS", "USE_PROVIDER", "USE_RECIPIENT", "USE_SHARE"],
  ]),
  CATALOG: new Set([...everywhere, "USE_CATALOG", "CREATE_SCHEMA", "BROWSE", ...onSchemas]),
  SCHEMA: new Set([...everywhere, ...onSchemas]),
  TABLE: new Set([...everywhere, ...onTables]),
  VOLUME: new Set([...everywhere, ...onVolumes]),
  FUNCTION: new Set([...everywhere, ...onFunctions]),
};

/** Whether a privilege says something about a kind of securable, granted on it or inherited. */
export const isApplicable = (privilege: string, type: SecurableType): boolean => applicable[type].has(privilege);
