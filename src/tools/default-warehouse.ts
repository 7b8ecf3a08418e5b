/** The SQL warehouse that the configuration names; an empty variable counts as unset. */
export function defaultWarehouse(): string | undefined {
  return process.env.DATABRICKS_WAREHOUSE_ID || undefined;
}
