import type { Pagination } from "./extensions.ts";
import type { Field, GoType } from "./go-models.ts";
import type { FindModel } from "./operation-facts.ts";
import type { NamedOperation } from "./twins.ts";

/**
 * Pages of a list that the SDK leaves to its callers: the request takes a `page_token`, and the answer holds a
 * `next_page_token` beside one list and nothing else that could be cut in pieces. An answer with several lists or with
 * objects is one thing in parts (a job and its tasks), and how its parts join, wire names do not tell.
 */
export function pageTokenPagination({ request, facts }: NamedOperation, find: FindModel): Pagination | undefined {
  const answer = jsonFields(request.response, find);
  const lists = answer.filter(({ type }) => type.kind === "array");
  const [list] = lists;
  const place = tokenPlace(facts, find);
  const paged = place && answer.some(({ json }) => json?.name === "next_page_token");
  if (!paged || !list?.json || lists.length > 1 || answer.some(({ type }) => isObject(type, find))) return undefined;
  return { kind: "token", items: list.json.name, request: "page_token", in: place, response: "next_page_token" };
}

function tokenPlace({ parameters, body }: NamedOperation["facts"], find: FindModel): Pagination["in"] {
  if (parameters.some((each) => each.in === "query" && each.name === "page_token")) return "query";
  const fields = body?.kind === "fields" ? jsonFields(body.type, find) : [];
  return fields.some(({ json }) => json?.name === "page_token") ? "body" : undefined;
}

function jsonFields(type: GoType | undefined, find: FindModel): Field[] {
  const model = type && find(type);
  return model?.kind === "struct" ? model.fields.filter(({ json }) => json) : [];
}

const isObject = (type: GoType, find: FindModel): boolean => type.kind === "map" || find(type)?.kind === "struct";
