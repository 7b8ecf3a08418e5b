import { PagingError } from "../errors/paging-error.ts";
import type { Operation, Pagination } from "../http/operation.ts";
import { type JsonObject, listAt, objectOf, valueAt } from "./json.ts";

/** Reads one page. */
export type ReadPage = (args: object) => Promise<unknown>;

/** One page, and what was asked for it. */
interface Page {
  readonly args: JsonObject;
  readonly answer: JsonObject;
  readonly items: readonly unknown[];
}

/** The arguments of the next page. `mark` is what would come again if the list ran in a circle. */
interface Next {
  readonly args: JsonObject;
  readonly mark: string;
}

/** How a list begins and goes on. */
interface Strategy {
  first(args: JsonObject): JsonObject;
  next(page: Page): Next | undefined;
}

type Of<Kind extends Pagination["kind"]> = Extract<Pagination, { kind: Kind }>;

/** An empty page may still have a token. */
const byToken = ({ request, response, zero }: Of<"token">): Strategy => ({
  first: (args) => (zero && args[zero] === undefined ? { ...args, [zero]: 0 } : args),
  next({ args, answer }) {
    const token = answer[response];
    return token ? { args: { ...args, [request]: token }, mark: JSON.stringify(token) } : undefined;
  },
});

/** Fields that Databricks sends and this version does not know are left out: the caller cannot have set them. */
const byNextRequest = ({ body }: Operation, { response }: Of<"next-request">): Strategy => ({
  first: (args) => args,
  next({ answer }) {
    const request = answer[response];
    if (!request) return undefined;
    const known = new Set(body?.kind === "fields" ? body.fields : []);
    const args = Object.entries(objectOf(request)).filter(([name]) => known.has(name));
    return { args: Object.fromEntries(args), mark: JSON.stringify(args) };
  },
});

/** Counts items or pages. A server that ignores the count sends its first page for ever. */
const byCount = ({ kind, request, defaults }: Of<"offset" | "page">): Strategy => ({
  first: (args) => ({ ...defaults, ...args }),
  next({ args, items }) {
    const step = kind === "page" ? 1 : items.length;
    const next = { ...args, [request]: Number(args[request]) + step };
    return items.length > 0 ? { args: next, mark: JSON.stringify(items[0]) } : undefined;
  },
});

const single: Strategy = { first: (args) => args, next: () => undefined };

function strategyOf(operation: Operation, pagination: Pagination): Strategy {
  switch (pagination.kind) {
    case "token":
      return byToken(pagination);
    case "next-request":
      return byNextRequest(operation, pagination);
    case "offset":
    case "page":
      return byCount(pagination);
    case "single":
      return single;
  }
}

/**
 * The answers that make a list, in order.
 *
 * @throws PagingError when the list would never end; what `read` throws
 */
export async function* pages(
  operation: Operation,
  pagination: Pagination,
  read: ReadPage,
  given: object,
): AsyncGenerator<JsonObject, void, undefined> {
  const { first, next } = strategyOf(operation, pagination);
  const seen = new Set<string>();
  const stated = Object.entries(given).filter(([, value]) => value !== undefined);
  for (let args = first(Object.fromEntries(stated)); ; ) {
    const answer = objectOf(await read(args));
    yield answer;
    const following = next({ args, answer, items: listAt(answer, pagination.items) });
    if (!following) return;
    if (seen.has(following.mark)) throw new PagingError(operation.id, seen.size + 1);
    seen.add(following.mark);
    args = following.args;
  }
}

/**
 * The items of all pages. A counted list that changes meanwhile shows an item twice; its id tells (SCIM).
 *
 * @throws what `pages` throws
 */
export async function* items(
  operation: Operation,
  pagination: Pagination,
  read: ReadPage,
  given: object,
): AsyncGenerator<unknown, void, undefined> {
  const idField = pagination.kind === "offset" ? (pagination.dedupe ?? "id") : undefined;
  const ids = new Set<unknown>();
  for await (const page of pages(operation, pagination, read, given)) {
    for (const item of listAt(page, pagination.items)) {
      const id = idField && valueAt(item, idField);
      if (id !== undefined && ids.has(id)) continue;
      if (id !== undefined) ids.add(id);
      yield item;
    }
  }
}
