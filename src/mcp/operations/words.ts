/** Words that say nothing about an operation. */
const stopWords = new Set(
  "a all an and by for from how i in into is it my of on or that the this to using with".split(" "),
);

/** What people say, and what the API says. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  add: ["create", "put"],
  ask: ["conversation", "message"],
  change: ["update", "edit"],
  dashboard: ["lakeview"],
  drop: ["delete"],
  execute: ["run"],
  find: ["list", "search"],
  lakebase: ["database", "postgres"],
  permission: ["grant", "acl"],
  query: ["statement"],
  remove: ["delete"],
  run: ["execute", "submit"],
  show: ["get", "list"],
  sql: ["statement"],
  stop: ["cancel", "delete"],
  terminate: ["delete"],
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
