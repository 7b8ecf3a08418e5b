import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import tls from "node:tls";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { connections, sharedConnections } from "../../src/http/connections.ts";
import { fetchOver } from "../../src/http/wire.ts";
import { callerFor } from "./caller-for.ts";
import { answer, certificate, faultServer, raw, secureFaultServer } from "./fault-server.ts";
import { download, executeStatement, fileMetadata, getJob } from "./operations.ts";

const done = answer(200, { done: true });

describe("a wrong certificate", () => {
  it("that nobody signed is refused, before anything is sent", async () => {
    const server = await secureFaultServer(done);
    const call = callerFor(server.host).call(executeStatement, { statement: "select 1" });
    await expect(call).rejects.toMatchObject({
      name: "TransportError",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      unprocessed: true,
      retryable: false,
      hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
    });
    await expect(call).rejects.toThrow(
      /^POST \/api\/2\.0\/sql\/statements: no answer from https:\/\/localhost:\d+: self-signed certificate.* The certificate of the host is not trusted, so nothing was sent\./,
    );
    expect(server.requests).toEqual([]);
  });

  it("that is of another host is refused, one that is trusted is not", async () => {
    const usual = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...usual, certificate]);
    onTestFinished(() => tls.setDefaultCACertificates(usual));
    const server = await secureFaultServer(done);
    expect(await callerFor(server.host).call(getJob, {})).toEqual({ done: true });
    await expect(callerFor(`https://127.0.0.1:${server.port}`).call(getJob, {})).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  it("a host that speaks no TLS is an error", async () => {
    const server = await faultServer(done);
    await expect(callerFor(server.host.replace("http:", "https:")).call(getJob, {})).rejects.toMatchObject({
      name: "TransportError",
      retryable: false,
    });
  });
});

describe("connections", () => {
  it("are kept and used again, also after errors and redirects", async () => {
    const server = await faultServer(
      answer(404, { message: "none" }),
      answer(302, "moved", { location: "/api/2.2/jobs/get?job_id=2" }),
      done,
    );
    const caller = callerFor(server.host);
    await expect(caller.call(getJob, {})).rejects.toThrow();
    for (const job_id of [1, 2, 3]) await caller.call(getJob, { job_id });
    expect(server.requests).toHaveLength(5);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it("are shared by the callers of a host", async () => {
    const server = await faultServer(done);
    for (const token of ["a", "b", "c", "d"]) await callerFor(server.host, { token }).call(getJob, {});
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it("bring zipped text, and files as they are", async () => {
    const zipped = { "content-encoding": "gzip" };
    const server = await faultServer(answer(200, gzipSync('{"job_id":1}'), zipped), answer(200, new Uint8Array([1])));
    const caller = callerFor(server.host);
    expect(await caller.call(getJob, {})).toEqual({ job_id: 1 });
    await caller.call(download, { file_path: "/x" });
    expect(server.requests.map(({ headers }) => headers["accept-encoding"])).toEqual(["gzip", undefined]);
  });

  it("that end in the middle of zipped text are broken", async () => {
    const half = gzipSync(JSON.stringify({ text: "x".repeat(500) })).subarray(0, 30);
    const server = await faultServer(answer(200, half, { "content-encoding": "gzip" }));
    await expect(callerFor(server.host, {}, { retryBudgetMs: 0 }).call(getJob, {})).rejects.toMatchObject({
      name: "TransportError",
      code: "Z_BUF_ERROR",
      retryable: true,
    });
  });

  it("that answer something else than HTTP are an error", async () => {
    const server = await faultServer(raw("SSH-2.0-OpenSSH_9.9\r\n"));
    await expect(callerFor(server.host).call(getJob, {})).rejects.toMatchObject({
      name: "TransportError",
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  it("have the form of fetch for those who get tokens", async () => {
    const server = await faultServer(answer(201, "made", { "x-a": "1" }), answer(204));
    const fetch = fetchOver(sharedConnections);
    const made = await fetch(new Request(server.host, { method: "POST", body: new URLSearchParams({ a: "b c" }) }));
    expect([made.status, made.headers.get("x-a"), await made.text()]).toEqual([201, "1", "made"]);
    expect((await fetch(new Request(server.host, { method: "HEAD" }))).body).toBeNull();
    expect(server.requests[0]?.body.toString()).toBe("a=b+c");
    expect(server.requests[0]?.headers["content-type"]).toContain("x-www-form-urlencoded");
  });

  it("answer HEAD without a body, whatever length is told", async () => {
    const server = await faultServer(answer(200, "", { "content-length": "7", "content-encoding": "gzip" }));
    expect(await callerFor(server.host).call(fileMetadata, { file_path: "/x" })).toEqual({ "content-length": 7 });
  });
});

/** A proxy that tunnels to `target` whatever was asked for, or refuses. */
async function proxy(target?: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on("connect", (request, socket, head) => {
    asked.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    if (target === undefined) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const upstream = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [socket, upstream]) each.on("error", () => each.destroy());
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://me:s3cret@127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe("a proxy that the environment names", () => {
  const workspace = "https://workspace.test";
  const through = (env: Record<string, string>) => ({ fetch: fetchOver(connections(env)) });

  it("is asked for a tunnel, so that it sees neither request nor token", async () => {
    const usual = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...usual, certificate]);
    onTestFinished(() => tls.setDefaultCACertificates(usual));
    const server = await secureFaultServer(done);
    const { url, asked } = await proxy(server.port);
    const call = callerFor("https://localhost.workspace.test", {}, through({ HTTPS_PROXY: url })).call(getJob, {});
    // The tunnel ends at a server with the certificate of another host.
    await expect(call).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(asked).toEqual([`CONNECT localhost.workspace.test:443 Basic ${btoa("me:s3cret")}`]);
  });

  it("that refuses is named in the error, without its password", async () => {
    const { url } = await proxy();
    const call = callerFor(workspace, {}, through({ https_proxy: url })).call(executeStatement, {});
    await expect(call).rejects.toMatchObject({ unprocessed: true, retryable: false });
    await expect(call).rejects.toThrow(/proxy.*Check HTTPS_PROXY/is);
    await expect(call).rejects.not.toThrow("s3cret");
  });

  it("is not asked for hosts that NO_PROXY names, nor for loopback", async () => {
    const { url, asked } = await proxy();
    const server = await faultServer(done);
    const env = { HTTPS_PROXY: url, HTTP_PROXY: url, NO_PROXY: "workspace.test" };
    expect(await callerFor(server.host, {}, through(env)).call(getJob, {})).toEqual({ done: true });
    await expect(callerFor(workspace, {}, through(env)).call(getJob, {})).rejects.toMatchObject({ code: "ENOTFOUND" });
    expect(asked).toEqual([]);
  });
});
