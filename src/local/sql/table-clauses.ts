import type { Token } from "./tokens.ts";

const upper = (token: Token | undefined): string => (token?.kind === "word" ? token.value.toUpperCase() : "");

/**
 * How many tokens a clause takes that stands here in a CREATE TABLE or CREATE VIEW, before the query, and that DuckDB
 * does without: USING, COMMENT, TBLPROPERTIES, OPTIONS, PARTITIONED BY, CLUSTER BY, LOCATION. 0 for anything else.
 *
 * @param depth how many parentheses are open
 */
export function tableClauseLength(tokens: readonly Token[], at: number, depth: number): number {
  const [first, second] = [upper(tokens[at]), upper(tokens[at + 1])];
  if (first === "COMMENT" && tokens[at + 1]?.kind === "string") return 2;
  if (depth > 0) return 0;
  if (first === "USING" || (first === "LOCATION" && tokens[at + 1]?.kind === "string")) return 2;
  if (/^(TBLPROPERTIES|OPTIONS)$/.test(first)) return 1 + parenthesized(tokens, at + 1);
  if (/^(PARTITIONED|CLUSTER)$/.test(first) && second === "BY") return 2 + Math.max(1, parenthesized(tokens, at + 2));
  return 0;
}

/** Tokens from an opening parenthesis to its closing one; 0 where there is none. */
function parenthesized(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    if (tokens[index]?.text === "(") depth += 1;
    if (tokens[index]?.text === ")") depth -= 1;
    if (depth === 0) return index === at ? 0 : index + 1 - at;
  }
  return 0;
}
