import type { Result } from "../sql/engine.ts";
import { listCatalogs } from "./catalogs.ts";
import {
  type Command,
  type CommandContext,
  objectNamed,
  resultOf,
  schemaNamed,
  sqlText,
  unsupported,
} from "./command.ts";
import { listFunctions } from "./functions.ts";
import { backticked } from "./names.ts";
import { listSchemas, type SchemaPath } from "./schemas.ts";
import { matchesShow } from "./sql-pattern.ts";
import type { StatementReader } from "./statement-reader.ts";
import { getTable, type TableInfo } from "./tables.ts";
import { listVolumes } from "./volumes.ts";

const takeIn = (statement: StatementReader): boolean => statement.take("IN") || statement.take("FROM");

/** `[LIKE] 'pattern'`, and the end of the statement. */
function patternAtEnd(statement: StatementReader): string | undefined {
  statement.take("LIKE");
  const pattern = statement.done ? undefined : statement.string();
  statement.end();
  return pattern;
}

/** `[IN schema]`; the session's schema without. */
const schemaIn = (statement: StatementReader, { session }: CommandContext): SchemaPath =>
  takeIn(statement) ? schemaNamed(statement.name(), session) : schemaNamed([session.schema], session);

/** `SHOW CATALOGS [LIKE 'pattern']` */
export const showCatalogs: Command = async (statement, { unity }) => {
  const pattern = patternAtEnd(statement);
  const names = (await listCatalogs(unity)).map(({ name = "" }) => name);
  return column("catalog", names, pattern);
};

/** `SHOW SCHEMAS [IN catalog] [LIKE 'pattern']` */
export const showSchemas: Command = async (statement, { unity, session }) => {
  const catalog = takeIn(statement) ? statement.identifier() : session.catalog;
  const pattern = patternAtEnd(statement);
  const names = (await listSchemas(unity, catalog.toLowerCase())).map(({ name = "" }) => name);
  return column("databaseName", names, pattern);
};

/** `SHOW TABLES [IN schema] [LIKE 'pattern']`, views included */
export const showTables: Command = async (statement, context) => {
  const path = schemaIn(statement, context);
  const pattern = patternAtEnd(statement);
  const names = (await relations(context, path)).map(({ name }) => name).filter((name) => matchesShow(name, pattern));
  return resultOf(
    ["database", "tableName", "isTemporary:boolean"],
    names.map((name) => [path[1], name, "false"]),
  );
};

/** `SHOW VIEWS [IN schema] [LIKE 'pattern']` */
export const showViews: Command = async (statement, context) => {
  const path = schemaIn(statement, context);
  const pattern = patternAtEnd(statement);
  const views = (await relations(context, path)).filter(({ name, isView }) => isView && matchesShow(name, pattern));
  return resultOf(
    ["namespace", "viewName", "isTemporary:boolean", "isMaterialized:boolean"],
    views.map(({ name }) => [path[1], name, "false", "false"]),
  );
};

async function relations({ unity }: CommandContext, path: SchemaPath): ReturnType<typeof unity.metadata.relations> {
  await unity.requireSchema(...path);
  return unity.metadata.relations(...path);
}

/** `SHOW VOLUMES [IN schema] [LIKE 'pattern']` */
export const showVolumes: Command = async (statement, context) => {
  const path = schemaIn(statement, context);
  const pattern = patternAtEnd(statement);
  const names = (await listVolumes(context.unity, path)).map(({ name = "" }) => name);
  const rows = names.filter((name) => matchesShow(name, pattern)).map((name) => [path[1], name]);
  return resultOf(["database", "volume_name"], rows);
};

/** Lists the functions that users made; those of the language are DuckDB's matter. */
export const showFunctions: Command = async (statement, context) => {
  const path = schemaIn(statement, context);
  const pattern = patternAtEnd(statement);
  const functions = await listFunctions(context.unity, path);
  const matching = functions.filter(({ name = "" }) => matchesShow(name, pattern));
  return resultOf(
    ["function"],
    matching.map(({ full_name = "" }) => [full_name]),
  );
};

/** `SHOW COLUMNS IN table [IN schema]` */
export const showColumns: Command = async (statement, { unity, session }) => {
  if (!takeIn(statement)) throw statement.syntaxError();
  const table = statement.name();
  const schema = takeIn(statement) ? statement.name() : [];
  statement.end();
  const { columns = [] } = await getTable(unity, objectNamed([...schema, ...table], session));
  return resultOf(
    ["col_name"],
    columns.map(({ name = "" }) => [name]),
  );
};

/** `SHOW TBLPROPERTIES table [('key')]` */
export const showTableProperties: Command = async (statement, { unity, session }) => {
  const { properties = {} } = await getTable(unity, objectNamed(statement.name(), session));
  const wanted = statement.take("(") ? statement.skip().value : undefined;
  const rows = Object.entries(properties).filter(([key]) => wanted === undefined || key === wanted);
  return resultOf(["key", "value"], rows);
};

/** `SHOW CREATE TABLE table` */
export const showCreateTable: Command = async (statement, { unity, session }) => {
  const table = await getTable(unity, objectNamed(statement.name(), session));
  statement.end();
  return resultOf(["createtab_stmt"], [[createStatement(table)]]);
};

/** DuckDB's SHOW means something else. */
export const refuseShow: Command = (statement) => {
  throw unsupported(`SHOW ${statement.next.value.toUpperCase()}`);
};

/** The statement that would make a table or view. */
function createStatement({
  full_name = "",
  columns = [],
  comment,
  properties = {},
  view_definition,
}: TableInfo): string {
  const isView = view_definition !== undefined;
  const lines = columns.map(({ name = "", type_text = "", nullable, comment: words }) =>
    [
      `  ${backticked([name]).replace(/^`(\w+)`$/, "$1")}`,
      ...(isView ? [] : [type_text.toUpperCase(), ...(nullable === false ? ["NOT NULL"] : [])]),
      ...(words === undefined ? [] : [`COMMENT ${sqlText(words)}`]),
    ].join(" "),
  );
  const pairs = Object.entries(properties).map(([key, value]) => `  ${sqlText(key)} = ${sqlText(value)}`);
  return [
    `CREATE ${isView ? "VIEW" : "TABLE"} ${full_name} (\n${lines.join(",\n")})`,
    ...(isView ? [] : ["USING delta"]),
    ...(comment === undefined ? [] : [`COMMENT ${sqlText(comment)}`]),
    ...(pairs.length === 0 ? [] : [`TBLPROPERTIES (\n${pairs.join(",\n")})`]),
    ...(isView ? [`AS ${view_definition}`] : []),
  ].join("\n");
}

function column(name: string, values: readonly string[], pattern: string | undefined): Result {
  return resultOf(
    [name],
    values.filter((value) => matchesShow(value, pattern)).map((value) => [value]),
  );
}
