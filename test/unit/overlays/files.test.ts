import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { isExpired, readCloudError } from "../../../src/overlays/files/cloud-error.ts";
import { inParallel } from "../../../src/overlays/files/in-parallel.ts";
import { partSize, urlBatch } from "../../../src/overlays/files/part-sizes.ts";
import { openSource, type UploadSource } from "../../../src/overlays/files/source.ts";
import { checkVolumePath, MIB } from "../../../src/overlays/files/transfer.ts";

const GIB = 1_024 * MIB;

describe("the size of a part", () => {
  it.each([
    [undefined, false, 10],
    [50 * MIB, false, 10],
    [1_000 * MIB, false, 10],
    [1_000 * MIB + 1, false, 20],
    [5_000 * MIB, false, 50],
    [100 * GIB, false, 1_024],
    [400 * GIB, false, 4_096],
    [500 * GIB, false, 4_096],
    [undefined, true, 10],
    [97 * GIB, true, 10],
    [98 * GIB, true, 20],
  ])("of %s bytes (in memory: %s) is %s MiB", (size, inMemory, expected) => {
    expect(partSize(size, { inMemory })).toBe(expected * MIB);
  });

  it.each([
    [undefined, 1],
    [1, 1],
    [5, 3],
    [9, 3],
    [100, 10],
  ])("URLs for %s parts come in batches of %s", (parts, expected) => {
    expect(urlBatch(parts)).toBe(expected);
  });
});

describe("a path", () => {
  it.each(["/Volumes/c/s/v/f", "/Volumes/c/s/v/d/é x.csv"])("%s names a file in a volume", (path) => {
    expect(() => checkVolumePath(path)).not.toThrow();
  });

  it.each(["", "Volumes/c/s/v/f", "/Workspace/c/s/v/f", "/Volumes/c/s/v", "/Volumes/c/s/v/", "/Volumes/c/s/v/../f"])(
    "%s names none",
    (path) => {
      expect(() => checkVolumePath(path)).toThrow("names no file in a volume. Give /Volumes/<catalog>");
    },
  );
});

describe("a source", () => {
  const pieces = async (given: UploadSource, bytes: number, size?: number) => {
    const source = await openSource(given, size);
    const all: [string, number, boolean][] = [];
    for (;;) {
      const { content, offset, last } = await source.next(bytes);
      all.push([Buffer.from(content instanceof Blob ? await content.bytes() : content).toString(), offset, last]);
      if (last) return all;
    }
  };

  it.each<[string, () => UploadSource]>([
    ["bytes", () => Buffer.from("abcdef")],
    ["a Blob", () => new Blob(["abc", "def"])],
    ["a stream of Node", () => Readable.from(["ab", "cde", "f"])],
    ["a stream of the web", () => ReadableStream.from([Buffer.from("abcdef")])],
  ])("of %s comes in pieces, and says which is the last", async (_, given) => {
    expect(await pieces(given(), 4)).toEqual([
      ["abcd", 0, false],
      ["ef", 4, true],
    ]);
    expect(await pieces(given(), 3)).toEqual([
      ["abc", 0, false],
      ["def", 3, true],
    ]);
  });

  it("that is empty is one empty piece", async () => {
    expect(await pieces(Readable.from([]), 4)).toEqual([["", 0, true]]);
  });

  it("whose size was told wrong is an error", async () => {
    await expect(pieces(Readable.from(["abc"]), 2, 4)).rejects.toThrow(
      "argument size is 4, but the stream has 3 bytes",
    );
  });

  it("is read no further than needed to tell that it is large", async () => {
    let read = 0;
    async function* endless() {
      for (;;) yield Buffer.alloc(++read && 10);
    }
    expect(await (await openSource(endless(), undefined)).reaches(25)).toBe(true);
    expect(read).toBe(3);
  });

  it("that is a file which is not there is an error", async () => {
    await expect(openSource({ file: "/nowhere/at/all" }, undefined)).rejects.toThrow(
      "argument source.file cannot be read",
    );
  });
});

describe("an error of the cloud", () => {
  const read = (status: number, body: string, headers: Record<string, string> = {}) =>
    readCloudError(
      { method: "PUT", path: "{part 2 of /Volumes/c/s/v/f}", redact: (text) => text },
      { status, headers: new Headers(headers), body: null },
      body,
    );

  it.each([
    [
      403,
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><HostId>h</HostId></Error>",
      { "x-amz-request-id": "r1" },
      "PUT {part 2 of /Volumes/c/s/v/f}: 403 AccessDenied: Access Denied (request r1)",
      { name: "PermissionDeniedError", retryable: false },
    ],
    [
      503,
      "<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce &lt;rate&gt; &amp;lt;</Message></Error>",
      {},
      "503 SlowDown: Reduce <rate> &lt;",
      { name: "TemporarilyUnavailableError", retryable: true },
    ],
    [408, "", { "x-ms-request-id": "r2" }, "408: Request Timeout (request r2)", { name: "ApiError", retryable: true }],
  ])("%s becomes one of Databricks' classes", (status, body, headers, message, facts) => {
    expect(read(status, body, headers)).toMatchObject({ ...facts, message: expect.stringContaining(message) });
  });

  it.each([
    [403, "AccessDenied", "<Message>Request has expired</Message>", true],
    [
      403,
      "AuthenticationFailed",
      "<Message>Server failed</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start</AuthenticationErrorDetail>",
      true,
    ],
    [403, "AccessDenied", "<Message>Access Denied</Message>", false],
    [403, "AuthenticationFailed", "<Message>Server failed</Message>", false],
    [400, "AccessDenied", "<Message>Request has expired</Message>", false],
  ])("case 60: %s %s %s: expired is %s", (status, code, rest, expected) => {
    expect(isExpired(read(status, `<Error><Code>${code}</Code>${rest}</Error>`))).toBe(expected);
  });
});

describe("work in parallel", () => {
  async function* numbers(count: number) {
    for (let number = 0; number < count; number++) yield number;
  }

  it("does everything, on so many items at once", async () => {
    let busy = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel(numbers(10), 3, undefined, async (number) => {
      most = Math.max(most, ++busy);
      await new Promise(setImmediate);
      busy--;
      done.push(number);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(most).toBe(3);
  });

  it("ends with the first failure, when all work has ended", async () => {
    const ended: number[] = [];
    const work = inParallel(numbers(10), 3, undefined, async (number, over) => {
      if (number === 2) throw new Error("no");
      await new Promise((resolve) => over.addEventListener("abort", resolve));
      ended.push(number);
      over.throwIfAborted();
    });
    await expect(work).rejects.toThrow("no");
    expect(ended).toEqual([0, 1]);
  });

  it("ends with the signal's reason, also while it waits for an item", async () => {
    const controller = new AbortController();
    async function* stuck() {
      yield 1;
      await new Promise(() => {});
    }
    const work = inParallel(stuck(), 2, controller.signal, async () => controller.abort(new Error("enough")));
    await expect(work).rejects.toThrow("enough");
  });
});
