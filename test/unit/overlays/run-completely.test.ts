import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { DatabricksClient } from "../../../src/client/databricks-client.ts";
import { IncompleteResultError } from "../../../src/errors/incomplete-result-error.ts";
import type { Row } from "../../../src/overlays/sql/result-rows.ts";
import { type CompleteOptions, runCompletely } from "../../../src/overlays/sql/run-completely.ts";
import { expiredUrl } from "../../fakes/files-http.ts";
import { signature } from "../../fakes/result-storage.ts";
import { type Script, type StatementServer, statementServer } from "../../fakes/statement-server.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

const request = { statement: "SELECT id, name FROM t", warehouse_id: "w1" };
const columns = [
  { name: "id", type_text: "BIGINT", type_name: "LONG" },
  { name: "name", type_text: "STRING", type_name: "STRING" },
];
const chunks = [
  [
    ["1", "a"],
    ["2", ""],
  ],
  [["3", null]],
  [["4", "null"]],
];
const rows = chunks.flat();
const threeChunks: Script = { states: ["PENDING", "SUCCEEDED"], columns, chunks };
const links = ["GET /statements/s1/result/chunks/1", "GET /statements/s1/result/chunks/2"];

interface Started {
  readonly server: StatementServer;
  readonly clock: FakeClock;
  read(options?: CompleteOptions): Promise<Row[]>;
}

async function start(script: Script = threeChunks): Promise<Started> {
  const server = await statementServer(script);
  const clock = new FakeClock();
  const client = new DatabricksClient({ host: server.host, token: "t0ken", clock });
  const read = async (options: CompleteOptions = {}) => {
    const result = await runCompletely(client, request, { clock, ...options });
    return (await Array.fromAsync(result.rows)).flat();
  };
  return { server, clock, read };
}

describe("runCompletely reads every row", () => {
  it("from the cloud's storage, with one request for each chunk's link and one for its file", async () => {
    const { server, read } = await start();
    expect(await read()).toEqual(rows);
    expect(server.submitted).toEqual([
      {
        ...request,
        wait_timeout: "0s",
        on_wait_timeout: "CONTINUE",
        disposition: "EXTERNAL_LINKS",
        format: "JSON_ARRAY",
      },
    ]);
    expect(server.seen).toEqual(["POST /statements", "GET /statements/s1", ...links]);
    expect(server.storage.seen).toEqual([0, 1, 2]);
  });

  it("with the headers of the link, and without Authorization", async () => {
    const { server, read } = await start();
    server.changeLink = (link) => ({ ...link, http_headers: { "x-amz-server-side-encryption-customer-key": "k3y" } });
    await read();
    expect(server.storage.headers).toMatchObject({ "x-amz-server-side-encryption-customer-key": "k3y" });
    expect(server.storage.headers.authorization).toBeUndefined();
  });

  it("inline where that is asked for", async () => {
    const { server, read } = await start();
    expect(await read({ inline: true })).toEqual(rows);
    expect(server.submitted).toMatchObject([{ disposition: "INLINE", byte_limit: 25_165_824 }]);
    expect(server.storage.seen).toEqual([]);
  });

  it.each([
    ["BAD_REQUEST", "External links are disabled in this workspace."],
    ["INVALID_PARAMETER_VALUE", "The disposition EXTERNAL_LINKS is not allowed."],
    ["NOT_SUPPORTED", "Not here."],
  ])("inline where the workspace refuses links: %s %s", async (error_code, message) => {
    const { server, read } = await start({ ...threeChunks, refusal: { error_code, message } });
    expect(await read()).toEqual(rows);
    expect(server.submitted).toMatchObject([{ disposition: "EXTERNAL_LINKS" }, { disposition: "INLINE" }]);
  });

  it.each([
    ["a statement without a result", {}],
    ["a result without rows", { columns, chunks: [[]] }],
  ])("of %s, without a request to the storage", async (_, script) => {
    const { server, read } = await start(script);
    expect(await read()).toEqual([]);
    expect(server.storage.seen).toEqual([]);
  });

  it.each([
    [
      "the opaque link to it",
      { next_chunk_index: undefined, next_chunk_internal_link: "/api/x/chunks/1?row_offset=2" },
    ],
    ["nothing but the manifest", { next_chunk_index: undefined }],
  ])("finding the next chunk by %s", async (_, next) => {
    const { server, read } = await start();
    server.changeLink = (link, chunk) => (chunk === 0 ? { ...link, ...next } : link);
    expect(await read()).toEqual(rows);
    expect(server.seen.slice(2)).toEqual(links);
  });

  it("no faster than they are taken", async () => {
    const { server } = await start();
    const client = new DatabricksClient({ host: server.host, token: "t0ken", clock: new FakeClock() });
    const result = await runCompletely(client, request, { clock: new FakeClock() });
    expect(result).toMatchObject({ statement_id: "s1", columns: [{ type: "BIGINT" }, { type: "STRING" }] });
    expect(result).toMatchObject({ total_row_count: 4, truncated: false });
    for await (const some of result.rows) {
      expect(some).toEqual(chunks[0]);
      break;
    }
    expect(server.storage.seen).toEqual([0]);
  });
});

describe("runCompletely replaces a link", () => {
  it.each([
    ["S3 says so", { status: 403, body: expiredUrl.aws }],
    ["Azure says so", { status: 403, body: expiredUrl.azure }],
    ["Google says so", { status: 400, body: "<Error><Code>ExpiredToken</Code></Error>" }],
    ["it leads nowhere", { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" }],
  ])("when %s", async (_, fault) => {
    const { server, read } = await start();
    server.storage.faults.push(fault, fault, fault);
    expect(await read()).toEqual(rows);
    expect(server.seen.filter((line) => line.endsWith("/chunks/0"))).toHaveLength(3);
    expect(server.storage.seen).toEqual([0, 0, 0, 0, 1, 2]);
  });

  it("when its time is over, without trying it", async () => {
    const { server, read } = await start();
    let told = 0;
    server.changeLink = (link) => (told++ === 0 ? { ...link, expiration: "2026-01-01T00:00:00Z" } : link);
    expect(await read()).toEqual(rows);
    expect(server.seen.filter((line) => line.endsWith("/chunks/0"))).toHaveLength(1);
    expect(server.storage.seen).toEqual([0, 1, 2]);
  });
});

describe("runCompletely asks the storage again", () => {
  it.each([
    ["after a connection that broke", { cutAfter: 3 }],
    ["after a passing failure", { status: 503, body: "<Error><Code>SlowDown</Code></Error>" }],
  ])("%s", async (_, fault) => {
    const { server, read } = await start();
    server.storage.faults.push(fault, fault);
    expect(await read()).toEqual(rows);
    expect(server.storage.seen).toEqual([0, 0, 0, 1, 2]);
    expect(server.submitted).toHaveLength(1);
  });
});

describe("runCompletely fails without a link in its words", () => {
  const expired = { status: 403, body: expiredUrl.aws };
  const busy = { status: 503 };
  const failing = (prepare: (server: StatementServer) => void, script: Script = threeChunks) => ({ prepare, script });

  it.each([
    [
      "when four links in a row are refused",
      failing(({ storage }) => storage.faults.push(expired, expired, expired, expired)),
      "chunk 1 of 3, from row 0 on: GET {chunk 1 of 3}: 403 AccessDenied",
    ],
    [
      "when the storage stays busy",
      failing(({ storage }) => storage.faults.push(busy, busy, busy)),
      "chunk 1 of 3, from row 0 on: GET {chunk 1 of 3}: 503",
    ],
    [
      "when a chunk is gone",
      failing((server) => server.breakChunk(1)),
      "chunk 2 of 3, from row 2 on: GET /api/2.0/sql/statements/{statement_id}/result/chunks/{chunk_index}: 404",
    ],
    [
      "at a link that anybody on the way could read",
      failing((server) => {
        server.changeLink = (link) => ({ ...link, external_link: `http://storage.example/0?sig=${signature}` });
      }),
      "chunk 1 of 3, from row 0 on: Databricks gave no https link to the cloud's storage",
    ],
    [
      "at a file that is no result",
      failing(({ storage }) => storage.faults.push({ status: 200, body: "<html>" })),
      "chunk 1 of 3, from row 0 on: its file in the cloud's storage holds no rows",
    ],
    [
      "at a file with too few rows",
      failing(({ storage }) => storage.faults.push({ status: 200, body: '[["1","a"]]' })),
      "chunk 1 of 3, from row 0 on: 1 rows came of 2",
    ],
    [
      "at a chunk in the wrong place",
      failing((server) => {
        server.changeLink = (link, chunk) => (chunk === 0 ? { ...link, next_chunk_index: 2 } : link);
      }),
      "chunk 3 of 3, from row 2 on: it begins with row 3",
    ],
    [
      "at chunks in a circle",
      failing((server) => {
        server.changeLink = (link) => ({ ...link, next_chunk_index: 0 });
      }),
      "chunk 1 of 3, from row 0 on: chunk 0 was named as the next one",
    ],
    [
      "when fewer rows came than the manifest says",
      failing(() => {}, { ...threeChunks, manifest: { total_row_count: 9 } }),
      "4 rows came of 9",
    ],
  ])("%s", async (_, { prepare, script }, why) => {
    const { server, read } = await start(script);
    prepare(server);
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(IncompleteResultError);
    expect(error).toMatchObject({ statementId: "s1", retryable: false });
    expect(String(error)).toContain(`the result of statement s1 is not complete: ${why}`);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(signature);
  });

  it.each(["CANCELED", "CLOSED"])("when the statement ended as %s", async (state) => {
    const { read } = await start({ states: ["RUNNING", state] });
    await expect(read()).rejects.toThrow(`is not complete: it ended as ${state}. Run it again only if`);
  });
});

describe("runCompletely submits once", () => {
  const error = { error_code: "BAD_REQUEST", message: "External links are disabled." };

  it("a statement that failed, whatever it says of links", async () => {
    const { server, read } = await start({ states: ["FAILED"], error });
    await expect(read()).rejects.toThrow("statement s1: BAD_REQUEST: External links are disabled.");
    expect(server.submitted).toHaveLength(1);
  });

  it("a statement whose state cannot be read", async () => {
    const { server, read } = await start({ states: ["RUNNING"] });
    server.beforeAnswer = ({ method }) => method === "GET" && server.expire();
    await expect(read()).rejects.toThrow("statement s1 was submitted, but its state cannot be read");
    expect(server.submitted).toHaveLength(1);
  });

  it("a request that is refused for another reason", async () => {
    const refusal = { error_code: "BAD_REQUEST", message: "w1 is no warehouse." };
    const { server, read } = await start({ refusal });
    await expect(read()).rejects.toThrow("w1 is no warehouse");
    expect(server.submitted).toHaveLength(1);
  });
});

describe("an abort", () => {
  const gone = new Error("the reader left");

  it("cancels a statement that runs", async () => {
    const { server, read } = await start({ states: ["RUNNING"] });
    const reader = new AbortController();
    server.beforeAnswer = ({ method }) => method === "GET" && reader.abort(gone);
    await expect(read({ signal: reader.signal })).rejects.toBe(gone);
    expect(server.seen.at(-1)).toBe("POST /statements/s1/cancel");
  });

  it("ends the reading of one that has ended", async () => {
    const { server, read } = await start();
    const reader = new AbortController();
    server.beforeAnswer = ({ path }) => path.endsWith("/chunks/1") && reader.abort(gone);
    await expect(read({ signal: reader.signal })).rejects.toBe(gone);
    expect(server.seen.at(-1)).toBe(links[0]);
  });
});
