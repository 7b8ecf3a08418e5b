import type { Operation, Pagination } from "../http/operation.ts";
import { type JsonObject, listAt, objectOf, withValueAt } from "./json.ts";
import { pages, type ReadPage } from "./paging.ts";

/** As in every operation of Jobs API 2.2. */
const subPaging: Pagination = {
  kind: "token",
  items: "",
  request: "page_token",
  in: "query",
  response: "next_page_token",
};

/**
 * The object whose first page is given, with the lists of all its pages.
 *
 * @param operation one with `subPages`
 * @param args what the first page was asked with
 * @throws PagingError when the lists would never end; what `read` throws
 */
export async function wholeObject(
  operation: Operation,
  read: ReadPage,
  args: object,
  first: unknown,
): Promise<JsonObject> {
  const { next_page_token: token, has_more: _, ...start } = objectOf(first);
  if (!token) return start;
  const lists = goingOn(start, operation);
  let whole: JsonObject = start;
  for await (const page of pages(operation, subPaging, read, { ...args, page_token: token })) {
    whole = lists.reduce((object, path) => append(object, path, listAt(page, path)), whole);
  }
  return whole;
}

function goingOn(first: JsonObject, { subPages }: Operation): string[] {
  const { lists = [], instead = {} } = subPages ?? {};
  return lists.map((path) => {
    const other = instead[path];
    return other !== undefined && listAt(first, other).length > 0 ? other : path;
  });
}

function append(object: JsonObject, path: string, more: readonly unknown[]): JsonObject {
  return more.length > 0 ? withValueAt(object, path, [...listAt(object, path), ...more]) : object;
}
