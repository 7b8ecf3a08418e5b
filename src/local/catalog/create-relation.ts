import { type Command, type CommandContext, nothing, objectNamed } from "./command.ts";
import { withSequences } from "./identity-columns.ts";
import { backticked, fullName } from "./names.ts";
import { qualified } from "./qualified.ts";
import { SecurableError } from "./securable-error.ts";
import type { Words } from "./securables.ts";
import type { StatementReader } from "./statement-reader.ts";
import type { ObjectPath } from "./tables.ts";
import { refuseChange } from "./write-protection.ts";

/** How a statement that makes a table or view begins. */
interface Making {
  readonly replace: boolean;
  readonly tolerant: boolean;
  readonly path: ObjectPath;
}

/** What a statement says of a table or view, and the statement for DuckDB. */
interface Reading {
  readonly words: Words;
  readonly sql: string;
}

type Read = (statement: StatementReader, path: ObjectPath, context: CommandContext) => Promise<Reading>;

const createRelation =
  (replace: boolean, read: Read): Command =>
  async (statement, context) => {
    const { unity, session, options } = context;
    const tolerant = statement.take("IF NOT EXISTS");
    const path = objectNamed(statement.name(), session);
    if (!(await mayMake({ replace, tolerant, path }, context))) return nothing();
    const { sql, words } = await read(statement, path, context);
    const result = await unity.engine.execute(sql, session, options);
    unity.securables.create("TABLE", fullName(...path), session.user, words);
    return result;
  };

/** Whether there is something to do. */
async function mayMake({ replace, tolerant, path }: Making, { unity }: CommandContext): Promise<boolean> {
  const exists = (await unity.findRelation(...path)) !== undefined;
  refuseChange(path[0], path[1]);
  if (exists && !replace && !tolerant) throw new SecurableError("exists", "TABLE", fullName(...path));
  return !exists || replace;
}

const readTable: Read = async (statement, path, { unity }) => {
  const rows = statement.takeOneOf("DEEP CLONE", "SHALLOW CLONE", "CLONE") ? "" : statement.take("LIKE") && " LIMIT 0";
  if (rows === false) {
    const sql = await withSequences(statement.source, path, unity);
    return { words: readTableWords(statement), sql };
  }
  const like = backticked(statement.name());
  const sql = `CREATE OR REPLACE TABLE ${backticked(path)} AS SELECT * FROM ${like}${rows}`;
  return { words: readTableWords(statement), sql };
};

const readView: Read = async (statement, _path, { unity, session }) => {
  const words = readTableWords(statement);
  statement.expect("AS");
  const definition = statement.rest;
  const head = statement.source.slice(0, statement.position);
  return { words: { ...words, definition }, sql: `${head} ${await qualified(definition, unity, session)}` };
};

/** `CREATE TABLE [IF NOT EXISTS] name …`: DuckDB makes it, and the store remembers comments and properties. */
export const createTable: Command = createRelation(false, readTable);
/** The same after `CREATE OR REPLACE TABLE`. */
export const replaceTable: Command = createRelation(true, readTable);
/** `CREATE VIEW [IF NOT EXISTS] name … AS query` */
export const createView: Command = createRelation(false, readView);
/** The same after `CREATE OR REPLACE VIEW`. */
export const replaceView: Command = createRelation(true, readView);

/** Comments and properties of CREATE TABLE; DuckDB reads the rest. */
function readTableWords(statement: StatementReader): Words {
  const columnComments = statement.sees("(") ? readColumnComments(statement) : {};
  return { ...readClauses(statement), columnComments };
}

/** Reads up to the query. */
function readClauses(statement: StatementReader): Words {
  let words: Words = {};
  while (!statement.done && !statement.sees("AS") && !statement.sees("SELECT")) {
    if (statement.take("COMMENT")) words = { ...words, comment: statement.string() };
    else if (statement.take("TBLPROPERTIES")) words = { ...words, properties: statement.properties() };
    else if (statement.sees("(")) statement.skipBrackets();
    else statement.skip();
  }
  return words;
}

/** Reads `(name type … [COMMENT 'text'], …)`. */
function readColumnComments(statement: StatementReader): Record<string, string> {
  const comments: Record<string, string> = {};
  statement.expect("(");
  while (!statement.take(")")) {
    const column = statement.skip().value.toLowerCase();
    const comment = readToNextColumn(statement);
    if (comment !== undefined) comments[column] = comment;
  }
  return comments;
}

/** @returns the comment of the column, not those of fields in its type */
function readToNextColumn(statement: StatementReader): string | undefined {
  let comment: string | undefined;
  while (!statement.done && !statement.sees(")") && !statement.take(",")) {
    if (statement.take("COMMENT")) comment = statement.string();
    else if (statement.takeOneOf("ARRAY <", "MAP <", "STRUCT <")) statement.skipAngles();
    else if (statement.sees("(")) statement.skipBrackets();
    else statement.skip();
  }
  if (statement.done) throw statement.syntaxError();
  return comment;
}
