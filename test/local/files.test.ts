import { readdir, readlink } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { Disk } from "../../src/local/files/disk.ts";
import { Workspace } from "../../src/local/workspace.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

const volume = "/Volumes/main/default/files";

async function text(client: DatabricksClient, path: string): Promise<string> {
  const { contents } = await client.files.download({ file_path: path });
  return new TextDecoder().decode(contents as Uint8Array);
}

const base64 = (source: string): string => Buffer.from(source).toString("base64");

describe("files of volumes", () => {
  it("are written, told about, read, listed and deleted", async () => {
    const { client } = await checkedWorkspace();
    const file_path = `${volume}/a/b c/ü.txt`;
    await client.files.upload({ file_path, contents: Buffer.from("hello") });
    expect(await client.files.getMetadata({ file_path })).toMatchObject({ "content-length": 5 });
    expect(await text(client, file_path)).toBe("hello");
    const { contents } = await client.files.listDirectoryContents({ directory_path: `${volume}/a/b c` });
    expect(contents).toEqual([
      { name: "ü.txt", path: file_path, is_directory: false, file_size: 5, last_modified: expect.any(Number) },
    ]);
    await client.files.delete({ file_path });
    await expect(text(client, file_path)).rejects.toMatchObject({ status: 404 });
  });

  it("are not overwritten unless asked", async () => {
    const { client } = await checkedWorkspace();
    const file_path = `${volume}/once.txt`;
    await client.files.upload({ file_path, contents: Buffer.from("1") });
    const again = client.files.upload({ file_path, contents: Buffer.from("2") });
    await expect(again).rejects.toMatchObject({ status: 409, errorCode: "ALREADY_EXISTS" });
    await client.files.upload({ file_path, contents: Buffer.from("2"), overwrite: true });
    expect(await text(client, file_path)).toBe("2");
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
  ])("are read in part: %s", async (range, status, content, told) => {
    const local = await checkedWorkspace();
    await local.client.files.upload({ file_path: `${volume}/digits`, contents: Buffer.from("0123456789") });
    const headers = { authorization: `Bearer ${local.token}`, range };
    const answer = await fetch(`${local.host}/api/2.0/fs/files${volume}/digits`, { headers });
    expect([answer.status, await answer.text(), answer.headers.get("content-range")]).toEqual([status, content, told]);
  });

  it.each([
    ["a part that is not there", { range: "bytes=10-" }, 416],
    ["what has changed since", { "if-unmodified-since": "Thu, 01 Jan 2026 00:00:00 GMT" }, 412],
  ])("refuse %s", async (_, headers, status) => {
    const local = await checkedWorkspace();
    await local.client.files.upload({ file_path: `${volume}/digits`, contents: Buffer.from("0123456789") });
    expect((await send(local, "GET", `/api/2.0/fs/files${volume}/digits`, undefined, headers)).status).toBe(status);
  });

  it.each([
    ["a volume that does not exist", "/Volumes/main/default/none/a", 404],
    ["a path outside of volumes", "/tmp/a", 400],
  ])("refuse %s", async (_, file_path, status) => {
    const { client } = await checkedWorkspace();
    await expect(client.files.upload({ file_path, contents: Buffer.from("x") })).rejects.toMatchObject({ status });
  });

  it("never leave the volume, however the path is spelled", async () => {
    const local = await checkedWorkspace();
    for (const path of ["%2e%2e%2fescape", "a%2f%2e%2e%2f%2e%2e%2fescape", "%5c..%5cescape"]) {
      const { status } = await send(local, "PUT", `/api/2.0/fs/files${volume}/${path}`, "x");
      expect(status).toBe(400);
    }
  });

  it("may have any name that the disk takes, and no longer one", async () => {
    const { client } = await checkedWorkspace();
    for (const name of ["data.part", "x".repeat(255)]) {
      await client.files.upload({ file_path: `${volume}/${name}`, contents: Buffer.from("x") });
    }
    const { contents } = await client.files.listDirectoryContents({ directory_path: volume });
    expect(contents?.map(({ name }) => name)).toEqual(["data.part", "x".repeat(255)]);
    const uploading = client.files.upload({ file_path: `${volume}/${"x".repeat(256)}`, contents: Buffer.from("x") });
    await expect(uploading).rejects.toMatchObject({ status: 400 });
  });

  it("are read as they were when reading began", async () => {
    const workspace = await Workspace.open();
    onTestFinished(() => workspace.close());
    const disk = await Disk.open(workspace, "disk");
    await disk.write("/f", Buffer.from("the old content"), false);
    const { contents } = await disk.read("/f", ({ size }) => ({ start: 4, end: size }));
    await disk.write("/f", Buffer.from("new"), true);
    expect((await buffer(contents)).toString()).toBe("old content");
  });

  it.skipIf(process.platform !== "linux")("are closed when the answer is not sent", async () => {
    const local = await checkedWorkspace();
    const file_path = `${volume}/unsent`;
    await local.client.files.upload({ file_path, contents: Buffer.from("x") });
    await send(local, "POST", "/__local/faults", { operation: "files.download", status: 400, when: "after" });
    expect((await send(local, "GET", `/api/2.0/fs/files${file_path}`)).status).toBe(400);
    const openFiles = async (): Promise<string[]> => {
      const names = await readdir("/proc/self/fd");
      return Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")));
    };
    await expect.poll(async () => (await openFiles()).filter((each) => each.endsWith("/unsent"))).toEqual([]);
  });

  it("are made by one of two who may not overwrite", async () => {
    const { client } = await checkedWorkspace();
    const file_path = `${volume}/race`;
    const uploads = ["1", "2", "3"].map((content) =>
      client.files.upload({ file_path, contents: Buffer.from(content) }),
    );
    const outcomes = await Promise.allSettled(uploads);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("have directories that go only when they are empty", async () => {
    const { client } = await checkedWorkspace();
    const directory_path = `${volume}/d`;
    await client.files.createDirectory({ directory_path });
    await client.files.createDirectory({ directory_path });
    await client.files.upload({ file_path: `${directory_path}/f`, contents: Buffer.from("x") });
    await expect(client.files.deleteDirectory({ directory_path })).rejects.toMatchObject({ status: 400 });
    await client.files.delete({ file_path: `${directory_path}/f` });
    await client.files.deleteDirectory({ directory_path });
    await expect(client.files.getDirectoryMetadata({ directory_path })).rejects.toMatchObject({ status: 404 });
  });

  it("are listed in pages", async () => {
    const { client } = await checkedWorkspace();
    for (const name of ["a", "b", "c"]) {
      await client.files.upload({ file_path: `${volume}/p/${name}`, contents: Buffer.from(name) });
    }
    const names: unknown[] = [];
    const listing = client.files.listDirectoryContents.all({ directory_path: `${volume}/p`, page_size: 2 });
    for await (const { name } of listing) names.push(name);
    expect(names).toEqual(["a", "b", "c"]);
  });
});

describe("presigned URLs", () => {
  it("refuse an Authorization header, and end", async () => {
    const local = await checkedWorkspace({ timings: { linkValid: 150 } });
    await local.client.files.upload({ file_path: `${volume}/f`, contents: Buffer.from("signed") });
    const path = encodeURIComponent(`${volume}/f`);
    const { body } = await send(local, "POST", `/api/2.0/fs/create-download-url?path=${path}`);
    const url = String(body.url);
    expect(new URL(url).port).not.toBe(new URL(local.host).port);
    const bare = await fetch(url);
    expect([bare.status, await bare.text()]).toEqual([200, "signed"]);
    expect((await fetch(url, { headers: { authorization: "Bearer x" } })).status).toBe(400);
    await expect.poll(async () => (await fetch(url)).status).toBe(403);
  });

  it("take a file in parts, in any order", async () => {
    const local = await checkedWorkspace();
    const path = `${volume}/parts.txt`;
    const begun = await send(local, "POST", `/api/2.0/fs/files${path}?action=initiate-upload`);
    const { session_token } = begun.body.multipart_upload as { session_token: string };
    const asked = { path, session_token, start_part_number: 1, count: 2 };
    const { body } = await send(local, "POST", "/api/2.0/fs/create-upload-part-urls", asked);
    const urls = body.upload_part_urls as { part_number: number; url: string }[];
    const parts: object[] = [];
    for (const { part_number, url } of urls.toReversed()) {
      const answer = await fetch(url, { method: "PUT", body: `part ${part_number};` });
      parts.unshift({ part_number, etag: answer.headers.get("etag") });
    }
    const completion = `/api/2.0/fs/files${path}?action=complete-upload&upload_type=multipart&session_token=${session_token}`;
    expect((await send(local, "POST", completion, { parts: [{ part_number: 1, etag: '"no"' }] })).status).toBe(400);
    expect((await send(local, "POST", completion, { parts })).status).toBe(200);
    expect(await text(local.client, path)).toBe("part 1;part 2;");
    expect((await send(local, "POST", completion, { parts })).status).toBe(404);
  });

  it("throw an upload away", async () => {
    const local = await checkedWorkspace();
    const path = `${volume}/gone.txt`;
    const begun = await send(local, "POST", `/api/2.0/fs/files${path}?action=initiate-upload`);
    const { session_token } = begun.body.multipart_upload as { session_token: string };
    const { body } = await send(local, "POST", "/api/2.0/fs/create-abort-upload-url", { path, session_token });
    const { url } = body.abort_upload_url as { url: string };
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    const asked = { path, session_token, start_part_number: 1, count: 1 };
    expect((await send(local, "POST", "/api/2.0/fs/create-upload-part-urls", asked)).status).toBe(404);
  });
});

describe("presigned URLs of an upload that is over", () => {
  it("are of no upload", async () => {
    const local = await checkedWorkspace();
    const path = `${volume}/over.txt`;
    const begun = await send(local, "POST", `/api/2.0/fs/files${path}?action=initiate-upload`);
    const { session_token } = begun.body.multipart_upload as { session_token: string };
    const asked = { path, session_token, start_part_number: 1, count: 1 };
    const { body } = await send(local, "POST", "/api/2.0/fs/create-upload-part-urls", asked);
    const [part] = body.upload_part_urls as { url: string }[];
    const aborting = await send(local, "POST", "/api/2.0/fs/create-abort-upload-url", { path, session_token });
    await fetch((aborting.body.abort_upload_url as { url: string }).url, { method: "DELETE" });
    expect((await fetch(part?.url ?? "", { method: "PUT", body: "late" })).status).toBe(404);
  });

  it("tell that a range is not there", async () => {
    const local = await checkedWorkspace();
    await local.client.files.upload({ file_path: `${volume}/f`, contents: Buffer.from("12345") });
    const path = encodeURIComponent(`${volume}/f`);
    const { body } = await send(local, "POST", `/api/2.0/fs/create-download-url?path=${path}`);
    expect((await fetch(String(body.url), { headers: { range: "bytes=5-" } })).status).toBe(416);
    const since = { "if-unmodified-since": "Thu, 01 Jan 2026 00:00:00 GMT" };
    expect((await fetch(String(body.url), { headers: since })).status).toBe(412);
  });
});

describe("dbfs:/", () => {
  it("takes a file block by block", async () => {
    const { client } = await checkedWorkspace();
    const { handle = 0 } = await client.dbfs.create({ path: "/t/blocks.txt" });
    for (const block of ["one ", "two"]) await client.dbfs.addBlock({ handle, data: base64(block) });
    await client.dbfs.close({ handle });
    expect(await client.dbfs.read({ path: "dbfs:/t/blocks.txt", offset: 4 })).toEqual({
      bytes_read: 3,
      data: base64("two"),
    });
    await expect(client.dbfs.addBlock({ handle, data: "" })).rejects.toMatchObject({ status: 404 });
  });

  it("lists, moves and deletes", async () => {
    const { client } = await checkedWorkspace();
    await client.dbfs.put({ path: "/d/one", contents: base64("1") });
    await client.dbfs.move({ source_path: "/d/one", destination_path: "/e/two" });
    const { files } = await client.dbfs.list({ path: "/e" });
    expect(files).toEqual([{ path: "/e/two", is_dir: false, file_size: 1, modification_time: expect.any(Number) }]);
    await expect(client.dbfs.delete({ path: "/e" })).rejects.toMatchObject({ status: 400 });
    const into = client.dbfs.move({ source_path: "/e", destination_path: "/e/f" });
    await expect(into).rejects.toMatchObject({ status: 400 });
    const below = client.dbfs.move({ source_path: "/e/two", destination_path: "/e/two/three" });
    await expect(below).rejects.toMatchObject({ status: 400 });
    await client.dbfs.delete({ path: "/e", recursive: true });
    await expect(client.dbfs.getStatus({ path: "/e" })).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ["too long a block", "put", { path: "/x", contents: base64("x".repeat(1_048_577)) }, "MAX_BLOCK_SIZE_EXCEEDED"],
    ["too long a part", "read", { path: "/x", length: 1_048_577 }, "MAX_READ_SIZE_EXCEEDED"],
    ["a part before the file", "read", { path: "/x", offset: -1 }, "INVALID_PARAMETER_VALUE"],
  ] as const)("refuses %s", async (_, method, args, errorCode) => {
    const { client } = await checkedWorkspace();
    await expect(client.dbfs[method](args)).rejects.toMatchObject({ status: 400, errorCode });
  });
});

describe("/Workspace", () => {
  const home = "/Users/me@local";

  it("imports a notebook and exports it as source and for Jupyter", async () => {
    const { client } = await checkedWorkspace();
    const path = `${home}/etl`;
    const source = "print(1)\n\n# COMMAND ----------\n\nprint(2)\n";
    await client.workspace.import({ path, content: base64(source), language: "PYTHON" });
    expect(await client.workspace.getStatus({ path })).toMatchObject({ object_type: "NOTEBOOK", language: "PYTHON" });
    const { content = "" } = await client.workspace.export({ path: `/Workspace${path}` });
    expect(Buffer.from(content, "base64").toString()).toBe(`# Databricks notebook source\n${source}`);
    const jupyter = await client.workspace.export({ path, format: "JUPYTER" });
    const { cells } = JSON.parse(Buffer.from(jupyter.content ?? "", "base64").toString());
    expect(cells.map((cell: { source: string[] }) => cell.source.join(""))).toEqual(["print(1)", "print(2)"]);
  });

  it("reads Jupyter notebooks", async () => {
    const { client } = await checkedWorkspace();
    const cells = [
      { cell_type: "markdown", source: ["# Title\n", "text"] },
      { cell_type: "code", source: "x = 1" },
    ];
    const content = base64(JSON.stringify({ cells, metadata: { language_info: { name: "python" } } }));
    await client.workspace.import({ path: `${home}/nb.ipynb`, content, format: "AUTO" });
    const exported = await client.workspace.export({ path: `${home}/nb` });
    expect(Buffer.from(exported.content ?? "", "base64").toString()).toBe(
      "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n# MAGIC text\n\n# COMMAND ----------\n\nx = 1\n",
    );
  });

  it("tells files from notebooks by their first line", async () => {
    const { client } = await checkedWorkspace();
    const imports = [
      [`${home}/plain.py`, "print(1)"],
      [`${home}/query.sql`, "-- Databricks notebook source\nSELECT 1"],
    ];
    for (const [path = "", source = ""] of imports) {
      await client.workspace.import({ path, content: base64(source), format: "AUTO" });
    }
    const { objects } = await client.workspace.list({ path: home });
    expect(objects?.map((each) => [each.path, each.object_type, each.language])).toEqual([
      [`${home}/plain.py`, "FILE", undefined],
      [`${home}/query`, "NOTEBOOK", "SQL"],
    ]);
  });

  it("takes raw files, over one of the same name when asked", async () => {
    const local = await checkedWorkspace();
    const path = `/api/2.0/workspace-files/import-file${home}/raw.txt`;
    expect((await send(local, "POST", path, "1")).status).toBe(200);
    expect((await send(local, "POST", path, "2")).status).toBe(400);
    expect((await send(local, "POST", `${path}?overwrite=true`, "2")).status).toBe(200);
    const { content } = await local.client.workspace.export({ path: `${home}/raw.txt` });
    expect(content).toBe(base64("2"));
  });

  it("keeps what is imported at once apart", async () => {
    const { client } = await checkedWorkspace();
    const names = ["one", "two", "three"];
    const imports = names.map((name) =>
      client.workspace.import({ path: `${home}/${name}`, content: base64(name), format: "RAW" }),
    );
    await Promise.all(imports);
    for (const name of names) {
      expect((await client.workspace.export({ path: `${home}/${name}` })).content).toBe(base64(name));
    }
  });

  it("reads one version or another while they change", async () => {
    const { client } = await checkedWorkspace();
    const path = `${home}/changing`;
    const write = (content: string) =>
      client.workspace.import({ path, content: base64(content), format: "RAW", overwrite: true });
    await write("0");
    const versions = ["1", "22", "333", "4444"];
    const [, ...read] = await Promise.all([
      Promise.all(versions.map(write)),
      ...versions.map(() => client.workspace.export({ path })),
    ]);
    for (const { content } of read) expect(["0", ...versions].map(base64)).toContain(content);
  });

  it("gives no id twice, because permissions go by it", async () => {
    const { client } = await checkedWorkspace();
    const path = `${home}/x`;
    await client.workspace.mkdirs({ path });
    const { object_id } = await client.workspace.getStatus({ path });
    await client.workspace.delete({ path });
    await client.workspace.mkdirs({ path });
    expect((await client.workspace.getStatus({ path })).object_id).not.toBe(object_id);
  });

  it("puts nothing below a file, nor in place of a folder", async () => {
    const local = await checkedWorkspace();
    await local.client.workspace.import({ path: `${home}/f`, content: "", format: "RAW" });
    const below = local.client.workspace.mkdirs({ path: `${home}/f/g/h` });
    await expect(below).rejects.toMatchObject({ errorCode: "RESOURCE_ALREADY_EXISTS" });
    await local.client.workspace.mkdirs({ path: `${home}/query` });
    const path = `/api/2.0/workspace-files/import-file${home}/query.sql?overwrite=true`;
    const { status, body } = await send(local, "POST", path, "-- Databricks notebook source\nSELECT 1");
    expect([status, body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
  });

  it.each([
    ["a path that does not begin with a slash", "mkdirs", { path: "Users/x" }],
    ["the root", "delete", { path: "/Workspace/", recursive: true }],
  ] as const)("refuses to change %s", async (_, method, args) => {
    const { client } = await checkedWorkspace();
    await expect(client.workspace[method](args)).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
  });

  it("deletes a folder with all that is in it only when asked", async () => {
    const { client } = await checkedWorkspace();
    await client.workspace.mkdirs({ path: `${home}/x/y` });
    await expect(client.workspace.delete({ path: `${home}/x` })).rejects.toMatchObject({ status: 400 });
    await client.workspace.delete({ path: `${home}/x`, recursive: true });
    await expect(client.workspace.getStatus({ path: `${home}/x/y` })).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    [
      "too much",
      { path: `${home}/big`, content: base64("x".repeat(10_485_761)), format: "RAW" },
      "MAX_NOTEBOOK_SIZE_EXCEEDED",
    ],
    ["source without a language", { path: `${home}/n`, content: "" }, "INVALID_PARAMETER_VALUE"],
    ["a folder that is not there", { path: "/Nowhere/n", format: "RAW" }, "RESOURCE_DOES_NOT_EXIST"],
  ])("refuses %s", async (_, args, errorCode) => {
    const { client } = await checkedWorkspace();
    await expect(client.workspace.import(args)).rejects.toMatchObject({ errorCode });
  });
});
