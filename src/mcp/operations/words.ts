/** Words that say nothing about an operation. */
const stopWords = new Set(
  "a all an and by for from how i in into is it my of on or that the this to using with".split(" "),
);

/** Words that ask for a change; a query without one is about looking. */
export const actions: ReadonlySet<string> = new Set(
  "add cancel change create delete deploy disable drop edit enable execute export grant import install move publish put remove repair reset restore revoke run set start stop submit terminate update upload write".split(
    " ",
  ),
);

/** What people say, and what the API says. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  add: ["create", "put"],
  ask: ["start", "conversation"],
  change: ["update", "edit"],
  dashboard: ["lakeview"],
  detail: ["get"],
  drop: ["delete"],
  execute: ["run"],
  find: ["list", "search"],
  lakebase: ["database", "postgres"],
  git: ["repo"],
  grant: ["update"],
  lineage: ["relationship"],
  list: ["search"],
  notebook: ["workspace", "object"],
  permission: ["grant", "acl"],
  privilege: ["grant", "permission"],
  query: ["statement"],
  remove: ["delete"],
  run: ["execute", "submit"],
  show: ["get", "list"],
  sql: ["statement"],
  stop: ["cancel", "delete"],
  terminate: ["delete"],
  value: ["get"],
  volume: ["file"],
};

/** Splits camelCase, snake_case and paths into words: lower case, singular. */
export function words(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/ies$/, "y").replace(/(?<=\w\w[^s])s$/, ""));
}

/** The words of a query that mean something, each with its synonyms behind it. */
export function meanings(query: string): string[][] {
  const said = words(query);
  const telling = said.filter((word) => !stopWords.has(word));
  return (telling.length > 0 ? telling : said).map((word) => [word, ...(synonyms[word] ?? [])]);
}
