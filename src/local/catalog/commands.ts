import { LocalError } from "../local-error.ts";
import type { Engine, Result, RunOptions, Session } from "../sql/engine.ts";
import { SqlError } from "../sql/sql-error.ts";
import type { Workspace } from "../workspace.ts";
import { alterCatalog, alterSchema, alterTable, alterVolume, commentOn } from "./alter-commands.ts";
import * as changes from "./change-commands.ts";
import type { Command } from "./command.ts";
import { createFunctionCommand, refuseTemporaryFunction, replaceFunctionCommand } from "./create-function.ts";
import { createTable, createView, replaceTable, replaceView } from "./create-relation.ts";
import * as describe from "./describe-commands.ts";
import { grant, revoke, showGrants } from "./grant-commands.ts";
import { readInformationSchema } from "./information-schema.ts";
import { insertOverwrite, maintain } from "./maintenance-commands.ts";
import { refuseWrites } from "./refuse-writes.ts";
import { prepareSamples, samplesCatalog } from "./samples.ts";
import { CatalogError } from "./securable-error.ts";
import * as show from "./show-commands.ts";
import { StatementReader } from "./statement-reader.ts";
import { UnityCatalog } from "./unity-catalog.ts";
import { useCatalog, useSchema } from "./use-commands.ts";
import { informationSchema } from "./write-protection.ts";

/** By the words a statement begins with; longer ones stand before shorter ones that begin alike. */
const commands: readonly (readonly [string, Command])[] = [
  ["SHOW CATALOGS", show.showCatalogs],
  ["SHOW SCHEMAS", show.showSchemas],
  ["SHOW DATABASES", show.showSchemas],
  ["SHOW TABLES", show.showTables],
  ["SHOW VIEWS", show.showViews],
  ["SHOW COLUMNS", show.showColumns],
  ["SHOW VOLUMES", show.showVolumes],
  ["SHOW FUNCTIONS", show.showFunctions],
  ["SHOW USER FUNCTIONS", show.showFunctions],
  ["SHOW ALL FUNCTIONS", show.showFunctions],
  ["SHOW GRANTS", showGrants],
  ["SHOW GRANT", showGrants],
  ["SHOW CREATE TABLE", show.showCreateTable],
  ["SHOW TBLPROPERTIES", show.showTableProperties],
  ["SHOW", show.refuseShow],
  ["USE CATALOG", useCatalog],
  ["SET CATALOG", useCatalog],
  ["USE SCHEMA", useSchema],
  ["USE DATABASE", useSchema],
  ["USE", useSchema],
  ["CREATE CATALOG", changes.createCatalogCommand],
  ["CREATE SCHEMA", changes.createSchemaCommand],
  ["CREATE DATABASE", changes.createSchemaCommand],
  ["CREATE VOLUME", changes.createVolumeCommand],
  ["CREATE EXTERNAL VOLUME", changes.refuseExternalVolume],
  ["CREATE TABLE", createTable],
  ["CREATE OR REPLACE TABLE", replaceTable],
  ["REPLACE TABLE", replaceTable],
  ["CREATE VIEW", createView],
  ["CREATE OR REPLACE VIEW", replaceView],
  ["CREATE FUNCTION", createFunctionCommand],
  ["CREATE OR REPLACE FUNCTION", replaceFunctionCommand],
  ["CREATE TEMPORARY FUNCTION", refuseTemporaryFunction],
  ["CREATE OR REPLACE TEMPORARY FUNCTION", refuseTemporaryFunction],
  ["DROP CATALOG", changes.dropCatalogCommand],
  ["DROP SCHEMA", changes.dropSchemaCommand],
  ["DROP DATABASE", changes.dropSchemaCommand],
  ["DROP TABLE", changes.dropTableCommand],
  ["DROP VIEW", changes.dropTableCommand],
  ["DROP VOLUME", changes.dropVolumeCommand],
  ["DROP FUNCTION", changes.dropFunctionCommand],
  ["ALTER CATALOG", alterCatalog],
  ["ALTER SCHEMA", alterSchema],
  ["ALTER DATABASE", alterSchema],
  ["ALTER TABLE", alterTable],
  ["ALTER VIEW", alterTable],
  ["ALTER VOLUME", alterVolume],
  ["COMMENT ON", commentOn],
  ["INSERT OVERWRITE", insertOverwrite],
  ["OPTIMIZE", maintain],
  ["VACUUM", maintain],
  ["ANALYZE TABLE", maintain],
  ["REFRESH TABLE", maintain],
  ["GRANT", grant],
  ["REVOKE", revoke],
  ...["DESCRIBE", "DESC"].flatMap((verb): (readonly [string, Command])[] => [
    [`${verb} CATALOG`, describe.describeCatalog],
    [`${verb} SCHEMA`, describe.describeSchema],
    [`${verb} DATABASE`, describe.describeSchema],
    [`${verb} VOLUME`, describe.describeVolume],
    [`${verb} FUNCTION`, describe.describeFunction],
    [`${verb} HISTORY`, describe.describeHistory],
    [`${verb} DETAIL`, describe.describeHistory],
    [`${verb} QUERY`, describe.describeQuery],
    [`${verb} TABLE`, describe.describeTable],
    [verb, describe.describeTable],
  ]),
];

const firstWords: ReadonlySet<string> = new Set(commands.map(([words]) => words.split(" ")[0] ?? ""));

/** What makes a statement worth reading that begins with no command: it may write, or ask what there is. */
const worthReading = new RegExp(`\\b(insert|delete|merge|truncate|copy|update|${informationSchema})\\b`, "i");

const begins = /^(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)*(\w*)/;

/**
 * Runs a statement that only the catalog understands; undefined for all others, for which it makes ready what they name.
 *
 * @throws SqlError
 */
export async function catalogCommand(
  workspace: Workspace,
  engine: Engine,
  sql: string,
  session: Session,
  options: RunOptions = {},
): Promise<Result | undefined> {
  const { parameters = [] } = options;
  const texts = [session.catalog, sql, ...parameters.map(({ value }) => value ?? "")];
  if (texts.some((text) => text.toLowerCase().includes(samplesCatalog))) await prepareSamples(engine);
  const isCommand = firstWords.has((begins.exec(sql)?.[1] ?? "").toUpperCase());
  if (!isCommand && !texts.some((text) => worthReading.test(text))) return undefined;
  const reader = (): StatementReader => new StatementReader(sql, parameters);
  const statement = reader();
  const context = { unity: await UnityCatalog.of(workspace), session, options };
  try {
    const command = commands.find(([words]) => statement.take(words))?.[1];
    if (command) return await command(statement, context);
    refuseWrites(reader(), session);
    return await readInformationSchema(reader(), context);
  } catch (error) {
    throw asSqlError(error);
  }
}

function asSqlError(error: unknown): unknown {
  if (error instanceof CatalogError) return error.sqlError;
  if (error instanceof LocalError) {
    const [errorClass, sqlState] =
      error.status === 501 ? ["UNSUPPORTED_FEATURE", "0A000"] : ["INVALID_PARAMETER_VALUE", "22023"];
    return new SqlError(errorClass ?? "", sqlState ?? "", error.message);
  }
  return error;
}
