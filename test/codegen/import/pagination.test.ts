import { describe, expect, it } from "vitest";
import { type GoIterator, iterator, method, struct } from "./go-source.ts";
import { importThings } from "./mini-sdk.ts";

const TOKEN: GoIterator["next"] = [
  'if resp.NextPageToken == "" { return nil }',
  "request.PageToken = resp.NextPageToken",
];
const SCIM: GoIterator["next"] = [
  "if len(getItems(resp)) == 0 { return nil }",
  "request.StartIndex = resp.StartIndex + int64(len(resp.Resources))",
];
const PAGE: GoIterator["next"] = ["if len(getItems(resp)) == 0 { return nil }", "request.Page = resp.Page + 1"];
const NEXT: GoIterator["next"] = ["if resp.NextPage == nil { return nil }", "request = *resp.NextPage"];

const THING = struct("Thing", 'Id string json:"id"');

/** Imports a list with the given iterator, request fields and answer fields. */
async function paged(each: GoIterator, verb: string, request: readonly string[], response: readonly string[]) {
  const list = { name: "internalList", verb, path: "/api/2.0/things" };
  const imported = await importThings({
    impl: iterator(each) + method({ ...list, request: "ListThingsRequest", response: "ListThingsResponse" }),
    model: struct("ListThingsRequest", ...request) + struct("ListThingsResponse", ...response) + THING,
  });
  return imported.operation("things.list")["x-databricks-pagination"];
}

const TOKEN_ANSWER = ['NextPageToken string json:"next_token"', 'Things []Thing json:"things"'];

/** What the answer is, the iterator, the verb, fields of request and answer, and the facts. */
const ITERATORS: [string, GoIterator, string, string[], string[], object][] = [
  [
    "a token in the query",
    { next: TOKEN },
    "Get",
    ['PageToken string json:"-" url:"token,omitempty"'],
    TOKEN_ANSWER,
    { kind: "token", items: "things", request: "token", in: "query", response: "next_token" },
  ],
  [
    "a token in the body of a POST",
    { next: TOKEN },
    "Post",
    ['PageToken string json:"token,omitempty"'],
    TOKEN_ANSWER,
    { kind: "token", items: "things", request: "token", in: "body", response: "next_token" },
  ],
  [
    "a page size sent as zero, so that the server chooses",
    { next: TOKEN, more: 'request.ForceSendFields = append(request.ForceSendFields, "MaxResults")' },
    "Get",
    ['PageToken string json:"-" url:"token,omitempty"', 'MaxResults int json:"-" url:"max_results,omitempty"'],
    TOKEN_ANSWER,
    { kind: "token", items: "things", request: "token", in: "query", response: "next_token", zero: "max_results" },
  ],
  [
    "everything at once",
    {},
    "Get",
    ['Owner string json:"-" url:"owner,omitempty"'],
    ['Things []Thing json:"things"'],
    { kind: "single", items: "things" },
  ],
  [
    "SCIM, which counts from 1, with items told apart by id",
    {
      next: SCIM,
      items: "Resources",
      dedupe: "Id",
      more: "request.StartIndex = 1\nif request.Count == 0 { request.Count = 10000 }",
    },
    "Get",
    ['StartIndex int64 json:"-" url:"startIndex,omitempty"', 'Count int64 json:"-" url:"count,omitempty"'],
    ['StartIndex int64 json:"startIndex"', 'Resources []Thing json:"Resources"'],
    {
      kind: "offset",
      items: "Resources",
      request: "startIndex",
      in: "query",
      response: "startIndex",
      defaults: { startIndex: 1, count: 10000 },
      dedupe: "id",
    },
  ],
  [
    "page numbers",
    { next: PAGE, more: "request.Page = 1" },
    "Get",
    ['Page int json:"-" url:"page,omitempty"'],
    ['Page int json:"page"', 'Things []Thing json:"results"'],
    { kind: "page", items: "results", request: "page", in: "query", response: "page", defaults: { page: 1 } },
  ],
  [
    "the whole next request in the answer",
    { next: NEXT },
    "Post",
    ['Order string json:"order,omitempty"'],
    ['NextPage *ListThingsRequest json:"next_page"', 'Things []Thing json:"events"'],
    { kind: "next-request", items: "events", in: "body", response: "next_page" },
  ],
];

describe("trap 13: pagination by the SDK's iterators", () => {
  it.each(ITERATORS)("%s", async (_, each, verb, request, response, expected) => {
    expect(await paged(each, verb, request, response)).toEqual(expected);
  });
});

/** Imports a list without an iterator. */
async function unpaged(verb: string, request: string, response: readonly string[]) {
  const list = { name: "List", verb, path: "/api/2.0/things", request: "ListThingsRequest" };
  const imported = await importThings({
    impl: method({ ...list, response: "ListThingsResponse" }),
    model: struct("ListThingsRequest", request) + struct("ListThingsResponse", ...response) + THING,
  });
  return imported.operation("things.list")["x-databricks-pagination"];
}

const IN_QUERY = 'PageToken string json:"-" url:"page_token,omitempty"';
const IN_BODY = 'PageToken string json:"page_token,omitempty"';
const NEXT_TOKEN = 'NextPageToken string json:"next_page_token,omitempty"';
const LIST = 'Things []Thing json:"things"';

describe("trap 13: page tokens without an iterator", () => {
  const facts = { kind: "token", items: "things", request: "page_token", response: "next_page_token" };

  it.each<[string, string, string, string[], object | undefined]>([
    ["beside one list", "Get", IN_QUERY, [NEXT_TOKEN, LIST, 'HasMore bool json:"has_more"'], { ...facts, in: "query" }],
    ["in the body of a POST", "Post", IN_BODY, [NEXT_TOKEN, LIST], { ...facts, in: "body" }],
    ["with no token for the next page", "Get", IN_QUERY, [LIST], undefined],
    ["with no token in the request", "Get", 'Id string json:"-" url:"id"', [NEXT_TOKEN, LIST], undefined],
    ["of a thing in parts", "Get", IN_QUERY, [NEXT_TOKEN, LIST, 'Settings Thing json:"settings"'], undefined],
    ["of several lists", "Get", IN_QUERY, [NEXT_TOKEN, LIST, 'Others []Thing json:"others"'], undefined],
    ["of no list", "Get", IN_QUERY, [NEXT_TOKEN, 'Id string json:"id"'], undefined],
  ])("%s", async (_, verb, request, response, expected) => {
    expect(await unpaged(verb, request, response)).toEqual(expected);
  });
});
