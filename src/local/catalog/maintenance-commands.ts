import { randomUUID } from "node:crypto";
import { quoted } from "../sql/catalog-names.ts";
import { sqlErrorOf } from "../sql/sql-error.ts";
import { type Command, type CommandContext, nothing, objectNamed } from "./command.ts";
import { backticked, duckDbPath, fullName } from "./names.ts";
import { SecurableError } from "./securable-error.ts";
import type { StatementReader } from "./statement-reader.ts";
import type { ObjectPath } from "./tables.ts";
import { refuseChange } from "./write-protection.ts";

/** `OPTIMIZE`, `VACUUM`, `ANALYZE TABLE`, `REFRESH TABLE`: there is nothing to do for a table that exists. */
export const maintain: Command = async (statement, { unity, session }) => {
  await requireTable(unity, objectNamed(statement.name(), session));
  return nothing();
};

async function requireTable(unity: CommandContext["unity"], path: ObjectPath): Promise<void> {
  if (!(await unity.findRelation(...path))) throw new SecurableError("missing", "TABLE", fullName(...path));
}

/**
 * `INSERT OVERWRITE [TABLE] name [(columns)] query`: the query's rows in place of the table's, at once. They wait in a
 * table of their own, since the query may read the table.
 */
export const insertOverwrite: Command = async (statement, { unity, session, options }) => {
  statement.take("TABLE");
  const path = objectNamed(statement.name(), session);
  const [catalog, schema] = path;
  refuseChange(catalog, schema);
  await requireTable(unity, path);
  const columns = readColumns(statement);
  const waiting = `__overwrite_${randomUUID()}`;
  const create = `CREATE TABLE ${backticked([catalog, schema, waiting])} AS SELECT * FROM (${statement.rest}\n)`;
  const [table, rows] = [duckDbPath(...path), duckDbPath(catalog, schema, waiting)];
  await unity.engine.execute(create, session, options);
  try {
    await unity.engine.query(
      `BEGIN; DELETE FROM ${table}; INSERT INTO ${table} ${columns} SELECT * FROM ${rows}; COMMIT`,
    );
    const counts = "count(*) AS num_affected_rows, count(*) AS num_inserted_rows";
    return await unity.engine.execute(`SELECT ${counts} FROM ${backticked(path)}`, session);
  } catch (error) {
    throw sqlErrorOf(error);
  } finally {
    await unity.engine.query(`DROP TABLE ${rows}`);
  }
};

/** Reads `(column, …)`, but not a query in parentheses. */
function readColumns(statement: StatementReader): string {
  if (!statement.sees("(") || statement.sees("( SELECT") || statement.sees("( WITH")) return "";
  const names: string[] = [];
  statement.expect("(");
  do names.push(quoted(statement.identifier()));
  while (statement.take(","));
  statement.expect(")");
  return `(${names.join(", ")})`;
}
