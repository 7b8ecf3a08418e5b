import type { components } from "../../../generated/catalog/types.ts";
import type { Handlers } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import { page } from "../page.ts";
import { SqlError } from "../sql/sql-error.ts";
import { createCatalog, dropCatalog, getCatalog, listCatalogs, updateCatalog } from "./catalogs.ts";
import { createFunction, dropFunction, type FunctionInfo, getFunction, listFunctions } from "./functions.ts";
import { changeGrants, directGrants, effectiveGrants, targetOf } from "./grants.ts";
import { currentMetastore, metastoreSummary } from "./metastore.ts";
import { fullName, splitName } from "./names.ts";
import { createSchema, dropSchema, getSchema, listSchemas, type SchemaPath, updateSchema } from "./schemas.ts";
import type { Words } from "./securables.ts";
import { matchesLike } from "./sql-pattern.ts";
import { dropTable, getTable, listTables, type ObjectPath, type TableInfo, updateTable } from "./tables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { createVolume, dropVolume, getVolume, listVolumes, renameVolume, updateVolume } from "./volumes.ts";

type CreateFunction = components["schemas"]["CreateFunction"];

/** The Unity Catalog, opened when the first request needs it. */
export type OpenUnity = () => Promise<UnityCatalog>;

/** How many items a page has when nobody says, and at most. */
const pageSize = (asked: number | undefined, most: number): number => Math.min(asked || most, most);

const schemaPath = (name: string): SchemaPath => {
  const [catalog = "", schema = ""] = splitName(name, 2);
  return [catalog, schema];
};

const objectPath = (name: string): ObjectPath => {
  const [catalog = "", schema = "", object = ""] = splitName(name, 3);
  return [catalog, schema, object];
};

const lower = (...names: readonly string[]): string[] => names.map((name) => name.toLowerCase());

/** What a request says of a securable; undefined fields say nothing. */
function wordsOf({ comment, owner, properties }: Words): Words {
  return { ...(comment !== undefined && { comment }), ...(owner && { owner }), ...(properties && { properties }) };
}

function refuseNewName(newName: string | undefined, name: string): void {
  if (newName === undefined || newName.toLowerCase() === name.toLowerCase()) return;
  throw new LocalError(501, "NOT_IMPLEMENTED", "The local workspace does not rename catalogs and schemas.");
}

/** The metastore of the workspace. */
export const metastoreHandlers = (open: OpenUnity): Handlers<"metastores"> => ({
  current: () => currentMetastore(),
  summary: async () => metastoreSummary(await open()),
});

/** Catalogs. */
export const catalogHandlers = (open: OpenUnity): Handlers<"catalogs"> => ({
  list: async ({ max_results, page_token }) =>
    page("catalogs", await listCatalogs(await open()), pageSize(max_results, 1000), page_token),
  get: async ({ name }) => getCatalog(await open(), name),
  create: async ({ name, ...words }, { user }) => createCatalog(await open(), name, user.userName, wordsOf(words)),
  update: async ({ name, new_name, ...words }, { user }) => {
    refuseNewName(new_name, name);
    return updateCatalog(await open(), name, user.userName, wordsOf(words));
  },
  delete: async ({ name, force }) => dropCatalog(await open(), name, force ?? false),
});

/** Schemas. */
export const schemaHandlers = (open: OpenUnity): Handlers<"schemas"> => ({
  list: async ({ catalog_name, max_results, page_token }) =>
    page(
      "schemas",
      await listSchemas(await open(), catalog_name.toLowerCase()),
      pageSize(max_results, 1000),
      page_token,
    ),
  get: async ({ full_name }) => getSchema(await open(), schemaPath(full_name)),
  create: async ({ catalog_name, name, ...words }, { user }) =>
    createSchema(await open(), [catalog_name.toLowerCase(), name], user.userName, wordsOf(words)),
  update: async ({ full_name, new_name, ...words }, { user }) => {
    refuseNewName(new_name, full_name.split(".")[1] ?? "");
    return updateSchema(await open(), schemaPath(full_name), user.userName, wordsOf(words));
  },
  delete: async ({ full_name, force }) => dropSchema(await open(), schemaPath(full_name), force ?? false),
});

/** Tables and views; SQL makes them. */
export const tableHandlers = (open: OpenUnity): Handlers<"tables"> => ({
  list: async ({ max_results, page_token, omit_columns, omit_properties, omit_username, ...where }) => {
    const [catalog = "", schema = ""] = lower(where.catalog_name, where.schema_name);
    const tables = await listTables(await open(), [catalog, schema]);
    const omitted = {
      columns: omit_columns,
      properties: omit_properties,
      owner: omit_username,
      created_by: omit_username,
      updated_by: omit_username,
    };
    return page(
      "tables",
      tables.map((table) => without(table, omitted)),
      pageSize(max_results, 50),
      page_token,
    );
  },
  listSummaries: async ({ catalog_name, schema_name_pattern, table_name_pattern, max_results, page_token }) => {
    const unity = await open();
    const catalog = catalog_name.toLowerCase();
    await unity.requireCatalog(catalog);
    const summaries = [];
    for (const schema of await unity.schemas(catalog)) {
      if (!matchesLike(schema, schema_name_pattern)) continue;
      for (const { name, isView } of await unity.metadata.relations(catalog, schema)) {
        if (!matchesLike(name, table_name_pattern)) continue;
        summaries.push({ full_name: fullName(catalog, schema, name), table_type: isView ? "VIEW" : "MANAGED" });
      }
    }
    return page("tables", summaries, pageSize(max_results, 10_000), page_token);
  },
  get: async ({ full_name }) => getTable(await open(), objectPath(full_name)),
  exists: async ({ full_name }) => {
    const [catalog, schema, name] = objectPath(full_name);
    return { table_exists: (await (await open()).findRelation(catalog, schema, name)) !== undefined };
  },
  update: async ({ full_name, ...words }, { user }) =>
    updateTable(await open(), objectPath(full_name), user.userName, wordsOf(words)),
  delete: async ({ full_name }) => dropTable(await open(), objectPath(full_name)),
});

function without(table: TableInfo, omitted: { readonly [Key in keyof TableInfo]?: boolean | undefined }): TableInfo {
  return Object.fromEntries(
    Object.entries(table).filter(([key]) => !Object.entries(omitted).some(([name, omit]) => omit && name === key)),
  );
}

/** Volumes; their files are the Files API's. */
export const volumeHandlers = (open: OpenUnity): Handlers<"volumes"> => ({
  list: async ({ catalog_name, schema_name, max_results, page_token }) => {
    const [catalog = "", schema = ""] = lower(catalog_name, schema_name);
    return page(
      "volumes",
      await listVolumes(await open(), [catalog, schema]),
      pageSize(max_results, 10_000),
      page_token,
    );
  },
  read: async ({ name }) => getVolume(await open(), objectPath(name)),
  create: async ({ catalog_name, schema_name, name, volume_type, ...words }, { user }) => {
    const [catalog = "", schema = ""] = lower(catalog_name, schema_name);
    const external = volume_type === "EXTERNAL";
    return createVolume(await open(), [catalog, schema, name], user.userName, { ...wordsOf(words), external });
  },
  update: async ({ name, new_name, ...words }, { user }) => {
    const unity = await open();
    const path = new_name ? await renameVolume(unity, objectPath(name), new_name) : objectPath(name);
    return updateVolume(unity, path, user.userName, wordsOf(words));
  },
  delete: async ({ name }) => dropVolume(await open(), objectPath(name)),
});

/** SQL functions. */
export const functionHandlers = (open: OpenUnity): Handlers<"functions"> => ({
  list: async ({ catalog_name, schema_name, max_results, page_token }) => {
    const [catalog = "", schema = ""] = lower(catalog_name, schema_name);
    return page(
      "functions",
      await listFunctions(await open(), [catalog, schema]),
      pageSize(max_results, 1000),
      page_token,
    );
  },
  get: async ({ name }) => getFunction(await open(), objectPath(name)),
  create: async ({ function_info }, { user }) => newFunction(await open(), function_info, user.userName),
  delete: async ({ name }) => dropFunction(await open(), objectPath(name)),
});

async function newFunction(unity: UnityCatalog, info: CreateFunction, user: string): Promise<FunctionInfo> {
  if (info.routine_body !== "SQL") {
    throw new LocalError(501, "NOT_IMPLEMENTED", "The local workspace has SQL functions only.");
  }
  const [catalog = "", schema = ""] = lower(info.catalog_name, info.schema_name);
  const { data_type, full_data_type, input_params, return_params, routine_definition: definition, comment } = info;
  const declaration = { data_type, full_data_type, input_params, ...(return_params && { return_params }) };
  const draft = { declaration, definition, ...(comment !== undefined && { comment }) };
  try {
    return await createFunction(unity, [catalog, schema, info.name], { catalog, schema, user }, draft);
  } catch (error) {
    throw error instanceof SqlError ? invalid(error.message) : error;
  }
}

/** Privileges. */
export const grantHandlers = (open: OpenUnity): Handlers<"grants"> => ({
  get: async ({ securable_type, full_name, principal, max_results, page_token }) => {
    const unity = await open();
    const grants = directGrants(unity, await targetOf(unity, securable_type, full_name), principal);
    return page("privilege_assignments", grants, pageSize(max_results, 1000), page_token);
  },
  getEffective: async ({ securable_type, full_name, principal, max_results, page_token }) => {
    const unity = await open();
    const grants = effectiveGrants(unity, await targetOf(unity, securable_type, full_name), principal);
    return page("privilege_assignments", grants, pageSize(max_results, 1000), page_token);
  },
  update: async ({ securable_type, full_name, changes = [] }, { user }) => {
    const unity = await open();
    const target = await targetOf(unity, securable_type, full_name);
    changeGrants(unity, target, user.userName, changes);
    return { privilege_assignments: directGrants(unity, target) };
  },
});
