import type { DatabricksClient } from "../../client/databricks-client.ts";
import { ArgumentError } from "../../errors/argument-error.ts";
import type { CallOptions } from "../../http/caller.ts";

const SHOWN = 20;
const gone: ReadonlySet<string> = new Set(["DELETED", "DELETING"]);

/**
 * The SQL warehouse to use: the one given. Without one it asks which there are, and says so.
 *
 * @throws ArgumentError that lists usable warehouses, running ones first
 */
export async function chooseWarehouse(
  client: Pick<DatabricksClient, "warehouses">,
  given: string | undefined,
  options: CallOptions,
): Promise<string> {
  if (given) return given;
  const { warehouses = [] } = await client.warehouses.list({}, options);
  const usable = warehouses
    .filter(({ state = "" }) => !gone.has(state))
    .sort((a, b) => Number(b.state === "RUNNING") - Number(a.state === "RUNNING"))
    .map(({ name, id, state }) => `${name} (${id}, ${state})`);
  const list = usable.length > 0 ? usable.slice(0, SHOWN).join("; ") : "none; ask an administrator for access to one";
  const more = usable.length > SHOWN ? `; and ${usable.length - SHOWN} more` : "";
  throw new ArgumentError(
    "warehouse_id",
    "is missing, and DATABRICKS_WAREHOUSE_ID sets no default",
    `Pass the id of one of these SQL warehouses: ${list}${more}.`,
  );
}
