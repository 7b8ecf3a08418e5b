import type { DatabricksClient } from "../../src/client/databricks-client.ts";

/** What a statement answered: rows of cells, or the error's message. */
export interface Answered {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly error: string | undefined;
  readonly sqlState: string | undefined;
}

/** Runs a statement through the statement API on the workspace's first warehouse. */
export async function runSql(
  client: DatabricksClient,
  statement: string,
  where: { readonly catalog?: string; readonly schema?: string } = {},
): Promise<Answered> {
  const { warehouses = [] } = await client.warehouses.list();
  const warehouse_id = warehouses[0]?.id ?? "";
  const request = { warehouse_id, statement, wait_timeout: "50s", ...where };
  const { status, manifest, result } = await client.statementExecution.executeStatement(request);
  return {
    columns: (manifest?.schema?.columns ?? []).map(({ name = "" }) => name),
    rows: (result?.data_array ?? []) as Answered["rows"],
    error: status?.error?.message,
    sqlState: status?.sql_state,
  };
}
