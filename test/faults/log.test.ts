import { describe, expect, it, vi } from "vitest";
import { debugOptions } from "../../src/http/debug-options.ts";
import type { LogRecord } from "../../src/observability/log.ts";
import { callerFor } from "./caller-for.ts";
import { answer, faultServer, hangUp } from "./fault-server.ts";
import { download, executeStatement, getJob, upload } from "./operations.ts";

/** A caller that writes down what it does. */
function watched(host: string, more: { headers?: boolean; truncate?: number } = {}) {
  const records: LogRecord[] = [];
  const debug = { log: (record: LogRecord) => void records.push(record), ...more };
  return { caller: callerFor(host, {}, { debug }), records };
}

describe("the log of requests", () => {
  it("has every attempt: what was asked, how it ended, how long it took", async () => {
    const server = await faultServer(
      answer(503, { message: "busy" }, { "x-request-id": "r-1" }),
      answer(200, { a: 1 }),
    );
    const { caller, records } = watched(server.host);
    await caller.call(getJob, { job_id: 7 });
    const url = `${server.host}/api/2.2/jobs/get?job_id=7`;
    const common = { level: "debug", event: "request", operation: "jobs.get", method: "GET", url, duration_ms: 0 };
    expect(records).toEqual([
      {
        ...common,
        status: 503,
        request_id: "r-1",
        response_body: { message: "busy" },
        error: expect.stringMatching(/^TemporarilyUnavailableError: GET \/api\/2.2\/jobs\/get: 503: busy/),
      },
      { ...common, status: 200, request_id: "", response_body: { a: 1 } },
    ]);
  });

  it("case 23: shows no secret of nested or listed JSON, and cuts long texts and lists", async () => {
    const body = {
      list: [{ token: "s3cret" }, { deep: { string_value: "s3cret", name: "t0ken" } }],
      long: "x".repeat(200),
      many: Array(2_000).fill(1),
    };
    const server = await faultServer(answer(200, body));
    const { caller, records } = watched(server.host, { headers: true });
    await caller.call(executeStatement, { statement: "y".repeat(97), warehouse_id: "t0ken" });
    expect(JSON.stringify(records)).not.toMatch(/s3cret|t0ken/);
    expect(records[0]).toMatchObject({
      request_headers: { authorization: "**REDACTED**" },
      request_body: { statement: `${"y".repeat(96)}… (1 more characters)`, warehouse_id: "**REDACTED**" },
      response_headers: { "transfer-encoding": "chunked" },
      response_body: {
        list: [{ token: "**REDACTED**" }, { deep: { string_value: "**REDACTED**", name: "**REDACTED**" } }],
        long: `${"x".repeat(96)}… (104 more characters)`,
      },
    });
    expect(JSON.stringify(records).length).toBeLessThan(4_000);
    expect(JSON.stringify(records)).toMatch(/"… \(\d+ more\)"\]/);
  });

  it("case 40: has headers only when they are asked for", async () => {
    const server = await faultServer(answer(418, "odd", { "x-odd": "1" }));
    const { caller, records } = watched(server.host);
    await expect(caller.call(getJob, {})).rejects.not.toThrow("x-odd");
    expect(JSON.stringify(records)).not.toMatch(/x-odd|user-agent/);
    expect(records[0]).toMatchObject({ status: 418, response_body: "odd" });
  });

  it("tells the size of files, and nothing of what they hold", async () => {
    const server = await faultServer(answer(204), answer(204), answer(200, "private"), answer(200, "private"));
    const { caller, records } = watched(server.host);
    await caller.call(upload, { file_path: "/x", contents: "private" });
    await caller.call(upload, { file_path: "/x", contents: ReadableStream.from(["private"]) });
    await caller.call(download, { file_path: "/x" });
    await caller.call(download, { file_path: "/x" }, { stream: true });
    expect(records.map(({ request_body, response_body }) => [request_body, response_body])).toEqual([
      ["<7 bytes>", ""],
      ["<stream>", ""],
      [undefined, "<7 bytes>"],
      [undefined, "<stream>"],
    ]);
  });

  it("tells of requests without an answer", async () => {
    const server = await faultServer(hangUp);
    const { caller, records } = watched(server.host);
    await expect(caller.call(executeStatement, {})).rejects.toThrow();
    expect(records).toMatchObject([{ error: expect.stringContaining("TransportError: POST /api/2.0/sql/statements") }]);
    expect(records[0]).not.toHaveProperty("status");
  });

  it("case 19: tells of a caller who left", async () => {
    const controller = new AbortController();
    const server = await faultServer(() => controller.abort(new Error("the agent with t0ken left")));
    const { caller, records } = watched(server.host);
    await expect(caller.call(getJob, {}, { signal: controller.signal })).rejects.toThrow("left");
    expect(records).toMatchObject([{ error: "Error: the agent with **REDACTED** left" }]);
  });
});

describe("the environment", () => {
  it("asks for no log by default", () => {
    expect(debugOptions({ DATABRICKS_DEBUG_HEADERS: "true" })).toBeUndefined();
    expect(debugOptions({ DATABRICKS_LOG_LEVEL: "info" })).toBeUndefined();
  });

  it("may ask for one on standard error", () => {
    const options = debugOptions({
      DATABRICKS_LOG_LEVEL: "DEBUG",
      DATABRICKS_DEBUG_HEADERS: "true",
      DATABRICKS_DEBUG_TRUNCATE_BYTES: "10",
    });
    expect(options).toMatchObject({ headers: true, truncate: 10 });
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    options?.log({ event: "test" });
    expect(write.mock.lastCall?.[0]).toMatch(/^\{"time":"\d{4}-\d\d-\d\dT[\d:.]+Z","event":"test"\}\n$/);
    write.mockRestore();
  });
});
