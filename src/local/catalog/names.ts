import { invalid } from "../local-error.ts";
import { databaseOf, quoted } from "../sql/catalog-names.ts";

/** A catalog's, schema's or relation's name as DuckDB reads it. */
export const duckDbPath = (catalog: string, ...rest: readonly string[]): string =>
  [databaseOf(catalog), ...rest].map(quoted).join(".");

/** A name of several parts as Databricks' messages spell it. */
export const backticked = (parts: readonly string[]): string =>
  parts.map((part) => `\`${part.replaceAll("`", "``")}\``).join(".");

/** Unity Catalog keeps names of objects in lower case. */
export const fullName = (...parts: readonly string[]): string => parts.join(".").toLowerCase();

/**
 * The parts of a full name of an API.
 *
 * @param count how many there must be
 * @throws LocalError 400 when there are not
 */
export function splitName(name: string, count: number): string[] {
  const parts = name.toLowerCase().split(".");
  if (parts.length === count && parts.every((part) => part !== "")) return parts;
  throw invalid(`'${name}' is not a valid name: it must have ${count} part${count > 1 ? "s" : ""}.`);
}

/**
 * Refuses what Unity Catalog does not take as the name of an object.
 * https://docs.databricks.com/en/sql/language-manual/sql-ref-names.html
 *
 * @throws LocalError 400
 */
export function checkName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (name !== "" && name.length <= 255 && !/[. /\x00-\x1f\x7f]/.test(name)) return name.toLowerCase();
  throw invalid(
    `'${name}' is not a valid name: a name has 1 to 255 characters, without period, space, slash and control characters.`,
  );
}
