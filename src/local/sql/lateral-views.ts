import { quoted } from "./catalog-names.ts";
import { argumentsOf, closingOf, type Place, type Rewritten, upper } from "./place.ts";

/** What each generator makes of a list or map, by the names of its columns. */
const generators: Readonly<Record<string, (argument: string, names: readonly string[]) => string>> = {
  EXPLODE: (argument, [one = "col", two]) =>
    two === undefined
      ? `SELECT unnest(${argument}) AS ${quoted(one)}`
      : `SELECT unnest(map_keys(${argument})) AS ${quoted(one)}, unnest(map_values(${argument})) AS ${quoted(two)}`,
  POSEXPLODE: (argument, [position = "pos", value = "col"]) =>
    `SELECT unnest(range(len(${argument}))) AS ${quoted(position)}, unnest(${argument}) AS ${quoted(value)}`,
};

/** `LATERAL VIEW [OUTER] explode(…) [table] [AS column, …]` */
export function lateralViews({ tokens, at, render }: Place): Rewritten | undefined {
  if (upper(tokens[at]) !== "LATERAL" || upper(tokens[at + 1]) !== "VIEW") return undefined;
  const outer = upper(tokens[at + 2]) === "OUTER";
  const call = at + (outer ? 3 : 2);
  const generator = generators[upper(tokens[call]).replace(/_OUTER$/, "")];
  const [argument] = argumentsOf(tokens, call + 1);
  if (!generator || !argument) return undefined;
  let next = closingOf(tokens, call + 1) + 1;
  const isName = (): boolean =>
    ["word", "name"].includes(tokens[next]?.kind ?? "") && !clause.test(upper(tokens[next]));
  const table = isName() && upper(tokens[next]) !== "AS" ? tokens[next++]?.value : undefined;
  const names: string[] = [];
  if (upper(tokens[next]) === "AS" || tokens[next]?.text === ",") {
    do names.push(tokens[++next]?.value ?? "");
    while (tokens[++next]?.text === ",");
  }
  const query = generator(render(...argument), names);
  const alias = quoted(table ?? `view${at}`);
  const text = outer ? `LEFT JOIN LATERAL (${query}) AS ${alias} ON true` : `CROSS JOIN LATERAL (${query}) AS ${alias}`;
  return { text, length: next - at };
}

/** What may follow a view without a name. */
const clause =
  /^(WHERE|GROUP|HAVING|ORDER|SORT|LIMIT|UNION|EXCEPT|INTERSECT|QUALIFY|LATERAL|WINDOW|JOIN|LEFT|CROSS|INNER)$/;
