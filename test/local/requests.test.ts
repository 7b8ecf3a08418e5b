import { once } from "node:events";
import { type RequestOptions, request as rawRequest } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { type LocalWorkspace, startLocalWorkspace } from "../../src/local/index.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

const volume = "/Volumes/main/default/files";

/** Sends what `fetch` would not. */
async function raw({ host, token }: LocalWorkspace, path: string, options: RequestOptions = {}, body = "") {
  const { hostname, port } = new URL(host);
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  const outgoing = rawRequest({ hostname, port, path, ...options, headers });
  outgoing.end(body);
  const [response] = await once(outgoing, "response");
  const content = await text(response);
  return { status: response.statusCode, headers: response.headers, content };
}

describe("who may reach the local workspace", () => {
  it.each([
    ["127.0.0.1:80", 200],
    ["localhost", 200],
    ["LOCALHOST:80", 200],
    ["[::1]:80", 200],
    ["[::1]", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost:80@evil.example", 403],
  ])("by the name %j: %i", async (host, status) => {
    const local = await checkedWorkspace();
    expect((await raw(local, "/__local/faults", { headers: { host } })).status).toBe(status);
  });

  it.each([
    ["http://localhost:3000", 200],
    ["http://127.0.0.1", 200],
    ["https://[::1]:8443", 200],
    ["https://evil.example", 403],
    ["http://localhost.evil.example", 403],
    ["null", 403],
  ])("from a page of %s: %i", async (origin, status) => {
    const local = await checkedWorkspace();
    const asked = await raw(local, "/__local/faults", { headers: { origin } });
    expect([asked.status, asked.headers["access-control-allow-origin"]]).toEqual([status, undefined]);
  });
});

describe("malformed requests", () => {
  it.each([
    ["GET", "/api/2.0/secrets/%zz", 400, "BAD_REQUEST"],
    ["GET", `/api/2.0/fs/files${volume}/%ff`, 400, "BAD_REQUEST"],
    ["POST", "/api/2.0/workspace-files/import-file/%", 400, "BAD_REQUEST"],
    ["GET", "http://[", 400, "BAD_REQUEST"],
    ["GET", "//", 404, "ENDPOINT_NOT_FOUND"],
  ])("are refused: %s %s", async (method, path, status, errorCode) => {
    const local = await checkedWorkspace();
    const answer = await raw(local, path, { method });
    expect([answer.status, JSON.parse(answer.content).error_code]).toEqual([status, errorCode]);
  });

  it("are refused when the body is larger than 32 MiB, on a connection that goes on", async () => {
    const local = await checkedWorkspace();
    const body = JSON.stringify({ scope: "x".repeat(33 * 2 ** 20) });
    const { status, body: refusal } = await send(local, "POST", "/api/2.0/secrets/scopes/create", body);
    expect([status, refusal.error_code]).toEqual([413, "REQUEST_TOO_LARGE"]);
    const form = `grant_type=${body}`;
    expect((await send(local, "POST", "/oidc/v1/token", form)).status).toBe(413);
  });

  it("get an error without a body when they ask for none", async () => {
    const local = await checkedWorkspace();
    const { status, content } = await raw(local, `/api/2.0/fs/files${volume}/none`, { method: "HEAD" });
    expect([status, content]).toEqual([404, ""]);
  });

  it("do not let a body say another thing than the path", async () => {
    const local = await checkedWorkspace();
    const list = [{ user_name: "a@local", permission_level: "CAN_VIEW" }];
    const body = { job_id: "9", access_control_list: list };
    const { body: answer } = await send(local, "PUT", "/api/2.0/permissions/jobs/7", body);
    expect(answer.object_id).toBe("/jobs/7");
  });
});

describe("arguments", () => {
  it.each([
    [
      "an integer of 64 bits",
      "/api/2.0/sql/history/queries?filter_by.query_start_time_range.start_time_ms=9007199254740993",
      200,
    ],
    ["no integer", "/api/2.0/sql/history/queries?max_results=ten", 400],
    ["an empty integer", "/api/2.0/sql/history/queries?max_results=", 400],
    ["true", "/api/2.0/sql/history/queries?include_metrics=true", 200],
    ["no boolean", "/api/2.0/sql/history/queries?include_metrics=1", 400],
    ["a list", "/api/2.0/sql/history/queries?filter_by.statuses=RUNNING&filter_by.statuses=QUEUED", 200],
    ["a list of one", "/api/2.0/sql/history/queries?filter_by.user_ids=1001", 200],
    ["a value that is none of the enum's", "/api/2.0/sql/history/queries?filter_by.statuses=SLEEPING", 400],
  ])("of a query are read by their types: %s", async (_, path, status) => {
    const local = await checkedWorkspace();
    expect((await send(local, "GET", path)).status).toBe(status);
  });
});

describe("uploads", () => {
  const path = `/api/2.0/fs/files${volume}/up`;

  it("that are refused leave the connection to the next request", async () => {
    const local = await checkedWorkspace();
    const socket = connect(Number(new URL(local.host).port), "127.0.0.1");
    const body = "x".repeat(300_000);
    const put = `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    socket.write(
      `${put}GET /oidc/.well-known/oauth-authorization-server HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    const statuses = [...(await text(socket)).matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);
    expect(statuses).toEqual(["401", "200"]);
  });

  it("wait for leave to go on when they ask for it", async () => {
    const local = await checkedWorkspace();
    const { hostname, port } = new URL(local.host);
    const headers = { authorization: `Bearer ${local.token}`, expect: "100-continue" };
    const outgoing = rawRequest({ hostname, port, path, method: "PUT", headers });
    outgoing.flushHeaders();
    await once(outgoing, "continue");
    outgoing.end("said");
    const [response] = await once(outgoing, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  it("that their sender abandons leave nothing", async () => {
    const local = await checkedWorkspace();
    const { hostname, port } = new URL(local.host);
    const headers = { authorization: `Bearer ${local.token}`, "content-length": "1000" };
    const outgoing = rawRequest({ hostname, port, path, method: "PUT", headers });
    outgoing.on("error", () => {});
    await new Promise((written) => outgoing.write("half", written));
    outgoing.destroy();
    const { contents = [] } = await local.client.files.listDirectoryContents({ directory_path: volume });
    expect(contents).toEqual([]);
    await local.client.files.upload({ file_path: `${volume}/up`, contents: Buffer.from("whole") });
  });
});

describe("faults", () => {
  const scope = { scope: "made" };

  it.each([
    ["an operation", "POST", "/api/2.0/secrets/scopes/create", scope],
    ["a path of no spec", "POST", "/api/2.0/workspace-files/import-file/Shared/made", "x"],
  ])("after the effect of %s lose the answer only", async (_, method, path, body) => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { path, reset: true, when: "after" });
    await expect(send(local, method, path, body)).rejects.toThrow("fetch failed");
    expect((await send(local, method, path, body)).body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
  });

  it("that delay end when the caller leaves, before the effect", async () => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { delay_ms: 600_000 });
    const leaving = new AbortController();
    const url = `${local.host}/api/2.0/secrets/scopes/create`;
    const headers = { authorization: `Bearer ${local.token}` };
    const asking = fetch(url, { method: "POST", headers, body: JSON.stringify(scope), signal: leaving.signal });
    await expect.poll(async () => (await send(local, "GET", "/__local/faults")).body.faults).toEqual([]);
    leaving.abort();
    await expect(asking).rejects.toThrow();
    expect((await local.client.secrets.listScopes()).scopes).toEqual([]);
  });

  it("never meet the switch itself", async () => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { status: 503, times: 2 });
    expect((await send(local, "GET", "/__local/faults")).status).toBe(200);
    expect((await send(local, "DELETE", "/__local/faults")).status).toBe(200);
  });

  it("are not for somebody who may only look", async () => {
    const local = await checkedWorkspace();
    const { body } = await send(local, "POST", "/__local/tokens", { user: "viewer" });
    const viewer = { ...local, token: String(body.token) };
    expect((await send(viewer, "POST", "/__local/faults", { status: 503 })).status).toBe(403);
  });

  it("cannot ask for a header that is none", async () => {
    const local = await checkedWorkspace();
    const { status } = await send(local, "POST", "/__local/faults", { status: 429, retry_after: "1\r\nx: y" });
    expect(status).toBe(400);
  });

  it.each([
    [7, "7"],
    ["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"],
  ])("tell when to come back as they were asked to: %s", async (retry_after, header) => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { status: 429, error_code: "REQUEST_LIMIT_EXCEEDED", retry_after });
    const { status, headers, body } = await send(local, "GET", "/api/2.0/nothing");
    expect([status, body.error_code, headers.get("retry-after")]).toEqual([429, "REQUEST_LIMIT_EXCEEDED", header]);
  });
});

describe("the end", () => {
  it("comes although connections are open, and only once", async () => {
    const local = await startLocalWorkspace();
    const port = Number(new URL(local.host).port);
    const idle = connect(port, "127.0.0.1");
    await once(idle, "connect");
    const half = connect(port, "127.0.0.1");
    half.write("POST /oidc/v1/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ng");
    await send(local, "POST", "/__local/faults", { delay_ms: 600_000 });
    const waiting = send(local, "GET", "/api/2.0/nothing");
    await expect.poll(async () => (await send(local, "GET", "/__local/faults")).body.faults).toEqual([]);
    const ended = [idle, half].map((socket) => once(socket.on("error", () => {}).resume(), "close"));
    const [asked] = await Promise.allSettled([waiting, local.close(), local.close()]);
    expect(asked.status).toBe("rejected");
    await local.close();
    await Promise.all(ended);
  });

  it("comes at once when the port is taken, and frees the data", async () => {
    const local = await checkedWorkspace();
    const port = Number(new URL(local.host).port);
    await expect(startLocalWorkspace({ port })).rejects.toThrow(`Port ${port} is in use by another program`);
  });
});
