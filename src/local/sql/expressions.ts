import { literal } from "./catalog-names.ts";
import { argumentsOf, closingOf, type Place, type Rewritten, upper } from "./place.ts";

const operators = new Set(["+", "-", "*", "/", "%"]);
const typed = /^(DATE|TIMESTAMP|TIMESTAMP_NTZ|TIMESTAMP_LTZ|INTERVAL)$/;

/** A text that is a number, beside an operator, is that number: a BIGINT when it is whole, else a DOUBLE. */
export function arithmetic({ tokens, at, parameters }: Place): Rewritten | undefined {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.kind !== "string" && token?.kind !== "parameter") return undefined;
  if (!operators.has(before?.text ?? "") && !operators.has(after?.text ?? "")) return undefined;
  const parameter = parameters.find(({ name }) => name.toLowerCase() === token.value.toLowerCase());
  if (token.kind === "parameter" && (parameter?.type ?? "STRING").toUpperCase() !== "STRING") return undefined;
  const value = token.kind === "string" ? token.value : (parameter?.value ?? "");
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) || typed.test(upper(before))) return undefined;
  const type = /^\s*[+-]?\d+\s*$/.test(value) ? "BIGINT" : "DOUBLE";
  return { text: `CAST(${token.kind === "string" ? literal(value) : `$${token.value}`} AS ${type})`, length: 1 };
}

/** `LEFT ANTI JOIN`, `LEFT SEMI JOIN`, `MINUS`, `SORT BY` */
export function joins({ tokens, at }: Place): Rewritten | undefined {
  const [word, next, third] = [upper(tokens[at]), upper(tokens[at + 1]), upper(tokens[at + 2])];
  if (word === "LEFT" && /^(ANTI|SEMI)$/.test(next) && third === "JOIN") return { text: next, length: 2 };
  if (word === "MINUS" && (/^(SELECT|ALL|DISTINCT|VALUES|TABLE)$/.test(next) || tokens[at + 1]?.text === "("))
    return { text: "EXCEPT", length: 1 };
  return word === "SORT" && next === "BY" ? { text: "ORDER BY", length: 2 } : undefined;
}

/** `x -> …`, `(x, y) -> …` */
export function lambdas({ tokens, at }: Place): Rewritten | undefined {
  if (tokens[at]?.kind === "word" && tokens[at + 1]?.text === "->")
    return { text: `LAMBDA ${tokens[at]?.text}:`, length: 2 };
  if (tokens[at]?.text !== "(" || tokens[at]?.kind !== "symbol") return undefined;
  const end = closingOf(tokens, at);
  if (tokens[end + 1]?.text !== "->") return undefined;
  const names = tokens.slice(at + 1, end).map(({ text }) => text);
  return { text: `LAMBDA ${names.join(" ")}:`, length: end + 2 - at };
}

/** Arrays count from 0 in brackets, DuckDB's from 1. What begins with a text is a key of a map. */
export function subscripts({ tokens, at, parameters, render }: Place): Rewritten | undefined {
  if (tokens[at]?.text !== "[" || tokens[at]?.kind !== "symbol") return undefined;
  const { kind, value = "" } = tokens[at + 1] ?? {};
  const parameter = parameters.find(({ name }) => name.toLowerCase() === value.toLowerCase());
  const isKey = kind === "string" || (kind === "parameter" && (parameter?.type ?? "STRING").toUpperCase() === "STRING");
  const end = closingOf(tokens, at);
  const inside = render(at + 1, end);
  return { text: isKey ? `[${inside}]` : `[${inside} + 1]`, length: end + 1 - at };
}

/** `LIKE ANY ('a%', 'b%')`, as one regular expression: texts only. */
export function patterns({ tokens, at }: Place): Rewritten | undefined {
  if (!/^I?LIKE$/.test(upper(tokens[at])) || !/^(ANY|SOME)$/.test(upper(tokens[at + 1]))) return undefined;
  const found = argumentsOf(tokens, at + 2).map(([from, to]) => tokens.slice(from, to));
  if (found.length === 0 || found.some(([first, ...more]) => first?.kind !== "string" || more.length > 0))
    return undefined;
  const flags = upper(tokens[at]) === "ILIKE" ? "(?is)" : "(?s)";
  const choices = found.map(([pattern]) => regularExpression(pattern?.value ?? "")).join("|");
  return { text: `SIMILAR TO ${literal(`${flags}(?:${choices})`)}`, length: closingOf(tokens, at + 2) + 1 - at };
}

/** What LIKE means by a pattern. */
const regularExpression = (pattern: string): string =>
  pattern.replace(/\\([\s\S])|%|_|[.*+?^${}()|[\]]/g, (found, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return { "%": ".*", _: "." }[found] ?? `\\${found}`;
  });
