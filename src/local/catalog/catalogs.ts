import type { components } from "../../../generated/catalog/types.ts";
import { metastoreId, storageRoot } from "./metastore.ts";
import { checkName, fullName } from "./names.ts";
import { samplesCatalog } from "./samples.ts";
import { SecurableError } from "./securable-error.ts";
import type { Securable, Words } from "./securables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

type CatalogInfo = components["schemas"]["CatalogInfo"];

/** The catalogs in the order of their names. */
export async function listCatalogs(unity: UnityCatalog): Promise<CatalogInfo[]> {
  return (await unity.metadata.catalogs()).map((name) => catalogInfo(unity.securables.of("CATALOG", name)));
}

/** @throws SecurableError when there is none */
export async function getCatalog(unity: UnityCatalog, name: string): Promise<CatalogInfo> {
  const catalog = name.toLowerCase();
  await unity.requireCatalog(catalog);
  return catalogInfo(unity.securables.of("CATALOG", catalog));
}

/** Makes a catalog with a schema named `default`. */
export async function createCatalog(
  unity: UnityCatalog,
  name: string,
  user: string,
  words: Words,
): Promise<CatalogInfo> {
  const catalog = checkName(name);
  if ((await unity.metadata.catalogs()).includes(catalog)) throw new SecurableError("exists", "CATALOG", catalog);
  await unity.engine.attachCatalog(catalog);
  return catalogInfo(unity.securables.create("CATALOG", catalog, user, words));
}

/** Changes what is said of a catalog. */
export async function updateCatalog(
  unity: UnityCatalog,
  name: string,
  user: string,
  words: Words,
): Promise<CatalogInfo> {
  await getCatalog(unity, name);
  refuseChange(name.toLowerCase());
  return catalogInfo(unity.securables.update("CATALOG", name.toLowerCase(), user, words));
}

/**
 * @param force drops what is in it, too
 * @throws SecurableError when there is none, or when it has more than an empty schema `default`
 */
export async function dropCatalog(unity: UnityCatalog, name: string, force: boolean): Promise<void> {
  const catalog = name.toLowerCase();
  await unity.requireCatalog(catalog);
  refuseChange(catalog);
  if (!force && !(await isEmpty(unity, catalog))) throw new SecurableError("not empty", "CATALOG", catalog);
  await unity.engine.detachCatalog(catalog);
  unity.securables.forget("CATALOG", catalog);
}

async function isEmpty(unity: UnityCatalog, catalog: string): Promise<boolean> {
  const schemas = await unity.metadata.schemas(catalog);
  return schemas.every((schema) => schema === "default") && (await isEmptySchema(unity, catalog, "default"));
}

/** Whether a schema has no tables, views, functions and volumes. */
export async function isEmptySchema(unity: UnityCatalog, catalog: string, schema: string): Promise<boolean> {
  const relations = await unity.metadata.relations(catalog, schema);
  const macros = await unity.metadata.macros(catalog, schema);
  return relations.length + macros.length + unity.securables.list("VOLUME", fullName(catalog, schema)).length === 0;
}

const catalogInfo = ({ full_name, id, owner, comment, properties, ...entry }: Securable): CatalogInfo => ({
  name: full_name,
  full_name,
  catalog_type: full_name === samplesCatalog ? "SYSTEM_CATALOG" : "MANAGED_CATALOG",
  securable_type: "CATALOG",
  isolation_mode: "OPEN",
  metastore_id: metastoreId,
  storage_root: storageRoot,
  storage_location: `${storageRoot}/catalogs/${id}`,
  owner,
  ...(comment !== undefined && { comment }),
  ...(properties && { properties }),
  ...times(entry),
});

/** When and by whom a securable was made and changed. */
export const times = ({
  created_at,
  created_by,
  updated_at,
  updated_by,
}: Pick<Securable, "created_at" | "created_by" | "updated_at" | "updated_by">): Pick<
  Securable,
  "created_at" | "created_by" | "updated_at" | "updated_by"
> => ({ created_at, created_by, updated_at, updated_by });
