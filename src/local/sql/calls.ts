import { literal, quoted } from "./catalog-names.ts";
import { readDataType, readJsonStructure } from "./data-type.ts";
import { mostArguments } from "./functions.ts";
import { argumentsOf, closingOf, type Place, type Rewritten, upper } from "./place.ts";
import { type Token, tokenize } from "./tokens.ts";

/** A call's arguments, in DuckDB's SQL and as they stand; undefined where DuckDB knows the call as it is. */
type Shape = (args: readonly string[], tokens: readonly (readonly Token[])[]) => string | undefined;

const every = (args: readonly string[], from: number): string[] => args.filter((_, index) => index % 2 === from);

const structField = (tokens: readonly Token[], index: number): string => {
  const named = tokens.length === 1 || upper(tokens.at(-2)) === "AS" || tokens.at(-2)?.text === ".";
  const last = tokens.at(-1);
  return named && last && ["word", "name"].includes(last.kind) ? last.value : `col${index + 1}`;
};

const withoutAlias = (text: string): string => text.replace(/\s+AS\s+\S+$/i, "");

/** Functions whose arguments DuckDB takes in another form. */
const shapes: Readonly<Record<string, Shape>> = {
  AGGREGATE: (args) => reduce(args),
  REDUCE: (args) => reduce(args),
  CONCAT: (args) => (args.length > mostArguments ? nested(args) : undefined),
  DECODE: (args) => (args.length > 2 ? decode(args) : undefined),
  EXISTS: ([list = "", lambda], [first]) =>
    lambda === undefined || /^(SELECT|WITH|FROM)$/.test(upper(first?.[0]))
      ? undefined
      : `list_bool_or(list_transform(${list}, ${lambda}))`,
  FORALL: ([list = "", lambda = ""]) => `list_bool_and(list_transform(${list}, ${lambda}))`,
  FROM_JSON: ([json = ""], [, schema]) =>
    schema?.[0]?.kind === "string" ? fromJson(json, schema[0].value) : undefined,
  INLINE: ([list = ""]) => `unnest(${list}, max_depth := 2)`,
  MAP: (args) => `map([${every(args, 0).join(", ")}], [${every(args, 1).join(", ")}])`,
  MAP_FROM_ARRAYS: (args) => `map(${args.join(", ")})`,
  NAMED_STRUCT: (args, tokens) =>
    `struct_pack(${every(args, 1)
      .map((arg, index) => `${quoted(tokens[index * 2]?.[0]?.value ?? "")} := ${arg}`)
      .join(", ")})`,
  POSEXPLODE: ([list = ""]) => `generate_subscripts(${list}, 1) - 1 AS pos, unnest(${list}) AS col`,
  STRUCT: (args, tokens) =>
    `struct_pack(${args.map((arg, index) => `${quoted(structField(tokens[index] ?? [], index))} := ${withoutAlias(arg)}`).join(", ")})`,
};

const reduce = ([list = "", start = "", step = "", ...finish]: readonly string[]): string | undefined =>
  finish.length === 0 ? `list_reduce(${list}, ${step}, ${start})` : undefined;

/** Calls in calls, each with no more arguments than a macro takes. */
const nested = (args: readonly string[]): string =>
  args.length <= mostArguments
    ? `concat(${args.join(", ")})`
    : `concat(${args.slice(0, mostArguments - 1).join(", ")}, ${nested(args.slice(mostArguments - 1))})`;

function decode([value = "", ...rest]: readonly string[]): string {
  const pairs = every(rest, 0).slice(0, Math.floor(rest.length / 2));
  const cases = pairs.map((key, index) => `WHEN (${value}) IS NOT DISTINCT FROM (${key}) THEN ${rest[index * 2 + 1]}`);
  return `CASE ${cases.join(" ")}${rest.length % 2 === 1 ? ` ELSE ${rest.at(-1)}` : ""} END`;
}

/** @param schema a type, or the fields of a struct */
function fromJson(json: string, schema: string): string {
  const type = /^\s*(ARRAY|MAP|STRUCT)\s*</i.test(schema) ? schema : `STRUCT<${schema}>`;
  const tokens = tokenize(type).filter(({ kind }) => kind !== "space");
  return `from_json(${json}, ${literal(JSON.stringify(readJsonStructure(tokens, 0).value))})`;
}

/** Calls that DuckDB takes in another form. */
export function shapedCalls(place: Place): Rewritten | undefined {
  const { tokens, at, render } = place;
  const shape = shapes[upper(tokens[at])];
  if (tokens[at + 1]?.text !== "(" || tokens[at - 1]?.text === ".") return undefined;
  if (/^(LISTAGG|STRING_AGG)$/.test(upper(tokens[at]))) return orderedText(place);
  if (!shape) return undefined;
  const ranges = argumentsOf(tokens, at + 1);
  const text = shape(
    ranges.map((range) => render(...range)),
    ranges.map((range) => tokens.slice(...range)),
  );
  return text === undefined ? undefined : { text, length: closingOf(tokens, at + 1) + 1 - at };
}

/** `listagg(x, ',') WITHIN GROUP (ORDER BY y)` */
function orderedText({ tokens, at, render }: Place): Rewritten | undefined {
  const end = closingOf(tokens, at + 1);
  if (upper(tokens[end + 1]) !== "WITHIN" || upper(tokens[end + 2]) !== "GROUP") return undefined;
  const last = closingOf(tokens, end + 3);
  const text = `string_agg(${render(at + 2, end)}${argumentsOf(tokens, at + 1).length === 1 ? ", ''" : ""} ${render(end + 4, last)})`;
  return { text, length: last + 1 - at };
}

const wholes = new Set(["TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT"]);

/** `CAST(… AS INT)` drops the fraction, and `CAST(… AS STRING)` shows timestamps without a zone. */
export function casts({ tokens, at, render }: Place): Rewritten | undefined {
  const word = upper(tokens[at]);
  if (!/^(TRY_)?CAST$/.test(word) || tokens[at + 1]?.text !== "(") return undefined;
  const end = closingOf(tokens, at + 1);
  if (upper(tokens[end - 2]) !== "AS") return undefined;
  const type = readDataType(tokens, end - 1).text.replace(/^INT$/, "INTEGER");
  if (!wholes.has(type) && (type !== "VARCHAR" || word !== "CAST")) return undefined;
  const name = `${word === "CAST" ? "" : "try_"}as_${type.toLowerCase()}`;
  return { text: `${name}(${render(at + 2, end - 2)})`, length: end + 1 - at };
}
