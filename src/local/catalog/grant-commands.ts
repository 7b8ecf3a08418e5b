import type { Result } from "../sql/engine.ts";
import { type Command, type CommandContext, nothing, objectNamed, resultOf, schemaNamed } from "./command.ts";
import { changeGrants, effectiveGrants, type Target, targetOf } from "./grants.ts";
import type { SecurableType } from "./securable-error.ts";
import type { StatementReader } from "./statement-reader.ts";

const kinds: Readonly<Record<string, SecurableType>> = {
  METASTORE: "METASTORE",
  CATALOG: "CATALOG",
  DATABASE: "SCHEMA",
  SCHEMA: "SCHEMA",
  TABLE: "TABLE",
  VIEW: "TABLE",
  VOLUME: "VOLUME",
  FUNCTION: "FUNCTION",
};

/** `[kind] name`; a name alone is a table's. */
async function readTarget(statement: StatementReader, { unity, session }: CommandContext): Promise<Target> {
  const word = statement.takeOneOf(...Object.keys(kinds));
  const type = kinds[word ?? "TABLE"] ?? "TABLE";
  if (type === "METASTORE") return { type, full_name: "local" };
  const parts = statement.name();
  const path =
    type === "CATALOG" ? parts : type === "SCHEMA" ? schemaNamed(parts, session) : objectNamed(parts, session);
  return targetOf(unity, type, path.join("."));
}

const readPrincipal = (statement: StatementReader): string =>
  statement.next.kind === "string" ? statement.string() : statement.identifier();

/** `SELECT, USE SCHEMA` as the APIs spell them. */
function readPrivileges(statement: StatementReader): string[] {
  const privileges: string[] = [];
  do {
    const words: string[] = [];
    while (!statement.done && !statement.sees(",") && !statement.sees("ON"))
      words.push(statement.skip().value.toUpperCase());
    privileges.push(words.join("_"));
  } while (statement.take(","));
  return privileges;
}

const change =
  (list: "add" | "remove", before: "TO" | "FROM"): Command =>
  async (statement, context) => {
    const privileges = readPrivileges(statement);
    statement.expect("ON");
    const target = await readTarget(statement, context);
    statement.expect(before);
    const principal = readPrincipal(statement);
    statement.end();
    changeGrants(context.unity, target, context.session.user, [{ principal, [list]: privileges }]);
    return nothing();
  };

/** `GRANT privileges ON [kind] name TO principal` */
export const grant: Command = change("add", "TO");
/** `REVOKE privileges ON [kind] name FROM principal` */
export const revoke: Command = change("remove", "FROM");

/** `SHOW GRANTS [principal] ON …` */
export const showGrants: Command = async (statement, context): Promise<Result> => {
  const principal = statement.sees("ON") ? undefined : readPrincipal(statement);
  statement.expect("ON");
  const target = await readTarget(statement, context);
  statement.end();
  const rows = effectiveGrants(context.unity, target, principal).flatMap(({ principal: name = "", privileges = [] }) =>
    privileges.map(({ privilege = "", inherited_from_type = target.type, inherited_from_name = target.full_name }) => [
      name,
      privilege.replaceAll("_", " "),
      inherited_from_type,
      inherited_from_name,
    ]),
  );
  return resultOf(["Principal", "ActionType", "ObjectType", "ObjectKey"], rows);
};
