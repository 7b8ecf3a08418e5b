import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DownloadOptions, downloadFile } from "../../src/overlays/files/download-file.ts";
import { type DownloadToFileOptions, downloadToFile } from "../../src/overlays/files/download-to-file.ts";
import { denied, type Fault, type FilesServer, filesServer } from "../fakes/files-server.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";

const path = "/Volumes/main/raw/landing/a b.csv";
const content = Buffer.from("0123456789abcdefghij");
const modified = "Mon, 01 Jun 2026 00:00:00 GMT";

async function setUp() {
  const server = await filesServer();
  server.store(path, content);
  const clock = new FakeClock();
  const records: unknown[] = [];
  const debug = { log: (record: unknown) => void records.push(record), headers: true, truncate: 10_000 };
  const client = callerFor(server.host, {}, { clock, debug });
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "a.csv");
  const download = (options: DownloadOptions = {}) => downloadFile(client, path, { clock, ...options });
  const save = (options: DownloadToFileOptions = {}) => downloadToFile(client, path, file, { clock, ...options });
  return { server, clock, client, download, save, folder, file, records };
}

const text = async (contents: ReadableStream<Uint8Array>) => Buffer.concat(await Array.fromAsync(contents)).toString();
const answers = (status: number, body: string | object = ""): Fault => ({ answer: { status, body } });
const busy = answers(503);
const cut = (cutAnswer: number): Fault => ({ cutAnswer });
/** The requests for contents: where to, which range, on which condition. */
const asked = (server: FilesServer) =>
  server.requests
    .filter(({ step }) => step === "cloud-get" || step === "get")
    .map(({ step, headers }) => [step, headers.range, headers["if-unmodified-since"]]);

describe("a file", () => {
  it("comes from the storage, without Authorization", async () => {
    const { server, download } = await setUp();
    const { contents, ...facts } = await download();
    expect(facts).toEqual({ bytes: 20, total: 20, contentType: "text/csv", lastModified: modified });
    expect(await text(contents)).toBe(content.toString());
    expect(server.steps).toEqual(["download-url", "cloud-get"]);
    expect(server.requests[0]?.url.searchParams.get("expire_time")).toBe("2026-06-01T01:00:00Z");
    expect(server.leaks).toEqual([]);
  });

  it.each([
    [{ offset: 5 }, "bytes=5-", 15, "56789abcdefghij"],
    [{ length: 5 }, "bytes=0-4", 5, "01234"],
    [{ offset: 5, length: 3 }, "bytes=5-7", 3, "567"],
    [{ offset: 18, length: 10 }, "bytes=18-27", 2, "ij"],
  ])("may be read in part: %o", async (options, range, bytes, expected) => {
    const { server, download } = await setUp();
    const { contents, ...facts } = await download(options);
    expect(facts).toMatchObject({ bytes, total: 20 });
    expect(await text(contents)).toBe(expected);
    expect(asked(server)).toEqual([["cloud-get", range, undefined]]);
  });

  it("may be empty", async () => {
    const { server, download } = await setUp();
    server.store(path, Buffer.alloc(0));
    const { contents, bytes } = await download();
    expect([bytes, await text(contents)]).toEqual([0, ""]);
  });

  it.each([{ offset: -1 }, { offset: 0.5 }, { length: 0 }])("cannot be read at %o", async (options) => {
    const { server, download } = await setUp();
    await expect(download(options)).rejects.toMatchObject({ name: "ArgumentError" });
    expect(server.steps).toEqual([]);
  });

  it("cannot be read behind its end", async () => {
    const { download } = await setUp();
    await expect(download({ offset: 20 })).rejects.toMatchObject({ status: 416 });
  });

  it("that is not there is an error by Databricks' name", async () => {
    const { server, download } = await setUp();
    server.files.clear();
    await expect(download()).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it.each<[string, string, Fault]>([
    ["Databricks gives no URL", "download-url", answers(403, { error_code: "PERMISSION_DENIED", message: "no" })],
    ["Databricks gives an unsafe URL", "download-url", answers(200, { url: "http://far.example/" })],
    ["the storage denies", "cloud-get", denied],
  ])("comes through Databricks when %s", async (_, step, fault) => {
    const { server, download } = await setUp();
    server.fail(step, fault);
    const { contents } = await download({ offset: 3 });
    expect(await text(contents)).toBe("3456789abcdefghij");
    expect(server.steps.at(-1)).toBe("get");
  });

  it("comes through Databricks when the storage knows no ranges", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", answers(200, "0123"));
    expect(await text((await download({ offset: 3 })).contents)).toBe("3456789abcdefghij");
    expect(asked(server)).toEqual([
      ["cloud-get", "bytes=3-", undefined],
      ["get", "bytes=3-", undefined],
    ]);
  });

  it("is asked for three times while the storage is busy", async () => {
    const { server, clock, download } = await setUp();
    server.fail("cloud-get", busy, busy);
    expect(await text((await download()).contents)).toBe(content.toString());
    expect(server.steps).toEqual(["download-url", "cloud-get", "cloud-get", "cloud-get"]);
    expect(clock.waits).toEqual([1_050, 2_050]);
  });

  it.each(["aws", "azure"] as const)(
    "case 60: is asked for with another URL when one has expired (%s)",
    async (expire) => {
      const { server, download } = await setUp();
      server.fail("cloud-get", { expire }, { expire }, { expire });
      expect(await text((await download()).contents)).toBe(content.toString());
      expect(server.steps.filter((step) => step === "download-url")).toHaveLength(4);
      expect(server.steps).not.toContain("get");
    },
  );

  it("is read no faster than its reader reads", async () => {
    const { server, download } = await setUp();
    const whole = Buffer.alloc(64 * 2 ** 20);
    server.store(path, whole);
    let came = 0;
    const { contents } = await download({ onProgress: ({ bytes }) => (came = bytes) });
    const reader = contents.getReader();
    const { value } = await reader.read();
    expect(came).toBe(value?.byteLength);
    expect(came).toBeLessThan(2 ** 20);
    await reader.cancel();
  });

  it("ends with the signal's reason", async () => {
    const { download } = await setUp();
    const controller = new AbortController();
    const { contents } = await download({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(text(contents)).rejects.toThrow("enough");
    await expect(download({ signal: controller.signal })).rejects.toThrow("enough");
  });

  it("that is aborted while it is asked for is not asked for again", async () => {
    const { server, download } = await setUp();
    const controller = new AbortController();
    server.fail("cloud-get", { meanwhile: () => controller.abort(new Error("enough")) });
    await expect(download({ signal: controller.signal })).rejects.toThrow("enough");
    expect(server.steps).toEqual(["download-url", "cloud-get"]);
  });

  it("tells no secret in log and errors", async () => {
    const { server, download, records } = await setUp();
    server.fail("cloud-get", cut(3), cut(0));
    const { contents } = await download();
    const error = await text(contents).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "TransportError" });
    const told = JSON.stringify(records) + inspect(error, { depth: 10, showHidden: true });
    expect(server.secrets).toHaveLength(1);
    expect(server.secrets.filter((secret) => told.includes(secret))).toEqual([]);
  });
});

describe("a stream that breaks", () => {
  it("case 60: goes on where it broke, if the file has not changed", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", cut(7), cut(5));
    const { contents } = await download();
    expect(await text(contents)).toBe(content.toString());
    expect(asked(server)).toEqual([
      ["cloud-get", undefined, undefined],
      ["cloud-get", "bytes=7-19", modified],
      ["cloud-get", "bytes=12-19", modified],
    ]);
  });

  it("goes on in its range", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", cut(2));
    expect(await text((await download({ offset: 5, length: 6 })).contents)).toBe("56789a");
    expect(asked(server)).toEqual([
      ["cloud-get", "bytes=5-10", undefined],
      ["cloud-get", "bytes=7-10", modified],
    ]);
  });

  it("goes on through Databricks when the storage refuses by then", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", cut(7), denied);
    server.fail("get", cut(6));
    expect(await text((await download()).contents)).toBe(content.toString());
    expect(asked(server).map(([step, range]) => [step, range])).toEqual([
      ["cloud-get", undefined],
      ["cloud-get", "bytes=7-19"],
      ["get", "bytes=7-19"],
      ["get", "bytes=13-19"],
    ]);
  });

  it("any number of times goes on as long as bytes come", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", ...Array.from({ length: 19 }, () => cut(1)));
    expect(await text((await download()).contents)).toBe(content.toString());
    expect(asked(server)).toHaveLength(20);
  });

  it("twice at the same place fails", async () => {
    const { server, download } = await setUp();
    server.fail("cloud-get", cut(7), cut(0), cut(0));
    await expect(text((await download()).contents)).rejects.toMatchObject({ name: "TransportError", retryable: true });
    expect(asked(server)).toHaveLength(2);
  });

  it.each<[string, number]>([
    ["later", Date.UTC(2026, 5, 2)],
    ["within the same second", Date.UTC(2026, 5, 1)],
  ])("of a file that changed %s fails", async (_, time) => {
    const { server, download } = await setUp();
    server.fail("cloud-get", cut(7), {
      meanwhile: () => server.store(path, Buffer.from("ABCDEFGHIJABCDEFGHIJ"), time),
    });
    await expect(text((await download()).contents)).rejects.toMatchObject({
      name: "TransferError",
      message: expect.stringContaining(`${path} changed while it was read`),
    });
    expect(server.steps).not.toContain("get");
  });
});

describe("a download to a file", () => {
  const parts = { parallelFrom: 10, partBytes: 8, parallelism: 2 };

  it("of a small file is one request for its contents", async () => {
    const { server, save, file, folder } = await setUp();
    expect(await save()).toEqual({ file, bytes: 20, lastModified: modified });
    expect(await readFile(file)).toEqual(content);
    expect(await readdir(folder)).toEqual(["a.csv"]);
    expect(server.steps).toEqual(["head", "download-url", "cloud-get"]);
  });

  it("of an empty file", async () => {
    const { server, save, file } = await setUp();
    server.store(path, Buffer.alloc(0));
    await save({ parallelFrom: 1 });
    expect(await readFile(file)).toEqual(Buffer.alloc(0));
  });

  it("of a large file comes in parts of one version, with one URL", async () => {
    const { server, save, file } = await setUp();
    const seen: unknown[] = [];
    expect(await save({ ...parts, onProgress: ({ bytes }) => void seen.push(bytes) })).toMatchObject({ bytes: 20 });
    expect(await readFile(file)).toEqual(content);
    expect(asked(server).toSorted()).toEqual([
      ["cloud-get", "bytes=0-7", undefined],
      ["cloud-get", "bytes=16-19", modified],
      ["cloud-get", "bytes=8-15", modified],
    ]);
    expect(server.steps.filter((step) => step === "download-url")).toHaveLength(1);
    expect(seen.at(-1)).toBe(20);
  });

  it("mends parts that break, and replaces a URL that expired", async () => {
    const { server, save, file } = await setUp();
    server.fail("cloud-get", cut(3), undefined, cut(2), { expire: "aws" }, busy);
    await save({ ...parts, parallelism: 1 });
    expect(await readFile(file)).toEqual(content);
    expect(server.steps.filter((step) => step === "download-url")).toHaveLength(2);
  });

  it("comes through Databricks five parts at once at most", async () => {
    const { server, save, file } = await setUp();
    server.fail("download-url", answers(403));
    const whole = Buffer.alloc(400, "0123456789");
    server.store(path, whole);
    let busyNow = 0;
    let most = 0;
    const count: Fault = {
      meanwhile: async () => {
        most = Math.max(most, ++busyNow);
        await new Promise(setImmediate);
        busyNow--;
      },
    };
    server.fail("get", ...Array.from({ length: 50 }, () => count));
    await save({ ...parts, parallelism: 20 });
    expect(await readFile(file)).toEqual(whole);
    expect(most).toBeLessThanOrEqual(5);
  });

  it("that fails leaves no file", async () => {
    const { server, save, folder } = await setUp();
    server.fail("cloud-get", undefined, {
      meanwhile: () => server.store(path, Buffer.alloc(20), Date.UTC(2026, 5, 2)),
    });
    await expect(save(parts)).rejects.toMatchObject({ name: "TransferError" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("that is aborted leaves no file", async () => {
    const { server, save, folder } = await setUp();
    const controller = new AbortController();
    server.fail("cloud-get", undefined, { meanwhile: () => controller.abort(new Error("enough")) });
    await expect(save({ ...parts, signal: controller.signal })).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual([]);
  });

  it("replaces a file only when told to", async () => {
    const { server, save, file } = await setUp();
    await writeFile(file, "mine");
    await expect(save()).rejects.toMatchObject({ name: "ArgumentError", argument: "file" });
    expect(server.steps).toEqual([]);
    expect((await readFile(file)).toString()).toBe("mine");
    await save({ overwrite: true });
    expect(await readFile(file)).toEqual(content);
  });

  it("of 50 MiB and more comes in parts of 10 MiB unless told otherwise", async () => {
    const { server, save, file } = await setUp();
    const large = Buffer.alloc(52 * 2 ** 20, "large");
    server.store(path, large);
    await save();
    expect((await readFile(file)).equals(large)).toBe(true);
    expect(asked(server)).toHaveLength(6);
  });
});
