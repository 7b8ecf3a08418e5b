import { casts, shapedCalls } from "./calls.ts";
import { databaseOf, literal, quoted } from "./catalog-names.ts";
import { readDataType } from "./data-type.ts";
import type { Parameter } from "./execute.ts";
import { arithmetic, joins, lambdas, patterns, subscripts } from "./expressions.ts";
import { renamed } from "./functions.ts";
import { lateralViews } from "./lateral-views.ts";
import { type Place, type Rewritten, type Rule, upper } from "./place.ts";
import { isPlainName } from "./plain-names.ts";
import { SqlError } from "./sql-error.ts";
import { tableClauseLength } from "./table-clauses.ts";
import { type Token, tokenize } from "./tokens.ts";

/** A statement in DuckDB's SQL. */
export interface Translated {
  readonly sql: string;
  /** Its first tokens: words in upper case, anything else as `""`. */
  readonly head: readonly string[];
}

/**
 * Translates a statement from Databricks' SQL to DuckDB's, token by token. What needs no translation stays as it is, and
 * what DuckDB does not know either is for it to refuse.
 *
 * @throws SqlError for a parameter that cannot be one
 */
export function translate(sql: string, parameters: readonly Parameter[] = []): Translated {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "space");
  const head = tokens.slice(0, 6).map(upper);
  return { sql: render({ source: sql, tokens, head, parameters }, 0, tokens.length, []), head };
}

type Statement = Pick<Place, "source" | "tokens" | "head" | "parameters">;

/** The tokens of a range in DuckDB's SQL, with the blanks between them. */
function render(statement: Statement, from: number, to: number, outer: readonly string[], within = false): string {
  const { source, tokens } = statement;
  const open = [...outer];
  let [text, inQuery, done] = ["", within, tokens[from]?.start ?? 0];
  for (let at = from; at < to; ) {
    const inner = (first: number, last: number): string => render(statement, first, last, open, inQuery);
    const { text: made, length } = rewrite({ ...statement, at, open, inQuery, render: inner });
    text += source.slice(done, tokens[at]?.start) + made;
    for (const end = at + length; at < end; at++) {
      if (tokens[at]?.text === "(") open.push(upper(tokens[at - 1]));
      if (tokens[at]?.text === ")") open.pop();
      if (open.length === 0 && upper(tokens[at]) === "AS") inQuery = true;
      done = (tokens[at]?.start ?? 0) + (tokens[at]?.text.length ?? 0);
    }
  }
  return text;
}

function rewrite(place: Place): Rewritten {
  for (const rule of rules) {
    const made = rule(place);
    if (made) return made;
  }
  return { text: place.tokens[place.at]?.text ?? "", length: 1 };
}

const rules: readonly Rule[] = [
  explain,
  arithmetic,
  strings,
  markers,
  numbers,
  operators,
  joins,
  patterns,
  lambdas,
  subscripts,
  lateralViews,
  jsonPath,
  tableClauses,
  casts,
  dataTypes,
  identifierClause,
  names,
  shapedCalls,
  calls,
];

/** DuckDB explains in one way. */
function explain({ tokens, at, head }: Place): Rewritten | undefined {
  const detailed = head[0] === "EXPLAIN" && /^(EXTENDED|CODEGEN|COST|FORMATTED)$/.test(head[1] ?? "");
  return detailed && at === 0 ? { text: tokens[0]?.text ?? "", length: 2 } : undefined;
}

function strings({ tokens, at }: Place): Rewritten | undefined {
  const token = tokens[at];
  return token?.kind === "string" ? { text: literal(token.value), length: 1 } : undefined;
}

function markers({ tokens, at, parameters }: Place): Rewritten | undefined {
  const { kind, value, text } = tokens[at] ?? {};
  if (text === "?") throw new SqlError("UNBOUND_SQL_PARAMETER", "42P02", "Parameters are marked by name, as `:name`.");
  if (kind !== "parameter" || value === undefined) return undefined;
  const type = parameters.find(({ name }) => name.toLowerCase() === value.toLowerCase())?.type ?? "STRING";
  return { text: `CAST($${value} AS ${readDataType(tokenize(type), 0).text})`, length: 1 };
}

const suffixes: Readonly<Record<string, string>> = {
  L: "BIGINT",
  S: "SMALLINT",
  Y: "TINYINT",
  D: "DOUBLE",
  F: "FLOAT",
};

function numbers({ tokens, at }: Place): Rewritten | undefined {
  const [, digits, suffix] = (tokens[at]?.kind === "number" && /^(.*?)(BD|[LSYDF])$/.exec(tokens[at].text)) || [];
  if (digits === undefined || suffix === undefined) return undefined;
  return { text: suffix === "BD" ? digits : `CAST(${digits} AS ${suffixes[suffix]})`, length: 1 };
}

function operators({ tokens, at }: Place): Rewritten | undefined {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const word = upper(token);
  if (token?.text === "<=>") return { text: "IS NOT DISTINCT FROM", length: 1 };
  if (word === "DIV" && before && after?.text !== "(") return { text: "//", length: 1 };
  if (word === "EXCEPT" && before?.text === "*" && after?.text === "(") return { text: "EXCLUDE", length: 1 };
  if (token?.text === "==") return { text: "=", length: 1 };
  if (["RLIKE", "REGEXP"].includes(word) && after?.kind === "string")
    return { text: `SIMILAR TO ${literal(`(?s).*(?:${after.value}).*`)}`, length: 2 };
  return undefined;
}

/** `column:field.field` reads a field of JSON text. */
function jsonPath({ tokens, at }: Place): Rewritten | undefined {
  const [before, colon] = [tokens[at - 1], tokens[at]];
  if (colon?.text !== ":" || !before || before.start + before.text.length !== colon.start) return undefined;
  if (!["word", "name"].includes(tokens[at + 1]?.kind ?? "")) return undefined;
  let end = at + 2;
  while (tokens[end]?.text === "." && ["word", "name"].includes(tokens[end + 1]?.kind ?? "")) end += 2;
  const path = tokens.slice(at + 1, end).map(({ kind, value }) => (kind === "symbol" ? value : `"${value}"`));
  return { text: `.json_extract_string(${literal(`$.${path.join("")}`)})`, length: end - at };
}

/** Clauses of CREATE TABLE and CREATE VIEW about storage, and comments, which mean nothing to DuckDB. */
function tableClauses({ tokens, at, open, head, inQuery }: Place): Rewritten | undefined {
  const kind = head.findIndex((word) => word === "TABLE" || word === "VIEW");
  if (!/^(CREATE|REPLACE)$/.test(head[0] ?? "") || kind < 0 || at <= kind || inQuery) return undefined;
  const length = tableClauseLength(tokens, at, open.length);
  return length > 0 ? { text: "", length } : undefined;
}

function dataTypes(place: Place): Rewritten | undefined {
  const { tokens, at } = place;
  return tokens[at]?.kind === "word" && isDataType(place) ? readDataType(tokens, at) : undefined;
}

function isDataType({ tokens, at, open, head, inQuery }: Place): boolean {
  const [two, one, word, after] = [tokens[at - 2], tokens[at - 1], upper(tokens[at]), tokens[at + 1]];
  if (one?.text === "::" || (after?.text === "<" && ["ARRAY", "MAP", "STRUCT"].includes(word))) return true;
  if (upper(one) === "AS" && ["CAST", "TRY_CAST"].includes(open.at(-1) ?? "")) return true;
  if (after?.kind === "string" && /^TIMESTAMP/.test(word)) return true;
  const named = one?.kind === "word" || one?.kind === "name";
  const inList = named && (two?.text === "(" || two?.text === ",");
  if (head[0] === "CREATE" && head.includes("TABLE") && open.length === 1 && !inQuery) return inList;
  if (head[0] !== "ALTER") return false;
  return upper(one) === "TYPE" || inList || (named && /^(COLUMNS?|EXISTS)$/.test(upper(two)));
}

/** `IDENTIFIER('a.b.c')`, `IDENTIFIER(:name)` */
function identifierClause({ tokens, at, parameters }: Place): Rewritten | undefined {
  if (upper(tokens[at]) !== "IDENTIFIER" || tokens[at + 1]?.text !== "(" || tokens[at + 3]?.text !== ")")
    return undefined;
  const { kind, value = "" } = tokens[at + 2] ?? {};
  const given = parameters.find(({ name }) => kind === "parameter" && name.toLowerCase() === value.toLowerCase());
  const text = kind === "parameter" ? given?.value : value;
  if (!text)
    throw new SqlError("UNBOUND_SQL_PARAMETER", "42P02", `The parameter \`${value}\` of the statement has no value.`);
  return { text: translate(text).sql, length: 4 };
}

/** Names in backticks, catalogs whose name DuckDB keeps for itself, and the schema `default`, which is a keyword there. */
function names({ tokens, at }: Place): Rewritten | undefined {
  const token = tokens[at];
  if (token?.kind !== "word" && token?.kind !== "name") return undefined;
  if (isCatalog(tokens, at)) return { text: quoted(databaseOf(token.value)), length: 1 };
  return token.kind === "name" || isPlainName(tokens, at) ? { text: quoted(token.value), length: 1 } : undefined;
}

/** The first of three names, or of two after SCHEMA. */
function isCatalog(tokens: readonly Token[], at: number): boolean {
  const [value = "", before] = [tokens[at]?.value, tokens[at - 1]];
  if (databaseOf(value) === value.toLowerCase() || before?.text === "." || tokens[at + 1]?.text !== ".") return false;
  const subject = tokens.slice(Math.max(0, at - 4), at).map(upper);
  return tokens[at + 3]?.text === "." || subject.includes("SCHEMA") || subject.includes("DATABASE");
}

const withUnit = new Set(["DATEADD", "DATE_ADD", "DATEDIFF", "DATE_DIFF", "TIMESTAMPADD", "TIMESTAMPDIFF"]);

/** Functions under DuckDB's names; a unit of time that stands as a word becomes a string. */
function calls({ tokens, at, open }: Place): Rewritten | undefined {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.kind !== "word") return undefined;
  if (before?.text === "(" && after?.text === "," && withUnit.has(open.at(-1) ?? ""))
    return /^[a-z]+$/i.test(token.text) ? { text: literal(token.text.toLowerCase()), length: 1 } : undefined;
  const name =
    after?.text === "(" && !/^[.)]$/.test(before?.text ?? "") ? renamed[token.value.toLowerCase()] : undefined;
  if (upper(token) === "TABLE" && /^(INTO|OVERWRITE)$/.test(upper(before))) return { text: "", length: 1 };
  return name === undefined ? undefined : { text: name, length: 1 };
}
