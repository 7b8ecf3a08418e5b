import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, expectTypeOf, it, onTestFinished } from "vitest";
import type { Streamed } from "../../src/http/caller.ts";
import { HostLimits } from "../../src/http/host-limits.ts";
import { callerFor } from "./caller-for.ts";
import { clientFor } from "./client-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, breakOff, FaultServer, faultServer } from "./fault-server.ts";
import { download, getJob, upload } from "./operations.ts";

const bytes = Buffer.from([0, 255, 128, 10]);
const throttled = answer(429, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" });
const put = { file_path: "/x" };

/** Yields bytes in two parts; `ended` tells whether its clean-up ran. */
function source(): AsyncGenerator<Uint8Array> & { ended: boolean } {
  async function* parts() {
    try {
      yield bytes.subarray(0, 2);
      yield bytes.subarray(2);
    } finally {
      generator.ended = true;
    }
  }
  const generator = Object.assign(parts(), { ended: false });
  return generator;
}

async function fileOf(content: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "upload-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "file"), content);
  return join(folder, "file");
}

describe("an upload", () => {
  it.each<[string, () => unknown, Buffer]>([
    ["a ReadableStream", () => ReadableStream.from(source()), bytes],
    ["a Readable of Node", () => Readable.from(source()), bytes],
    ["an async iterable", source, bytes],
    ["a stream of texts", () => ReadableStream.from(["é", "b"]), Buffer.from("éb")],
  ])("streams %s", async (_, contents, expected) => {
    const server = await faultServer(answer(204));
    await callerFor(server.host).call(upload, { ...put, contents: contents() });
    expect(server.requests[0]?.body).toEqual(expected);
    expect(server.requests[0]?.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "transfer-encoding": "chunked",
    });
  });

  it("of the typed client takes each of them", async () => {
    const server = await faultServer(answer(204));
    const { upload: send } = clientFor(server).files;
    for (const contents of [bytes, new Blob([bytes]), ReadableStream.from(source()), source()]) {
      await send({ file_path: "/x", contents });
    }
    expect(server.requests.map(({ body }) => body)).toEqual([bytes, bytes, bytes, bytes]);
  });

  it("case 11: sends all of a file again after a 429", async () => {
    const contents = await openAsBlob(await fileOf(bytes));
    const server = await faultServer(throttled, answer(204));
    await callerFor(server.host).call(upload, { ...put, contents });
    expect(server.requests.map(({ headers, body }) => [headers["content-length"], body])).toEqual([
      ["4", bytes],
      ["4", bytes],
    ]);
  });

  it.each<[string, unknown]>([
    ["of bytes", bytes.subarray(1)],
    ["of a blob", new Blob([bytes]).slice(1)],
  ])("case 13: sends a part %s from where it began, not from 0, after a 429", async (_, contents) => {
    const server = await faultServer(throttled, answer(204));
    await callerFor(server.host).call(upload, { ...put, contents });
    expect(server.requests.map(({ body }) => body)).toEqual([bytes.subarray(1), bytes.subarray(1)]);
  });

  it("case 12: names the failure and that a stream cannot be sent again", async () => {
    const contents = source();
    const server = await faultServer(throttled, answer(204));
    const call = callerFor(server.host).call(upload, { ...put, contents });
    await expect(call).rejects.toThrow(
      "PUT /api/2.0/fs/files{file_path}: 429 REQUEST_LIMIT_EXCEEDED: slow down. Repeat the request later, and less often. The body was a stream, of which a part is used up, so that it was not sent again. Repeat the call with a new stream",
    );
    await expect(call).rejects.toMatchObject({ name: "OneShotBodyError", cause: { status: 429 }, retryable: true });
    expect(server.requests).toHaveLength(1);
    expect(contents.ended).toBe(true);
  });

  it("sends a stream that nobody has read yet, after a refused connection", async () => {
    const closed = await faultServer();
    const { port } = closed;
    await closed.stop();
    const server = new FaultServer(answer(204));
    const clock = new FakeClock(async () => void (await server.start(port)));
    await callerFor(`http://127.0.0.1:${port}`, {}, { clock }).call(upload, { ...put, contents: source() });
    expect(server.requests.map(({ body }) => body)).toEqual([bytes]);
  });

  it("ends with the error of its source", async () => {
    const failure = Object.assign(new Error("the disk is gone"), { code: "ECONNRESET" });
    async function* contents() {
      yield bytes;
      throw failure;
    }
    const server = await faultServer(answer(204));
    await expect(callerFor(server.host).call(upload, { ...put, contents: contents() })).rejects.toBe(failure);
    expect(server.requests).toEqual([]);
  });

  it("of something else than bytes is an error that names the argument", async () => {
    const server = await faultServer(answer(204));
    const call = callerFor(server.host).call(upload, { ...put, contents: Readable.from([{ a: 1 }]) });
    await expect(call).rejects.toThrow("argument contents is a stream of something else than bytes");
  });

  it("reads an answer that comes before its end, and closes its source", async () => {
    const server = createServer((_, response) => response.writeHead(403).end('{"message":"no"}'));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    let ended = false;
    async function* contents() {
      try {
        while (true) yield Buffer.alloc(65_536);
      } finally {
        ended = true;
      }
    }
    const call = callerFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).call(upload, {
      ...put,
      contents: contents(),
    });
    await expect(call).rejects.toMatchObject({ status: 403, reason: "no" });
    expect(ended).toBe(true);
  });

  it("closes its source when the connection breaks", async () => {
    const server = createSocketServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const contents = source();
    const call = callerFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).call(upload, {
      ...put,
      contents,
    });
    await expect(call).rejects.toMatchObject({ name: "OneShotBodyError", cause: { name: "TransportError" } });
    expect(contents.ended).toBe(true);
  });
});

/** A server whose one answer the test writes itself. */
async function openAnswer(headers: Record<string, string> = {}) {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const server = await faultServer(
    (response) => {
      response.writeHead(200, headers);
      response.flushHeaders();
      resolve(response);
    },
    answer(200, {}),
  );
  return { server, response: promise };
}

const text = async (contents: ReadableStream<Uint8Array>) => Buffer.concat(await Array.fromAsync(contents)).toString();

describe("a download", () => {
  it("comes as it is sent, beside its header fields", async () => {
    const { server, response } = await openAnswer({ "content-type": "text/csv" });
    const answered = await callerFor(server.host).call<Streamed>(download, put, { stream: true });
    expect(answered).toEqual({ contents: expect.any(ReadableStream), "content-type": "text/csv" });
    const reader = answered.contents.getReader();
    for (const part of ["a", "b"]) {
      (await response).write(part);
      expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(part);
    }
    (await response).end();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ["text", answer(200, "metric 1\n"), "metric 1\n"],
    ["nothing", answer(204), ""],
  ])("may be %s", async (_, behaviour, expected) => {
    const server = await faultServer(behaviour);
    const metrics = { ...download, answer: { kind: "text" } } as const;
    const { contents } = await callerFor(server.host).call<Streamed>(metrics, put, { stream: true });
    expect(await text(contents)).toBe(expected);
  });

  it("is tried again, or refused, before it begins", async () => {
    const server = await faultServer(answer(503), answer(200, "whole"), answer(404, { message: "none" }));
    const caller = callerFor(server.host);
    const { contents } = await caller.call<Streamed>(download, put, { stream: true });
    expect(await text(contents)).toBe("whole");
    await expect(caller.call(download, put, { stream: true })).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("that breaks in the middle says so where it is read", async () => {
    const server = await faultServer(breakOff);
    const { contents } = await callerFor(server.host).call<Streamed>(download, put, { stream: true });
    await expect(text(contents)).rejects.toMatchObject({ name: "TransportError", retryable: true });
  });

  it("of the typed client has its header fields beside a stream", async () => {
    const { server, response } = await openAnswer({ "content-type": "text/csv" });
    const streamed = await clientFor(server).files.download.stream({ file_path: "/x" });
    expectTypeOf(streamed.contents).toEqualTypeOf<ReadableStream<Uint8Array>>();
    expectTypeOf(streamed["content-type"]).toEqualTypeOf<string | undefined>();
    expect(streamed["content-type"]).toBe("text/csv");
    (await response).end("a,b");
    expect(await text(streamed.contents)).toBe("a,b");
  });

  it("of the typed client is whole when called", async () => {
    const server = await faultServer(answer(200, bytes));
    const whole = await clientFor(server).files.download({ file_path: "/x" });
    expectTypeOf(whole.contents).toEqualTypeOf<Uint8Array>();
    expect(Buffer.from(whole.contents)).toEqual(bytes);
    // @ts-expect-error: a stream would not be what the type says.
    const plain = () => clientFor(server).files.download({ file_path: "/x" }, { stream: true });
    expect(plain).toBeTypeOf("function");
  });

  it("is for bytes and text only", async () => {
    const server = await faultServer(answer(200, {}));
    await expect(callerFor(server.host).call(getJob, {}, { stream: true })).rejects.toThrow(
      "argument stream is not for jobs.get",
    );
    expect(server.requests).toEqual([]);
  });

  describe("gives its place to the next request", () => {
    const alone = () => ({ limits: new HostLimits({ concurrency: 1 }) });

    it("when it is read", async () => {
      const server = await faultServer(answer(200, "whole"), answer(200, {}));
      const caller = callerFor(server.host, {}, alone());
      const { contents } = await caller.call<Streamed>(download, put, { stream: true });
      const next = caller.call(getJob, {});
      expect(server.requests).toHaveLength(1);
      await text(contents);
      expect(await next).toEqual({});
    });

    it("when it is cancelled, read or not, and its connection is closed", async () => {
      const { server, response } = await openAnswer();
      const caller = callerFor(server.host, {}, alone());
      const { contents } = await caller.call<Streamed>(download, put, { stream: true });
      const closed = once(await response, "close");
      await contents.cancel();
      expect(await caller.call(getJob, {})).toEqual({});
      await closed;
    });

    it("when its caller aborts", async () => {
      const { server } = await openAnswer();
      const caller = callerFor(server.host, {}, alone());
      const controller = new AbortController();
      const { signal } = controller;
      const { contents } = await caller.call<Streamed>(download, put, { stream: true, signal });
      controller.abort(new Error("enough"));
      expect(await caller.call(getJob, {})).toEqual({});
      await expect(text(contents)).rejects.toThrow("enough");
    });

    it("at its deadline", async () => {
      const { server } = await openAnswer();
      const caller = callerFor(server.host, {}, alone());
      const { contents } = await caller.call<Streamed>(download, put, { stream: true, deadlineMs: 30 });
      await expect(text(contents)).rejects.toMatchObject({ code: "DEADLINE" });
      expect(await caller.call(getJob, {})).toEqual({});
    });

    it("when its server falls silent", async () => {
      const { server } = await openAnswer();
      const caller = callerFor(server.host, {}, { ...alone(), inactivityMs: 30 });
      const { contents } = await caller.call<Streamed>(download, put, { stream: true });
      await expect(text(contents)).rejects.toMatchObject({ code: "INACTIVE" });
      expect(await caller.call(getJob, {})).toEqual({});
    });
  });
});
