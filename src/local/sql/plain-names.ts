import { upper } from "./place.ts";
import type { Token } from "./tokens.ts";

/** Keywords of DuckDB that are always plain names in Databricks. */
const always = /^(analyse|asymmetric|at|deferrable|do|initially|lambda|placing|summarize|symmetric|variadic)$/i;

/** Keywords of DuckDB that are names in Databricks where an expression may stand. */
const sometimes =
  /^(asc|both|check|collate|column|constraint|desc|end|fetch|foreign|grant|leading|limit|offset|only|order|primary|qualify|references|returning|show|table|then|to|trailing|unique|when|window)$/i;

const before = /^([(,=<>+*/%]|<>|!=|<=|>=|SELECT|DISTINCT|BY|WHERE|AND|OR|NOT|ON|SET|AS)$/i;
const after = /^([),=<>+*/%;-]|<>|!=|<=|>=|FROM|AS|IS|IN|AND|OR|LIKE|BETWEEN|ASC|DESC|)$/i;

const type =
  /^(ARRAY|BIGINT|BINARY|BOOLEAN|DATE|DEC|DECIMAL|DOUBLE|FLOAT|INT|INTEGER|LONG|MAP|NUMERIC|SMALLINT|STRING|STRUCT|TIMESTAMP|TIMESTAMP_NTZ|TINYINT|VARCHAR|VARIANT)$/i;

/** Whether a word that DuckDB keeps for itself is a name. */
export function isPlainName(tokens: readonly Token[], at: number): boolean {
  const [word, previous, next] = [upper(tokens[at]), tokens[at - 1]?.text ?? "", tokens[at + 1]?.text ?? ""];
  if (always.test(word)) return true;
  if (previous === ".") return sometimes.test(word) || word === "DEFAULT";
  if (word === "DEFAULT") return next === ".";
  if (!sometimes.test(word) || !before.test(previous)) return false;
  return after.test(next) || (/^[(,]$/.test(previous) && type.test(next));
}
