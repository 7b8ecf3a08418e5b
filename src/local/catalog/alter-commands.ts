import type { Result } from "../sql/engine.ts";
import { SqlError } from "../sql/sql-error.ts";
import { updateCatalog } from "./catalogs.ts";
import { readDefinition, readDefinitions } from "./column-definitions.ts";
import { type Command, type CommandContext, nothing, objectNamed, schemaNamed } from "./command.ts";
import { backticked, fullName } from "./names.ts";
import { updateSchema } from "./schemas.ts";
import type { Words } from "./securables.ts";
import type { StatementReader } from "./statement-reader.ts";
import { getTable, type ObjectPath, renameTable, updateTable } from "./tables.ts";
import { renameVolume, updateVolume } from "./volumes.ts";
import { refuseChange } from "./write-protection.ts";

type Kind = "CATALOG" | "SCHEMA" | "TABLE" | "VOLUME";

/** Changes what is said of something. */
async function say(
  kind: Kind,
  name: readonly string[],
  words: Words,
  { unity, session }: CommandContext,
): Promise<void> {
  const { user } = session;
  if (kind === "CATALOG") await updateCatalog(unity, name[0] ?? "", user, words);
  if (kind === "SCHEMA") await updateSchema(unity, schemaNamed(name, session), user, words);
  if (kind === "TABLE") await updateTable(unity, objectNamed(name, session), user, words);
  if (kind === "VOLUME") await updateVolume(unity, objectNamed(name, session), user, words);
}

/** `[SET] OWNER TO principal`; undefined for anything else. */
function takeOwner(statement: StatementReader): string | undefined {
  if (!statement.take("SET OWNER TO") && !statement.take("OWNER TO")) return undefined;
  const owner = statement.identifier();
  statement.end();
  return owner;
}

const alterOwner =
  (kind: Kind): Command =>
  async (statement, context) => {
    const name = statement.name();
    const owner = takeOwner(statement);
    if (owner === undefined) throw statement.syntaxError();
    await say(kind, name, { owner }, context);
    return nothing();
  };

/** `ALTER CATALOG name [SET] OWNER TO principal` */
export const alterCatalog: Command = alterOwner("CATALOG");
/** `ALTER SCHEMA name [SET] OWNER TO principal` */
export const alterSchema: Command = alterOwner("SCHEMA");

/** `ALTER VOLUME name RENAME TO name | [SET] OWNER TO principal` */
export const alterVolume: Command = async (statement, context) => {
  const name = statement.name();
  if (!statement.take("RENAME TO")) {
    const owner = takeOwner(statement);
    if (owner === undefined) throw statement.syntaxError();
    await say("VOLUME", name, { owner }, context);
    return nothing();
  }
  const [, , newName] = objectNamed(statement.name(), context.session);
  await renameVolume(context.unity, objectNamed(name, context.session), newName);
  return nothing();
};

/** What DuckDB does not know of ALTER TABLE and ALTER VIEW; the rest is its own. */
export const alterTable: Command = async (statement, context) => {
  const { unity, session } = context;
  const path = objectNamed(statement.name(), session);
  refuseChange(path[0], path[1]);
  const owner = takeOwner(statement);
  const words = owner === undefined ? await takeWords(statement, path, context) : { owner };
  if (words) await updateTable(unity, path, session.user, words);
  else if (statement.take("RENAME TO")) await renameTable(unity, path, objectNamed(statement.name(), session)[2]);
  else return alterColumns(statement, path, context);
  return nothing();
};

async function takeWords(
  statement: StatementReader,
  path: ObjectPath,
  context: CommandContext,
): Promise<Words | undefined> {
  const { properties = {} } = await getTable(context.unity, path);
  const { columnComments } = context.unity.securables.of("TABLE", fullName(...path));
  if (statement.take("SET TBLPROPERTIES")) return { properties: { ...properties, ...statement.properties() } };
  if (statement.take("UNSET TBLPROPERTIES")) return { properties: withoutKeys(statement, properties) };
  const column = statement.takeOneOf("ALTER COLUMN", "CHANGE COLUMN") && statement.identifier();
  if (!column || !statement.take("COMMENT")) return undefined;
  return { columnComments: { ...columnComments, [column.toLowerCase()]: statement.string() } };
}

function withoutKeys(statement: StatementReader, properties: Readonly<Record<string, string>>): Record<string, string> {
  statement.take("IF EXISTS");
  statement.expect("(");
  const dropped: string[] = [];
  do dropped.push(statement.next.kind === "string" ? statement.string() : statement.name().join("."));
  while (statement.take(","));
  statement.expect(")");
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !dropped.includes(key)));
}

type AlterColumns = (...args: [StatementReader, ObjectPath, CommandContext]) => ReturnType<Command>;

/** Adds, renames and drops columns with their comments; the rest is DuckDB's. */
const alterColumns: AlterColumns = async (statement, path, { unity, session, options }) => {
  const { columnComments = {} } = unity.securables.of("TABLE", fullName(...path));
  const { statements, comments } = columnChanges(statement, path, columnComments);
  let result: Result = nothing();
  for (const sql of statements) result = await unity.engine.execute(sql, session, options);
  unity.securables.update("TABLE", fullName(...path), session.user, { columnComments: comments });
  return result;
};

interface ColumnChanges {
  readonly statements: readonly string[];
  readonly comments: Readonly<Record<string, string>>;
}

function columnChanges(
  statement: StatementReader,
  path: ObjectPath,
  comments: Readonly<Record<string, string>>,
): ColumnChanges {
  if (statement.takeOneOf("ADD COLUMNS", "ADD COLUMN")) {
    const added = statement.sees("(") ? readDefinitions(statement) : [readDefinition(statement)];
    const said = added.flatMap(({ name, comment }) => (comment === undefined ? [] : [[name.toLowerCase(), comment]]));
    return {
      statements: added.map(
        ({ name, type }) => `ALTER TABLE ${backticked(path)} ADD COLUMN ${backticked([name])} ${type}`,
      ),
      comments: { ...comments, ...Object.fromEntries(said) },
    };
  }
  const [verb, column = ""] = [statement.takeOneOf("RENAME COLUMN", "DROP COLUMN"), statement.next.value.toLowerCase()];
  const { [column]: moved, ...others } = comments;
  if (verb === undefined || moved === undefined) return { statements: [statement.source], comments };
  statement.skip();
  const renamed =
    verb === "RENAME COLUMN" && statement.take("TO") ? { [statement.next.value.toLowerCase()]: moved } : {};
  return { statements: [statement.source], comments: { ...others, ...renamed } };
}

const commentKinds: Readonly<Record<string, Kind | "COLUMN">> = {
  CATALOG: "CATALOG",
  DATABASE: "SCHEMA",
  SCHEMA: "SCHEMA",
  TABLE: "TABLE",
  VIEW: "TABLE",
  VOLUME: "VOLUME",
  COLUMN: "COLUMN",
};

/** `COMMENT ON kind name IS 'text' | NULL` */
export const commentOn: Command = async (statement, context) => {
  const kind = commentKinds[statement.identifier().toUpperCase()];
  const name = statement.name();
  statement.expect("IS");
  const comment = statement.take("NULL") ? "" : statement.string();
  statement.end();
  if (kind === undefined) throw statement.syntaxError();
  if (kind !== "COLUMN") await say(kind, name, { comment }, context);
  else await commentColumn(name, comment, context);
  return nothing();
};

const noColumn = (name: string): SqlError =>
  new SqlError("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703", `There is no column \`${name}\`.`);

async function commentColumn(name: readonly string[], comment: string, context: CommandContext): Promise<void> {
  const path = objectNamed(name.slice(0, -1), context.session);
  const { columns = [] } = await getTable(context.unity, path);
  const column = name.at(-1)?.toLowerCase() ?? "";
  if (!columns.some((each) => each.name?.toLowerCase() === column)) throw noColumn(column);
  const { columnComments } = context.unity.securables.of("TABLE", fullName(...path));
  const words = { columnComments: { ...columnComments, [column]: comment } };
  await updateTable(context.unity, path, context.session.user, words);
}
