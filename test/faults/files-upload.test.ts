import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import type { UploadSource } from "../../src/overlays/files/source.ts";
import { type UploadOptions, uploadFile } from "../../src/overlays/files/upload-file.ts";
import { denied, type FakeCloud, type Fault, type FilesServer, filesServer } from "../fakes/files-server.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";

const path = "/Volumes/main/raw/landing/daily/a b.csv";
const content = Buffer.from("0123456789abcdefghij");
/** A file of 20 bytes goes in 5 parts, one after the other. */
const small = { multipartFrom: 10, partBytes: 4, parallelism: 1 };

async function setUp(cloud: FakeCloud = "multipart") {
  const server = await filesServer(cloud);
  const clock = new FakeClock();
  const records: unknown[] = [];
  const debug = { log: (record: unknown) => void records.push(record), headers: true, truncate: 10_000 };
  const client = callerFor(server.host, {}, { clock, debug });
  const upload = (source: UploadSource, options: UploadOptions = {}) =>
    uploadFile(client, path, source, { ...small, clock, ...options });
  return { server, clock, client, upload, records };
}

const answers = (status: number, body: string | object = ""): Fault => ({ answer: { status, body } });
const busy = answers(503, "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>");
const stored = (server: FilesServer) => server.files.get(path)?.content.toString();

async function* streamOf(text = content.toString(), chunk = 3) {
  for (let at = 0; at < text.length; at += chunk) yield Buffer.from(text.slice(at, at + chunk));
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "file"), bytes);
  return join(folder, "file");
}

const sources: [string, () => UploadSource | Promise<UploadSource>][] = [
  ["bytes", () => content],
  ["a Blob", () => new Blob([content])],
  ["a file", async () => ({ file: await fileOf(content) })],
  ["a stream of the web", () => ReadableStream.from(streamOf())],
  ["a stream of Node", () => Readable.from(streamOf())],
  ["a stream of texts", () => Readable.from(["01234", "56789abcdefghij"])],
];

describe("a small file", () => {
  it.each(sources)("from %s goes in one request", async (_, source) => {
    const { server, upload } = await setUp();
    const result = await upload(await source(), { multipartFrom: 21 });
    expect(result).toEqual({ path, bytes: 20, kind: "single" });
    expect(server.steps).toEqual(["put"]);
    expect(stored(server)).toBe(content.toString());
  });

  it("may be empty", async () => {
    const { server, upload } = await setUp();
    expect(await upload(Readable.from([]))).toEqual({ path, bytes: 0, kind: "single" });
    expect(stored(server)).toBe("");
  });

  it("from a stream is sent again in full after a failure that passes (case 11)", async () => {
    const { server, upload } = await setUp();
    server.fail("put", answers(429, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" }));
    await upload(streamOf("small"));
    expect(server.steps).toEqual(["put", "put"]);
    expect(stored(server)).toBe("small");
  });

  it("replaces another one only when told to", async () => {
    const { server, upload } = await setUp();
    server.store(path, Buffer.from("old"));
    await expect(upload(Buffer.from("new"))).rejects.toMatchObject({ name: "AlreadyExistsError" });
    expect(stored(server)).toBe("old");
    await upload(Buffer.from("new"), { overwrite: true });
    expect(stored(server)).toBe("new");
  });

  it("outside a volume is refused before anything is sent", async () => {
    const { server, client } = await setUp();
    await expect(uploadFile(client, "/Volumes/a/../b/c/d/e", content)).rejects.toMatchObject({ argument: "path" });
    expect(server.steps).toEqual([]);
  });
});

describe("a large file to S3 or Azure", () => {
  it.each(sources)("from %s goes in parts", async (_, source) => {
    const { server, upload } = await setUp();
    expect(await upload(await source())).toEqual({ path, bytes: 20, kind: "multipart" });
    expect(stored(server)).toBe(content.toString());
    expect(server.sessions.size).toBe(0);
  });

  it("asks for URLs in batches of the square root of its parts, and completes it with their ETags", async () => {
    const { server, upload } = await setUp();
    await upload(content);
    expect(server.steps).toEqual([
      "initiate",
      "part-urls",
      ...["part 1", "part 2", "part 3"],
      "part-urls",
      ...["part 4", "part 5"],
      "complete",
    ]);
    const asked = server.requests.filter(({ step }) => step === "part-urls").map(({ body }) => JSON.parse(`${body}`));
    expect(asked).toMatchObject([
      { path, start_part_number: 1, count: 3, expire_time: "2026-06-01T01:00:00Z" },
      { path, start_part_number: 4, count: 2 },
    ]);
  });

  it("of unknown length asks for one URL at a time", async () => {
    const { server, upload } = await setUp();
    await upload(streamOf("0123456789"));
    const pair = (part: number) => ["part-urls", `part ${part}`];
    expect(server.steps).toEqual(["initiate", ...pair(1), ...pair(2), ...pair(3), "complete"]);
  });

  it("sends the first part alone, then several at once", async () => {
    const { server, upload } = await setUp();
    const waiting = Promise.withResolvers<void>();
    const together: Fault = { meanwhile: () => waiting.promise };
    for (const part of [2, 3, 4]) server.fail(`part ${part}`, together);
    server.fail("part 5", { meanwhile: () => waiting.resolve() });
    await upload(content, { parallelism: 4 });
    expect(server.steps.indexOf("part 1")).toBe(2);
    expect(stored(server)).toBe(content.toString());
  });

  it("tells how far it has come", async () => {
    const { upload } = await setUp();
    const seen: unknown[] = [];
    await upload(content, { onProgress: (progress) => void seen.push(progress) });
    expect(seen).toEqual([4, 8, 12, 16, 20].map((bytes) => ({ bytes, total: 20 })));
  });

  it("from a stream keeps no more in memory than the parts under way and the bytes that tell it is large", async () => {
    const { server, upload } = await setUp();
    let yielded = 0;
    let most = 0;
    async function* long() {
      for (; yielded < 4_000; yielded += 10) {
        most = Math.max(most, yielded - 100 * server.steps.filter((step) => step.startsWith("part ")).length);
        yield Buffer.alloc(10, 1);
      }
    }
    await upload(long(), { multipartFrom: 300, partBytes: 100, parallelism: 3 });
    expect(server.files.get(path)?.content.byteLength).toBe(4_000);
    expect(most).toBeLessThanOrEqual(500);
  });

  it("sends no Authorization to the storage, and its log and results tell no secret", async () => {
    const { server, upload, records } = await setUp();
    server.fail("part 3", denied);
    const error = await upload(content).catch((thrown: unknown) => thrown);
    await upload(content);
    const told = JSON.stringify(records) + inspect(error, { depth: 10, showHidden: true });
    expect(server.secrets.length).toBeGreaterThan(10);
    expect(server.secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(server.leaks).toEqual([]);
    expect(server.requests.filter(({ grant, headers }) => grant && "authorization" in headers)).toEqual([]);
  });

  it.each<[string, Fault]>([
    ["503", busy],
    ["408", answers(408)],
    ["429", answers(429)],
    ["502", answers(502)],
    ["504", answers(504)],
    ["a connection that breaks in the middle of the body", { cutRequest: 1 }],
  ])("sends a part again after %s", async (_, fault) => {
    const { server, clock, upload } = await setUp();
    server.fail("part 2", fault, fault);
    await upload(streamOf());
    expect(server.steps.filter((step) => step === "part 2")).toHaveLength(3);
    expect(clock.waits).toEqual([1_050, 2_050]);
    expect(stored(server)).toBe(content.toString());
  });

  it("gives up after the third attempt of a part, and leaves nothing behind", async () => {
    const { server, upload } = await setUp();
    server.fail("part 2", busy, busy, busy);
    await expect(upload(content)).rejects.toMatchObject({ name: "TemporarilyUnavailableError" });
    expect(server.steps.slice(-2)).toEqual(["abort-url", "abort"]);
    expect(server.sessions.size).toBe(0);
    expect(server.files.size).toBe(0);
  });

  it.each(["aws", "azure"] as const)(
    "case 60: takes a new URL up to three times when one expired (%s)",
    async (expire) => {
      const { server, upload } = await setUp();
      server.fail("part 2", { expire }, { expire }, { expire });
      server.fail("part 4", { expire }, { expire }, { expire });
      await upload(streamOf());
      expect(server.steps.filter((step) => step === "part 2")).toHaveLength(4);
      expect(stored(server)).toBe(content.toString());
    },
  );

  it("case 60: gives up when the fourth URL of a part is expired too", async () => {
    const { server, upload } = await setUp();
    const expire: Fault = { expire: "aws" };
    server.fail("part 2", expire, expire, expire, expire);
    await expect(upload(content)).rejects.toThrow(`PUT {part 2 of ${path}}: 403 AccessDenied: Request has expired. `);
    expect(server.sessions.size).toBe(0);
  });

  it("does not try a URL whose time is over", async () => {
    const { server, clock, upload } = await setUp();
    server.fail("part 1", { meanwhile: () => clock.sleep(3_600_000) });
    await upload(content);
    expect(server.steps.slice(0, 5)).toEqual(["initiate", "part-urls", "part 1", "part-urls", "part 2"]);
  });

  it("case 60: ends when the second part is denied, and throws the first away", async () => {
    const { server, upload } = await setUp();
    server.fail("part 2", denied);
    await expect(upload(content)).rejects.toMatchObject({
      name: "PermissionDeniedError",
      requestId: "r-1",
      message: expect.stringContaining(`PUT {part 2 of ${path}}: 403 AccessDenied: Access Denied (request r-1). Ask`),
    });
    expect(server.steps).toEqual(["initiate", "part-urls", "part 1", "part 2", "abort-url", "abort"]);
    expect(server.sessions.size).toBe(0);
  });

  describe("goes in one request after all", () => {
    it.each(sources)("case 60: from %s, when the first part is denied", async (_, source) => {
      const { server, upload } = await setUp();
      server.fail("part 1", denied);
      const result = await upload(await source());
      expect(result).toMatchObject({ bytes: 20, kind: "single", fallback: { name: "PermissionDeniedError" } });
      expect(server.steps).toEqual(["initiate", "part-urls", "part 1", "abort-url", "abort", "put"]);
      expect(stored(server)).toBe(content.toString());
      expect(server.sessions.size).toBe(0);
    });

    it.each([
      ["initiate", answers(403, { error_code: "PERMISSION_DENIED", message: "not enabled" })],
      ["initiate", answers(404, { error_code: "ENDPOINT_NOT_FOUND", message: "No API found" })],
      ["initiate", answers(500, { error_code: "INTERNAL_ERROR", message: "Presigned URLs API is not enabled" })],
      ["part-urls", answers(403, { error_code: "PERMISSION_DENIED", message: "no" })],
      ["part-urls", answers(200, { upload_part_urls: [{ url: "http://far.example/x", part_number: 1 }] })],
      ["part-urls", answers(200, { upload_part_urls: [{ url: "https://far.example/x", part_number: 2 }] })],
      ["part-urls", answers(200, {})],
      ["part 1", answers(400, "nonsense")],
    ])("when %s fails", async (step, fault) => {
      const { server, upload } = await setUp();
      server.fail(step, fault);
      expect(await upload(content)).toMatchObject({ kind: "single", fallback: expect.any(Error) });
      expect(stored(server)).toBe(content.toString());
      expect(server.sessions.size).toBe(0);
    });

    it("when the storage is out of reach", async () => {
      const { server, upload } = await setUp();
      server.fail("part 1", { cutRequest: 1 }, { cutRequest: 1 }, { cutRequest: 1 });
      expect(await upload(streamOf())).toMatchObject({ kind: "single", fallback: { name: "TransportError" } });
      expect(stored(server)).toBe(content.toString());
    });

    it("but for a file that is there", async () => {
      const { server, upload } = await setUp();
      server.store(path, Buffer.from("old"));
      await expect(upload(content)).rejects.toMatchObject({ name: "AlreadyExistsError" });
      expect(server.steps).toEqual(["initiate"]);
    });

    it.each([
      ["no session", answers(200, {})],
      ["a session without a token", answers(200, { multipart_upload: {} })],
      ["a web page", answers(200, "<html></html>")],
    ])("but for an answer with %s, which is not asked for again", async (_, fault) => {
      const { server, upload } = await setUp();
      server.fail("initiate", fault);
      await expect(upload(content)).rejects.toMatchObject({ errorCode: "UNEXPECTED_ANSWER" });
      expect(server.steps).toEqual(["initiate"]);
    });
  });

  it("leaves nothing behind when it cannot be completed", async () => {
    const { server, upload } = await setUp();
    server.fail("complete", answers(400, { error_code: "BAD_REQUEST", message: "no" }));
    await expect(upload(content)).rejects.toMatchObject({ name: "BadRequestError" });
    expect(server.sessions.size).toBe(0);
  });

  it.each(["initiate", "part-urls", "part 1", "part 3", "complete"])(
    "that is aborted during %s leaves nothing behind",
    async (step) => {
      const { server, upload } = await setUp();
      const controller = new AbortController();
      server.fail(step, { meanwhile: () => controller.abort(new Error("enough")) });
      await expect(upload(content, { signal: controller.signal, parallelism: 2 })).rejects.toThrow("enough");
      if (step !== "complete") expect(server.files.size).toBe(0);
      expect(server.sessions.size).toBe(0);
    },
  );

  it("whose source fails ends with that failure, and leaves nothing behind", async () => {
    const { server, upload } = await setUp();
    async function* failing() {
      yield* streamOf("0123456789abc");
      throw new Error("the disk is gone");
    }
    await expect(upload(failing())).rejects.toThrow("the disk is gone");
    expect(server.steps.slice(-1)).toEqual(["abort"]);
    expect(server.sessions.size).toBe(0);
  });

  it("closes its source when it fails", async () => {
    const { server, upload } = await setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    async function* closing() {
      try {
        for (;;) yield content;
      } finally {
        resolve();
      }
    }
    server.fail("part 2", denied);
    await expect(upload(closing())).rejects.toMatchObject({ name: "PermissionDeniedError" });
    await promise;
  });

  it("ends when it is aborted, also while its source is stuck", async () => {
    const { server, upload } = await setUp();
    const controller = new AbortController();
    async function* stuck() {
      yield content;
      await server.saw("part 4");
      controller.abort(new Error("enough"));
      await new Promise(() => {});
    }
    await expect(upload(stuck(), { signal: controller.signal })).rejects.toThrow("enough");
    expect(server.sessions.size).toBe(0);
  });

  it("of 50 MiB and more goes in parts of 10 MiB, ten at once, unless told otherwise", async () => {
    const { server, client } = await setUp();
    const large = Buffer.alloc(52 * 2 ** 20, "large");
    const file = await fileOf(large);
    expect(await uploadFile(client, path, { file })).toMatchObject({ kind: "multipart", bytes: large.byteLength });
    expect(server.steps.filter((step) => step.startsWith("part ")).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6].map((part) => `part ${part}`),
    );
    expect(server.files.get(path)?.content.equals(large)).toBe(true);
  });
});

describe("a large file to Google", () => {
  const ranges = (server: FilesServer) =>
    server.requests.flatMap(({ step, headers }) => (/chunk|query/.test(step) ? [headers["content-range"]] : []));

  it.each(sources)("from %s goes in chunks, one after the other", async (_, source) => {
    const { server, upload } = await setUp("resumable");
    expect(await upload(await source(), { parallelism: 10 })).toEqual({ path, bytes: 20, kind: "resumable" });
    expect(stored(server)).toBe(content.toString());
    expect(server.leaks).toEqual([]);
  });

  it("tells the total where it is known, else with the last chunk", async () => {
    const { server, upload } = await setUp("resumable");
    await upload(content, { partBytes: 8 });
    expect(ranges(server)).toEqual(["bytes 0-7/20", "bytes 8-15/20", "bytes 16-19/20"]);
    await upload(streamOf(), { partBytes: 10, overwrite: true });
    expect(ranges(server).slice(3)).toEqual(["bytes 0-9/*", "bytes 10-19/20"]);
  });

  it("sends what the storage did not keep", async () => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", { keep: 5 }, { keep: 0 });
    await upload(content, { partBytes: 8 });
    expect(ranges(server)).toEqual(["bytes 0-7/20", "bytes 5-7/20", "bytes 5-7/20", "bytes 8-15/20", "bytes 16-19/20"]);
    expect(stored(server)).toBe(content.toString());
  });

  it.each<[string, Fault, string]>([
    ["a broken connection", { keep: 5, lost: true }, "bytes 13-15/20"],
    ["503", busy, "bytes 8-15/20"],
  ])("asks how far it has come after %s", async (_, fault, next) => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", undefined, fault);
    await upload(streamOf(), { partBytes: 8, size: 20 });
    expect(ranges(server)).toEqual(["bytes 0-7/20", "bytes 8-15/20", "bytes */*", next, "bytes 16-19/20"]);
    expect(stored(server)).toBe(content.toString());
  });

  it("gives up after three failures without progress, and leaves nothing behind", async () => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", undefined, busy, busy, busy);
    await expect(upload(content)).rejects.toMatchObject({ name: "TemporarilyUnavailableError" });
    expect(server.steps.slice(-1)).toEqual(["abort"]);
    expect(server.sessions.size).toBe(0);
  });

  it("goes in one request after all when the first chunk fails", async () => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", denied);
    expect(await upload(streamOf())).toMatchObject({ kind: "single", fallback: { name: "PermissionDeniedError" } });
    expect(server.steps).toEqual(["initiate", "resumable-url", "chunk", "abort", "put"]);
    expect(stored(server)).toBe(content.toString());
    expect(server.sessions.size).toBe(0);
  });

  it.each([
    ["an early end", { answer: { status: 200 } }, "was taken for whole after 8 bytes"],
    ["a step back", { answer: { status: 308, headers: { range: "bytes=0-1" } } }, 'stands at "bytes=0-1" after byte 4'],
    ["a leap", { answer: { status: 308, headers: { range: "bytes=0-8" } } }, 'stands at "bytes=0-8" after byte 4'],
  ])("fails on %s", async (_, fault, message) => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", undefined, fault);
    await expect(upload(content)).rejects.toThrow(message);
    expect(server.files.size).toBe(0);
  });

  it("that is there by now is an error by the name that Databricks gives it", async () => {
    const { server, upload } = await setUp("resumable");
    server.fail("chunk", { meanwhile: () => server.store(path, Buffer.from("old")) });
    await expect(upload(content)).rejects.toMatchObject({ name: "AlreadyExistsError", status: 409 });
    expect(stored(server)).toBe("old");
  });
});
