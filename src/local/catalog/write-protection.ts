import { SqlError } from "../sql/sql-error.ts";
import { samplesCatalog } from "./samples.ts";
import { CatalogError } from "./securable-error.ts";

/** The schema of every catalog that describes it. */
export const informationSchema = "information_schema";

/**
 * Keeps samples and information_schema as they are.
 *
 * @throws CatalogError when it is one of them
 */
export function refuseChange(catalog: string, schema?: string): void {
  if (catalog.toLowerCase() === samplesCatalog) throw protectedError(catalog);
  if (schema?.toLowerCase() === informationSchema) throw protectedError(`${catalog}.${schema}`);
}

function protectedError(name: string): CatalogError {
  const message = `'${name}' comes with the workspace and cannot be changed.`;
  const sqlError = new SqlError("INSUFFICIENT_PERMISSIONS", "42501", message);
  return new CatalogError(403, "PERMISSION_DENIED", message, sqlError);
}
