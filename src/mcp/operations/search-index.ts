import type { SearchResult } from "minisearch";
import type { CatalogEntry } from "../../../generated/index.ts";
import { allOperations } from "./directory.ts";
import { actions, meanings, words } from "./words.ts";

/** What a search may be narrowed to. */
export interface Narrowing {
  readonly service?: string | undefined;
  readonly risk?: string | undefined;
}

type Search = (query: string, narrowing: Narrowing) => CatalogEntry[];

/** Matches with less than this share of the best one's score are noise. */
const leastShare = 0.15;

let search: Promise<Search> | undefined;

/** Finds operations by words, best first. The index is built on the first search. */
export async function searchOperations(query: string, narrowing: Narrowing): Promise<CatalogEntry[]> {
  search ??= buildIndex();
  return (await search)(query, narrowing);
}

async function buildIndex(): Promise<Search> {
  const [{ default: MiniSearch }, entries] = await Promise.all([import("minisearch"), allOperations()]);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const index = new MiniSearch<CatalogEntry>({
    fields: ["id", "keywords", "summary", "path", "service", "arguments"],
    extractField: (entry, field) => [entry[field as keyof CatalogEntry] ?? ""].flat().join(" "),
    tokenize: words,
    searchOptions: {
      boost: { id: 4, keywords: 3, summary: 2, path: 1, service: 1, arguments: 0.2 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boostDocument: (id) => freshness(byId.get(String(id))),
    },
  });
  index.addAll(entries);
  return (query, { service, risk }) => {
    const groups = meanings(query);
    const said = new Set(groups.map(([word]) => word));
    const hits = index.search(groups.flat().join(" "), {
      boostTerm: (term) => (said.has(term) ? 1 : 0.5),
      filter: ({ id }) => {
        const entry = byId.get(id);
        return (service ?? entry?.service) === entry?.service && (risk ?? entry?.risk) === entry?.risk;
      },
    });
    return ranked(hits, groups, byId).flatMap((id) => byId.get(id) ?? []);
  };
}

/** Orders by score and by how much of the query the operation is about, and leaves out what only matches in passing. */
function ranked(
  hits: readonly SearchResult[],
  groups: readonly string[][],
  byId: ReadonlyMap<string, CatalogEntry>,
): string[] {
  const asksToAct = groups.some(([word = ""]) => actions.has(word));
  const scored = hits.map(({ id, score }) => {
    const entry = byId.get(String(id));
    const telling = entry ? tellingWords(entry) : [];
    const found = groups.reduce((sum, group) => sum + coverage(group, telling), 0);
    const wanted = !asksToAct && entry?.risk === "read" ? 1.5 : 1;
    return { id: String(id), score: score * wanted * ((found + 0.5) / (groups.length + 0.5)) ** 3 };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score >= best * leastShare)
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** What an operation is about; argument names only help to find it. */
function tellingWords({ id, keywords, path, service }: CatalogEntry): string[] {
  return words([id, path, service, ...(keywords ?? [])].join(" "));
}

/** How well words tell of a term or its synonyms: the term itself in full, a synonym or a longer word less. */
function coverage([term = "", ...synonyms]: readonly string[], telling: readonly string[]): number {
  if (telling.includes(term)) return 1;
  if (term.length > 2 && telling.some((word) => word.startsWith(term))) return 0.8;
  return synonyms.some((synonym) => telling.includes(synonym)) ? 0.7 : 0;
}

/** Deprecated operations, and those that a newer version replaces, come last. */
function freshness(entry: CatalogEntry | undefined): number {
  if (entry?.deprecated) return 0.3;
  return entry && /legacy|proxy/i.test(entry.id) ? 0.5 : 1;
}
