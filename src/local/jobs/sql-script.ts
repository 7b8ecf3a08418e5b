import type { SqlSession } from "../compute/sql-session.ts";
import { tokenize } from "../sql/tokens.ts";

type Values = Readonly<Record<string, string>>;

/** The statements of a text, without the semicolons between them. */
export function splitStatements(text: string): string[] {
  const statements = [""];
  for (const token of tokenize(text)) {
    if (token.kind === "symbol" && token.text === ";") statements.push("");
    else statements.push(`${statements.pop()}${token.text}`);
  }
  return statements.map((each) => each.trim()).filter((each) => tokenize(each).some(({ kind }) => kind !== "space"));
}

/** The values of those parameters that a statement names (`:name`). */
export function parametersIn(statement: string, values: Values): { name: string; type: string; value: string }[] {
  const names = new Set(tokenize(statement).flatMap(({ kind, value }) => (kind === "parameter" ? [value] : [])));
  return [...names].flatMap((name) =>
    values[name] === undefined ? [] : [{ name, type: "STRING", value: values[name] }],
  );
}

/** Text with `{{name}}` and `${name}` replaced, the two older ways to name a parameter in SQL. */
export function substituted(text: string, values: Values): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}|\$\{\s*(\w+)\s*\}/g, (reference, one?: string, other?: string) => {
    return values[one ?? other ?? ""] ?? reference;
  });
}

/** Runs one statement, and tells how many rows it had. */
export type RunStatement = (statement: Parameters<SqlSession["drain"]>[0]) => Promise<number>;

/**
 * Runs every statement of a text to its end.
 *
 * @throws SqlError for the first that fails, or the signal's reason
 */
export async function runScript(run: RunStatement, text: string, values: Values, signal: AbortSignal): Promise<void> {
  for (const sql of splitStatements(substituted(text, values)))
    await run({ sql, parameters: parametersIn(sql, values), signal });
}
