import { createCatalog, dropCatalog } from "./catalogs.ts";
import { type Command, nothing, objectNamed, schemaNamed, unsupported } from "./command.ts";
import { dropFunction } from "./functions.ts";
import { createSchema, dropSchema } from "./schemas.ts";
import { CatalogError } from "./securable-error.ts";
import type { Words } from "./securables.ts";
import type { StatementReader } from "./statement-reader.ts";
import { dropTable } from "./tables.ts";
import { createVolume, dropVolume } from "./volumes.ts";

/** Does something unless the error is one that IF [NOT] EXISTS tolerates. */
async function unless(tolerated: boolean, codes: RegExp, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(tolerated && error instanceof CatalogError && codes.test(error.errorCode))) throw error;
  }
}

/** Reads COMMENT and properties in any order; a place to keep data is read and does not matter. */
function readWords(statement: StatementReader): Words {
  let words: Words = {};
  while (!statement.done) {
    if (statement.take("COMMENT")) words = { ...words, comment: statement.string() };
    else if (statement.takeOneOf("WITH DBPROPERTIES", "DBPROPERTIES", "OPTIONS"))
      words = { ...words, properties: statement.properties() };
    else if (statement.takeOneOf("MANAGED LOCATION", "LOCATION")) statement.string();
    else throw statement.syntaxError();
  }
  return words;
}

/** `CREATE CATALOG [IF NOT EXISTS] name [COMMENT 'text']` */
export const createCatalogCommand: Command = async (statement, { unity, session }) => {
  const tolerant = statement.take("IF NOT EXISTS");
  const name = statement.identifier();
  const words = readWords(statement);
  await unless(tolerant, /EXISTS$/, () => createCatalog(unity, name, session.user, words));
  return nothing();
};

/** `CREATE SCHEMA [IF NOT EXISTS] name [COMMENT 'text'] [WITH DBPROPERTIES (…)]` */
export const createSchemaCommand: Command = async (statement, { unity, session }) => {
  const tolerant = statement.take("IF NOT EXISTS");
  const path = schemaNamed(statement.name(), session);
  const words = readWords(statement);
  await unless(tolerant, /ALREADY_EXISTS$/, () => createSchema(unity, path, session.user, words));
  return nothing();
};

/** `CREATE VOLUME [IF NOT EXISTS] name [COMMENT 'text']` */
export const createVolumeCommand: Command = async (statement, { unity, session }) => {
  const tolerant = statement.take("IF NOT EXISTS");
  const path = objectNamed(statement.name(), session);
  const words = readWords(statement);
  await unless(tolerant, /ALREADY_EXISTS$/, () => createVolume(unity, path, session.user, words));
  return nothing();
};

/** `CREATE EXTERNAL VOLUME`: there is no storage outside of the workspace. */
export const refuseExternalVolume: Command = () => {
  throw unsupported("external volumes");
};

/** `[RESTRICT | CASCADE]`, and the end of the statement. */
function cascades(statement: StatementReader): boolean {
  const how = statement.takeOneOf("CASCADE", "RESTRICT");
  statement.end();
  return how === "CASCADE";
}

/** `DROP CATALOG [IF EXISTS] name [CASCADE]` */
export const dropCatalogCommand: Command = async (statement, { unity }) => {
  const tolerant = statement.take("IF EXISTS");
  const name = statement.identifier();
  const force = cascades(statement);
  await unless(tolerant, /^CATALOG_DOES_NOT_EXIST$/, () => dropCatalog(unity, name, force));
  return nothing();
};

/** `DROP SCHEMA [IF EXISTS] name [CASCADE]` */
export const dropSchemaCommand: Command = async (statement, { unity, session }) => {
  const tolerant = statement.take("IF EXISTS");
  const path = schemaNamed(statement.name(), session);
  const force = cascades(statement);
  await unless(tolerant, /DOES_NOT_EXIST$/, () => dropSchema(unity, path, force));
  return nothing();
};

const dropObject =
  (drop: typeof dropTable): Command =>
  async (statement, { unity, session }) => {
    const tolerant = statement.take("IF EXISTS");
    const path = objectNamed(statement.name(), session);
    statement.take("PURGE");
    statement.end();
    await unless(tolerant, /DOES_NOT_EXIST$/, () => drop(unity, path));
    return nothing();
  };

/** `DROP TABLE [IF EXISTS] name`, and the same of a view */
export const dropTableCommand: Command = dropObject(dropTable);
/** `DROP VOLUME [IF EXISTS] name` */
export const dropVolumeCommand: Command = dropObject(dropVolume);
/** `DROP FUNCTION [IF EXISTS] name` */
export const dropFunctionCommand: Command = dropObject(dropFunction);
