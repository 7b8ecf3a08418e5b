import type { SqlRequest } from "./python-messages.ts";

type Parameters = SqlRequest["parameters"];
type Statement = Pick<SqlRequest, "sql" | "parameters">;

const creation =
  /^\s*create\s+(?:or\s+replace\s+)?(?:global\s+)?temp(?:orary)?\s+view\s+(`[^`]+`|[\w.]+)\s+as\s+(.*?);?\s*$/is;
const removal = /^\s*drop\s+view\s+(?:if\s+exists\s+)?(`[^`]+`|\w+)\s*;?\s*$/i;

/**
 * Temporary views of one context, which the engine does not keep from statement to statement: queries that name one
 * get it as a common table expression.
 */
export class TempViews {
  readonly #views = new Map<string, { query: string; parameters: Parameters }>();

  /** The statement with the views that it names, and their parameters. */
  expand(statement: Statement): Statement {
    const used = [...this.#views].filter(([name]) => named(name).test(statement.sql));
    const [start] = /\b(?:select|with)\b/i.exec(statement.sql) ?? [];
    if (used.length === 0 || !start) return statement;
    const views = used.map(([name, { query }]) => `\`${name}\` AS (\n${query}\n)`).join(", ");
    const head = /^with$/i.test(start) ? `WITH ${views},` : `WITH ${views} ${start}`;
    return {
      sql: statement.sql.replace(start, () => head),
      parameters: [...statement.parameters, ...used.flatMap(([, each]) => each.parameters)],
    };
  }

  /** The query of a statement that makes a view, with what to do when it has proven right. */
  creation({ sql, parameters }: Statement): (Statement & { readonly keep: () => void }) | undefined {
    const [, name = "", body] = creation.exec(sql) ?? [];
    if (body === undefined) return undefined;
    const query = this.expand({ sql: body, parameters });
    const view = { query: query.sql, parameters: query.parameters };
    const keep = (): void => void this.#views.set(plain(name), view);
    return { sql: `SELECT * FROM (\n${query.sql}\n) LIMIT 0`, parameters: query.parameters, keep };
  }

  /** Drops the view that a statement drops. @returns whether it was one of these */
  drop(sql: string): boolean {
    const [, name = ""] = removal.exec(sql) ?? [];
    return this.#views.delete(plain(name));
  }
}

const plain = (name: string): string => name.replaceAll("`", "").toLowerCase();

/** The name as a word of its own, not a part of a longer name. */
const named = (name: string): RegExp => new RegExp(`(?<![\\w.])${name.replaceAll(".", "\\.")}(?![\\w(])`, "i");
