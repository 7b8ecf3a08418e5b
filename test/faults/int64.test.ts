import fc from "fast-check";
import { expect, it } from "vitest";
import type { Operation } from "../../src/http/operation.ts";
import { callerFor } from "./caller-for.ts";
import { answer, faultServer } from "./fault-server.ts";
import { getJob } from "./operations.ts";

const echo: Operation = {
  ...getJob,
  id: "test.echo",
  method: "POST",
  path: "/echo/{in_path}",
  parameters: [
    { name: "in_path", in: "path", required: true, style: "segment" },
    { name: "in_query", in: "query", type: "array" },
  ],
  body: { kind: "fields", fields: ["ids", "nested"] },
  int64: ["ids[]", "nested.*.id"],
};

it("10,000 random int64 survive the way there and back, in body, query and path", async () => {
  const server = await faultServer((response, { url, body }) => {
    const { pathname, searchParams } = new URL(url, "http://h");
    const path = pathname.replace("/echo/", "");
    const query = searchParams.getAll("in_query").join(",");
    answer(200, `{"sent":${body},"path":${path},"query":[${query}]}`)(response, { method: "", url, headers: {}, body });
  });
  const caller = callerFor(server.host);
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  for (let round = 0; round < 10; round++) {
    const digits = fc.sample(int64, { numRuns: 1_000, seed: round }).map(String);
    const exact = digits.map((each) => (Number.isSafeInteger(Number(each)) ? Number(each) : each));
    const nested = Object.fromEntries(digits.slice(0, 100).map((id, index) => [`k${index}`, { id }]));
    const args = { ids: digits, nested, in_path: digits[0], in_query: digits.slice(0, 100) };
    expect(await caller.call(echo, args)).toEqual({
      sent: { ids: exact, nested: Object.fromEntries(exact.slice(0, 100).map((id, index) => [`k${index}`, { id }])) },
      path: exact[0],
      query: exact.slice(0, 100),
    });
    // Every digit went over the wire as a bare number.
    expect(server.requests.at(-1)?.body.toString()).toContain(`{"ids":[${digits.join(",")}]`);
  }
});
