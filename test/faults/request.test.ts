import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/http/operation.ts";
import { callerFor } from "./caller-for.ts";
import { answer, faultServer } from "./fault-server.ts";
import { download, executeStatement, getJob, listGroups, runNow, upload } from "./operations.ts";

it("a request carries verb, path, query, token and who asks", async () => {
  const server = await faultServer(answer(200, {}));
  await callerFor(server.host).call(getJob, { job_id: "9223372036854775807" });
  expect(server.requests).toMatchObject([
    {
      method: "GET",
      url: "/api/2.2/jobs/get?job_id=9223372036854775807",
      headers: { authorization: "Bearer t0ken", accept: "application/json" },
    },
  ]);
  expect(server.requests[0]?.headers["user-agent"]).toMatch(
    /^databricks-mcp-toolkit\/\d+\.\d+\.\d+ node\/\d+\.\d+\.\d+ os\/\w+ auth\/pat( agent\/[\w.+-]+)?$/,
  );
  expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
});

it("a request carries a JSON body", async () => {
  const server = await faultServer(answer(200, {}));
  await callerFor(server.host).call(executeStatement, { statement: "select 1", warehouse_id: undefined });
  expect(server.requests[0]?.headers["content-type"]).toBe("application/json");
  expect(server.requests[0]?.body.toString()).toBe('{"statement":"select 1"}');
});

it("a request carries bytes untouched, beside its query", async () => {
  const server = await faultServer(answer(204));
  const result = await callerFor(server.host).call(upload, {
    file_path: "/Volumes/a b",
    contents: "é",
    overwrite: false,
  });
  expect(server.requests[0]).toMatchObject({ method: "PUT", url: "/api/2.0/fs/files/Volumes/a%20b?overwrite=false" });
  expect(server.requests[0]?.headers["content-type"]).toBe("application/octet-stream");
  expect(server.requests[0]?.body.toString()).toBe("é");
  expect(result).toBeUndefined();
});

it("case 50: a request names the workspace on workspace operations only", async () => {
  const server = await faultServer(answer(200, {}));
  const caller = callerFor(server.host, { workspaceId: "42", accountId: "acc-1" });
  await caller.call(getJob, {});
  await caller.call(listGroups, {});
  expect(server.requests.map(({ url, headers }) => [url, headers["x-databricks-workspace-id"]])).toEqual([
    ["/api/2.2/jobs/get", "42"],
    ["/api/2.0/accounts/acc-1/scim/v2/Groups", undefined],
  ]);
});

it.each<[string, Operation, object, string]>([
  ["an unknown argument", getJob, { jobid: 1 }, "argument jobid is unknown to jobs.get. Use job_id."],
  ["a path that climbs", download, { file_path: "/a/../b" }, "argument file_path has a segment"],
  ["a missing account", listGroups, {}, "Set DATABRICKS_ACCOUNT_ID"],
  ["a body that is not bytes", upload, { file_path: "/x", contents: { a: 1 } }, "argument contents is not bytes"],
  ["an inexact number", runNow, { job_id: 2 ** 60 }, "argument job_id is a number"],
])("a request is not sent with %s", async (_, operation, args, message) => {
  const server = await faultServer(answer(200, {}));
  const call = callerFor(server.host).call(operation, args);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toMatchObject({ name: "ArgumentError" });
  expect(server.requests).toEqual([]);
});

describe("headers", () => {
  it("case 21: carry a trace of the call, one span per attempt", async () => {
    const server = await faultServer(answer(503), answer(200, {}));
    await callerFor(server.host).call(getJob, {});
    const [first = [], second = []] = server.requests.map(({ headers }) => String(headers.traceparent).split("-"));
    expect(first.join("-")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(second[1]).toBe(first[1]);
    expect(second[2]).not.toBe(first[2]);
  });

  it("case 21: keep the caller's own trace", async () => {
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-00`;
    const server = await faultServer(answer(200, {}));
    await callerFor(server.host).call(getJob, {}, { headers: { traceparent } });
    expect(server.requests[0]?.headers.traceparent).toBe(traceparent);
  });

  it("case 24: of the call win over those of the client, and both over the usual ones", async () => {
    const server = await faultServer(answer(200, {}));
    const caller = callerFor(server.host, {}, { headers: { "X-A": "client", "X-B": "client", Accept: "text/csv" } });
    await caller.call(getJob, {}, { headers: { "x-a": "call" } });
    expect(server.requests[0]?.headers).toMatchObject({ "x-a": "call", "x-b": "client", accept: "text/csv" });
  });

  it.each([
    ["case 20: credentials beside the configured ones", { AUTHORIZATION: "Bearer s3cret" }, "headers.authorization"],
    ["another length", { "content-length": "1" }, "headers.content-length"],
    ["a line break", { "x-a": "s3cret\r\nx-b: 2" }, "headers.x-a"],
    ["a name that is none", { "x a": "s3cret" }, "headers.x a"],
  ])("are refused with %s, for a client and for a call", async (_, headers, argument) => {
    const server = await faultServer(answer(200, {}));
    const refusal = expect.objectContaining({
      name: "ArgumentError",
      argument,
      message: expect.not.stringContaining("s3cret"),
    });
    expect(() => callerFor(server.host, {}, { headers })).toThrow(refusal);
    await expect(callerFor(server.host).call(getJob, {}, { headers })).rejects.toEqual(refusal);
    expect(server.requests).toEqual([]);
  });
});
