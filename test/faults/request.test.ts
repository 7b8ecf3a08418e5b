import { expect, it } from "vitest";
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
    /^databricks-mcp-toolkit\/\d+\.\d+\.\d+ node\/\d+\.\d+\.\d+ os\/\w+ auth\/pat$/,
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
  [
    "case 12: a body that can be read once only",
    upload,
    { file_path: "/x", contents: new ReadableStream() },
    "is not bytes",
  ],
  ["an inexact number", runNow, { job_id: 2 ** 60 }, "argument job_id is a number"],
])("a request is not sent with %s", async (_, operation, args, message) => {
  const server = await faultServer(answer(200, {}));
  const call = callerFor(server.host).call(operation, args);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toMatchObject({ name: "ArgumentError" });
  expect(server.requests).toEqual([]);
});
