import type { components } from "../../../generated/catalog/types.ts";
import type { Session } from "../sql/engine.ts";
import { times } from "./catalogs.ts";
import type { Macro } from "./duckdb-metadata.ts";
import { metastoreId } from "./metastore.ts";
import { backticked, checkName, duckDbPath, fullName } from "./names.ts";
import type { SchemaPath } from "./schemas.ts";
import { SecurableError } from "./securable-error.ts";
import type { FunctionDeclaration, Securable } from "./securables.ts";
import type { ObjectPath } from "./tables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

type Schemas = components["schemas"];

/** What an API or a statement tells of a function. */
export type FunctionInfo = Schemas["FunctionInfo"];

/** A SQL function to be made. */
export interface FunctionDraft {
  readonly declaration: FunctionDeclaration;
  /** An expression, or a query for a function that returns a table. */
  readonly definition: string;
  readonly comment?: string;
  readonly replace?: boolean;
}

/** The functions of a schema in the order of their names. */
export async function listFunctions(unity: UnityCatalog, [catalog, schema]: SchemaPath): Promise<FunctionInfo[]> {
  await unity.requireSchema(catalog, schema);
  const macros = await unity.metadata.macros(catalog, schema);
  return macros.map((macro) =>
    functionInfo(unity.securables.of("FUNCTION", fullName(catalog, schema, macro.name)), macro),
  );
}

/** @throws SecurableError when there is none */
export async function getFunction(unity: UnityCatalog, path: ObjectPath): Promise<FunctionInfo> {
  const macro = await unity.requireFunction(...path);
  return functionInfo(unity.securables.of("FUNCTION", fullName(...path)), macro);
}

/**
 * Makes a SQL function: a macro in DuckDB.
 *
 * @param session whose dialect and names the definition is in
 * @throws SecurableError when there is one of that name, or no such schema; SqlError when the definition is none
 */
export async function createFunction(
  unity: UnityCatalog,
  [catalog, schema, name]: ObjectPath,
  session: Session,
  { declaration, definition, comment, replace }: FunctionDraft,
): Promise<FunctionInfo> {
  const path: ObjectPath = [catalog, schema, checkName(name)];
  const exists = await unity.findFunction(...path);
  refuseChange(catalog, schema);
  if (exists && !replace) throw new SecurableError("exists", "FUNCTION", fullName(...path));
  await unity.engine.execute(macroStatement(path, declaration, definition), session);
  const words = { declaration, definition, ...(comment !== undefined && { comment }) };
  unity.securables.create("FUNCTION", fullName(...path), session.user, words);
  return getFunction(unity, path);
}

/** @throws SecurableError when there is none */
export async function dropFunction(unity: UnityCatalog, path: ObjectPath): Promise<void> {
  const { isTable } = await unity.requireFunction(...path);
  refuseChange(path[0], path[1]);
  await unity.engine.query(`DROP MACRO ${isTable ? "TABLE " : ""}${duckDbPath(...path)}`);
  unity.securables.forget("FUNCTION", fullName(...path));
}

function macroStatement(path: ObjectPath, declaration: FunctionDeclaration, definition: string): string {
  const parameters = (declaration.input_params.parameters ?? []).map(({ name, parameter_default }) =>
    parameter_default === undefined ? backticked([name]) : `${backticked([name])} := ${parameter_default}`,
  );
  const isTable = declaration.data_type === "TABLE_TYPE";
  const body = isTable ? `TABLE ${definition}` : `CAST((${definition}) AS ${declaration.full_data_type})`;
  return `CREATE OR REPLACE MACRO ${backticked(path)}(${parameters.join(", ")}) AS ${body}`;
}

/** The declaration of a macro whose own is lost: all is text. */
const undeclared = ({ parameters, isTable }: Macro): FunctionDeclaration => ({
  data_type: isTable ? "TABLE_TYPE" : "STRING",
  full_data_type: isTable ? "TABLE" : "STRING",
  input_params: {
    parameters: parameters.map((name, position) => ({ name, position, type_name: "STRING", type_text: "string" })),
  },
});

function functionInfo(entry: Securable, macro: Macro): FunctionInfo {
  const { full_name, id, owner, comment, definition } = entry;
  const [catalog_name = "", schema_name = "", name = ""] = full_name.split(".");
  return {
    name,
    catalog_name,
    schema_name,
    full_name,
    function_id: id,
    specific_name: name,
    ...(entry.declaration ?? undeclared(macro)),
    routine_body: "SQL",
    routine_definition: definition ?? macro.definition,
    parameter_style: "S",
    security_type: "DEFINER",
    sql_data_access: macro.isTable ? "READS_SQL_DATA" : "CONTAINS_SQL",
    is_deterministic: true,
    is_null_call: true,
    metastore_id: metastoreId,
    owner,
    ...(comment !== undefined && { comment }),
    ...times(entry),
  };
}
