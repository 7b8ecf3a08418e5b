import { expect, it } from "vitest";
import { items } from "../../../src/client/paging.ts";
import type { Operation, Pagination } from "../../../src/http/operation.ts";

const operation: Operation = {
  id: "things.list",
  method: "GET",
  path: "/api/2.0/things",
  scope: "workspace",
  risk: "read",
  parameters: [],
  answer: { kind: "json" },
};
const counted = { kind: "offset", request: "start", in: "query", response: "start", defaults: { start: 1 } } as const;

it.each<[string, Pagination, unknown[], unknown[]]>([
  ["an answer that is the list", { kind: "single", items: "" }, [[1, 2]], [1, 2]],
  ["an answer that is empty", { kind: "single", items: "things" }, [undefined], []],
  [
    "items told apart by a field of their own",
    { ...counted, items: "things", dedupe: "name" },
    [{ things: [{ id: 1, name: "a" }] }, { things: [{ id: 1, name: "b" }] }, { things: [{ id: 2, name: "a" }] }, {}],
    [
      { id: 1, name: "a" },
      { id: 1, name: "b" },
    ],
  ],
  [
    "items without what tells them apart",
    { ...counted, items: "things" },
    [{ things: [{ a: 1 }, { a: 1 }] }, {}],
    [{ a: 1 }, { a: 1 }],
  ],
])("%s", async (_, pagination, answers, expected) => {
  const read = (): Promise<unknown> => Promise.resolve(answers.shift());
  expect(await Array.fromAsync(items(operation, pagination, read, {}))).toEqual(expected);
});
