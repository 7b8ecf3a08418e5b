import type { Parameter } from "./execute.ts";
import type { Token } from "./tokens.ts";

/** What a rule makes of tokens: DuckDB's text for so many of them. */
export interface Rewritten {
  readonly text: string;
  readonly length: number;
}

/** Where a rule looks: tokens without spaces, around one of them. */
export interface Place {
  /** The whole statement. */
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly at: number;
  /** Words before the parentheses that are open here, in upper case, outer ones first. */
  readonly open: readonly string[];
  /** The statement's first words in upper case. */
  readonly head: readonly string[];
  /** Whether AS has begun the query of a CREATE. */
  readonly inQuery: boolean;
  readonly parameters: readonly Parameter[];
  /** Tokens from an index to before another, in DuckDB's SQL. */
  readonly render: (from: number, to: number) => string;
}

/** Translates what stands at a place, if it knows it. */
export type Rule = (place: Place) => Rewritten | undefined;

/** A keyword or name in upper case; empty for anything else. */
export const upper = (token: Token | undefined): string => (token?.kind === "word" ? token.value.toUpperCase() : "");

const opening = new Set(["(", "["]);
const closing = new Set([")", "]"]);

/** The index of the bracket that closes the one at an index; the end where there is none. */
export function closingOf(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const { kind = "", text = "" } = tokens[index] ?? {};
    if (kind === "symbol" && opening.has(text)) depth += 1;
    if (kind === "symbol" && closing.has(text)) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

/** From an index to before another. */
export type Range = readonly [number, number];

/** The arguments between the parenthesis at an index and its closing one; none for `()`. */
export function argumentsOf(tokens: readonly Token[], at: number): Range[] {
  const end = closingOf(tokens, at);
  const ranges: Range[] = [];
  let from = at + 1;
  for (let index = from; index < end; index++) {
    if (opening.has(tokens[index]?.text ?? "") && tokens[index]?.kind === "symbol") index = closingOf(tokens, index);
    else if (tokens[index]?.text === ",") {
      ranges.push([from, index]);
      from = index + 1;
    }
  }
  return end > at + 1 ? [...ranges, [from, end]] : [];
}
