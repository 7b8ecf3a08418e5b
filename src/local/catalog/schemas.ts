import type { components } from "../../../generated/catalog/types.ts";
import { isEmptySchema, times } from "./catalogs.ts";
import { metastoreId, storageRoot } from "./metastore.ts";
import { checkName, duckDbPath, fullName } from "./names.ts";
import { samplesCatalog } from "./samples.ts";
import { SecurableError } from "./securable-error.ts";
import type { Securable, Words } from "./securables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

type SchemaInfo = components["schemas"]["SchemaInfo"];

/** A schema's catalog and name. */
export type SchemaPath = readonly [catalog: string, schema: string];

/** @throws SecurableError when there is no such catalog */
export async function listSchemas(unity: UnityCatalog, catalog: string): Promise<SchemaInfo[]> {
  await unity.requireCatalog(catalog);
  const names = await unity.schemas(catalog);
  return names.map((name) => schemaInfo(unity.securables.of("SCHEMA", fullName(catalog, name))));
}

/** @throws SecurableError when there is none */
export async function getSchema(unity: UnityCatalog, [catalog, schema]: SchemaPath): Promise<SchemaInfo> {
  await unity.requireSchema(catalog, schema);
  return schemaInfo(unity.securables.of("SCHEMA", fullName(catalog, schema)));
}

/** @throws SecurableError when there is one of that name, or no such catalog */
export async function createSchema(
  unity: UnityCatalog,
  [catalog, name]: SchemaPath,
  user: string,
  words: Words,
): Promise<SchemaInfo> {
  const schema = checkName(name);
  await unity.requireCatalog(catalog);
  refuseChange(catalog);
  const path = fullName(catalog, schema);
  if ((await unity.schemas(catalog)).includes(schema)) throw new SecurableError("exists", "SCHEMA", path);
  await unity.engine.query(`CREATE SCHEMA ${duckDbPath(catalog, schema)}`);
  return schemaInfo(unity.securables.create("SCHEMA", path, user, words));
}

/** Changes what is said of a schema. */
export async function updateSchema(
  unity: UnityCatalog,
  [catalog, schema]: SchemaPath,
  user: string,
  words: Words,
): Promise<SchemaInfo> {
  await unity.requireSchema(catalog, schema);
  refuseChange(catalog, schema);
  return schemaInfo(unity.securables.update("SCHEMA", fullName(catalog, schema), user, words));
}

/**
 * @param force drops what is in it, too
 * @throws SecurableError when there is none, or when it is not empty
 */
export async function dropSchema(unity: UnityCatalog, [catalog, schema]: SchemaPath, force: boolean): Promise<void> {
  await unity.requireSchema(catalog, schema);
  refuseChange(catalog, schema);
  const path = fullName(catalog, schema);
  if (!force && !(await isEmptySchema(unity, catalog, schema))) throw new SecurableError("not empty", "SCHEMA", path);
  await unity.engine.query(`DROP SCHEMA ${duckDbPath(catalog, schema)} CASCADE`);
  unity.securables.forget("SCHEMA", path);
}

function schemaInfo({ full_name, id, owner, comment, properties, ...entry }: Securable): SchemaInfo {
  const [catalog_name = "", name = ""] = full_name.split(".");
  return {
    name,
    catalog_name,
    full_name,
    schema_id: id,
    catalog_type: catalog_name === samplesCatalog ? "SYSTEM_CATALOG" : "MANAGED_CATALOG",
    metastore_id: metastoreId,
    storage_root: storageRoot,
    storage_location: `${storageRoot}/schemas/${id}`,
    owner,
    ...(comment !== undefined && { comment }),
    ...(properties && { properties }),
    ...times(entry),
  };
}
