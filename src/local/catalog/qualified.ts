import type { Session } from "../sql/engine.ts";
import { objectNamed } from "./command.ts";
import { backticked } from "./names.ts";
import { type Replacement, spliced } from "./spliced.ts";
import { StatementReader } from "./statement-reader.ts";
import type { UnityCatalog } from "./unity-catalog.ts";

/**
 * A query with full names for the tables and views after FROM and JOIN: DuckDB looks for the names in a view where its
 * reader is, and Databricks where its author was.
 */
export async function qualified(query: string, unity: UnityCatalog, session: Session): Promise<string> {
  const statement = new StatementReader(query);
  const replacements: Replacement[] = [];
  while (!statement.done) {
    if (!statement.takeOneOf("FROM", "JOIN")) {
      statement.skip();
      continue;
    }
    const { start } = statement.next;
    const text = await fullNameOf(statement.sees("(") ? [] : statement.dottedParts(), unity, session);
    if (text !== undefined) replacements.push({ start, end: statement.position, text });
  }
  return spliced(statement.source, replacements);
}

/** The full name of something that is a table or view; undefined for a name of the query's own, or a full one. */
async function fullNameOf(
  parts: readonly string[],
  unity: UnityCatalog,
  session: Session,
): Promise<string | undefined> {
  if (parts.length === 0 || parts.length > 2) return undefined;
  const [catalog, schema, name] = objectNamed(parts, session);
  const relations = await unity.metadata.relations(catalog, schema);
  return relations.some((relation) => relation.name === name) ? backticked([catalog, schema, name]) : undefined;
}
