import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Caller } from "../../src/http/caller.ts";
import { listen, shut } from "../../src/local/listen.ts";
import { downloadFile } from "../../src/overlays/files/download-file.ts";
import { downloadToFile } from "../../src/overlays/files/download-to-file.ts";
import { uploadFile } from "../../src/overlays/files/upload-file.ts";
import { checkedWorkspace } from "./checked-workspace.ts";

const path = "/Volumes/main/default/files/big.bin";
const sizes = { multipartFrom: 100_000, partBytes: 100_000 };
const content = randomBytes(250_000);
const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "local-test-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/**
 * Puts somebody between a client and the storage who cuts the first download.
 *
 * @param after how many bytes of the file
 * @param beforeCut what happens meanwhile
 */
async function breakingOnce(client: Caller, after: number, beforeCut?: () => Promise<unknown>) {
  const ranges: unknown[] = [];
  let storage = "";
  const server = createServer(async (request, response) => {
    ranges.push(request.headers.range);
    const range = request.headers.range;
    const answer = await fetch(storage + request.url, { headers: range ? { range } : {} });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (ranges.length > 1) return void response.end(bytes);
    await beforeCut?.();
    response.write(bytes.subarray(0, after), () => response.socket?.end());
  });
  onTestFinished(() => shut(server));
  const host = await listen(server, 0);
  const call: Caller["call"] = async <Result>(...args: Parameters<Caller["call"]>) => {
    const told = await client.call<Result>(...args);
    const { url } = Object(told);
    if (typeof url !== "string") return told;
    storage = new URL(url).origin;
    return { ...told, url: url.replace(storage, host) };
  };
  return { client: { call }, ranges };
}

describe("transfers of files", () => {
  it("go up in three parts and come down in three", async () => {
    const { client } = await checkedWorkspace();
    const seen: number[] = [];
    const onProgress = ({ bytes }: { bytes: number }) => void seen.push(bytes);
    const uploaded = await uploadFile(client, path, content, { ...sizes, onProgress });
    expect([uploaded, seen.length]).toEqual([{ path, bytes: content.length, kind: "multipart" }, 3]);
    const file = join(await directory(), "copy");
    await downloadToFile(client, path, file, { parallelFrom: 100_000, partBytes: 100_000 });
    expect(digest(await readFile(file))).toBe(digest(content));
  });

  it("refuse to write over a file, and do so when asked", async () => {
    const { client } = await checkedWorkspace();
    await uploadFile(client, path, content, sizes);
    await expect(uploadFile(client, path, content, sizes)).rejects.toMatchObject({ status: 409 });
    const other = randomBytes(150_000);
    await uploadFile(client, path, other, { ...sizes, overwrite: true });
    const { contents } = await downloadFile(client, path);
    expect(digest(await buffer(contents))).toBe(digest(other));
  });

  it("that are aborted leave nothing behind", async () => {
    const data = await directory();
    const { client } = await checkedWorkspace({ data });
    const leaving = new AbortController();
    const onProgress = () => leaving.abort(new Error("enough"));
    const uploading = uploadFile(client, path, content, {
      ...sizes,
      parallelism: 1,
      onProgress,
      signal: leaving.signal,
    });
    await expect(uploading).rejects.toThrow("enough");
    await expect(client.files.getMetadata({ file_path: path })).rejects.toMatchObject({ status: 404 });
    expect(await readdir(join(data, "temporary", "uploads"))).toEqual([]);
  });

  it("come down from the middle, and refuse what is behind the end", async () => {
    const { client } = await checkedWorkspace();
    await uploadFile(client, path, content, sizes);
    const { contents, total } = await downloadFile(client, path, { offset: 200_000, length: 10 });
    expect([total, digest(await buffer(contents))]).toEqual([250_000, digest(content.subarray(200_000, 200_010))]);
    await expect(downloadFile(client, path, { offset: 250_000 })).rejects.toMatchObject({ status: 416 });
  });

  it("go on where a connection broke", async () => {
    const { client } = await checkedWorkspace();
    await uploadFile(client, path, content, sizes);
    const proxied = await breakingOnce(client, 60_000);
    const { contents } = await downloadFile(proxied.client, path);
    expect(digest(await buffer(contents))).toBe(digest(content));
    expect(proxied.ranges).toEqual([undefined, "bytes=60000-249999"]);
  });

  it("do not go on with a file that has changed", async () => {
    const { client } = await checkedWorkspace();
    await uploadFile(client, path, content, sizes);
    const change = () => uploadFile(client, path, randomBytes(250_000), { ...sizes, overwrite: true });
    const proxied = await breakingOnce(client, 60_000, change);
    const { contents } = await downloadFile(proxied.client, path);
    await expect(buffer(contents)).rejects.toThrow(/changed/);
  });
});
