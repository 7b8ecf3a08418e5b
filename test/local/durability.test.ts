import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { Disk } from "../../src/local/files/disk.ts";
import { workspaceFiles } from "../../src/local/files/workspace-files.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { Workspace } from "../../src/local/workspace.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

async function dataDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "local-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Starts a workspace in a process of its own; `lines` are what it says. */
function startProcess(...args: string[]): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, "workspace-process.ts"), ...args], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!child.stdout) throw new Error("no output");
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("two processes", () => {
  it("cannot open one directory of data, until one is killed", async () => {
    const data = await dataDirectory();
    const { child, lines } = startProcess(data);
    await lines.next();
    await expect(startLocalWorkspace({ data })).rejects.toThrow(/is in use by another local workspace/);
    expect(Number((await lines.next()).value)).toBeGreaterThan(1);
    await kill(child);
    const local = await checkedWorkspace({ data });
    expect((await send(local, "GET", "/__local/faults")).status).toBe(200);
  });
});

/** What the writing process has left, and whether it is whole. */
async function inspect(data: string, acknowledged: number): Promise<void> {
  const workspace = await Workspace.open(data);
  try {
    const documents = workspace.store.collection<number>("documents");
    const last = documents.get("one") ?? 0;
    expect([acknowledged, acknowledged + 1]).toContain(last);
    expect(documents.get("two")).toBe(last);
    const disk = await Disk.open(workspace, "disk");
    const { contents } = await disk.read("/file", ({ size }) => ({ start: 0, end: size }));
    const versions = [acknowledged, last].map((round) => `${20 + (round % 30)} times 5000 ${round % 10}`);
    expect(versions).toContain(describeContent(await buffer(contents)));
    const tree = workspaceFiles(workspace);
    const content = await tree.read("/Shared/file");
    expect(versions).toContain(describeContent(content));
    expect(tree.get("/Shared/file")?.size).toBe(content.length);
    expect(await readdir(join(data, "workspace-files"))).toHaveLength(1);
    expect(await readdir(join(data, "temporary", "files"))).toEqual([]);
  } finally {
    await workspace.close();
  }
}

const describeContent = (content: Buffer): string => {
  const digits = [...new Set(content.toString())].join("");
  return `${content.length / 5_000} times 5000 ${digits}`;
};

describe("a process that is killed while it writes", () => {
  it("loses the write under way and nothing else", async () => {
    const data = await dataDirectory();
    for (const rounds of [1, 2, 3, 5, 8]) {
      const { child, lines } = startProcess(data);
      let acknowledged = 0;
      for (let count = 0; count < rounds; count += 1) acknowledged = Number((await lines.next()).value);
      child.kill("SIGKILL");
      // What it said before it died counts, too.
      for (let line = await lines.next(); !line.done; line = await lines.next()) acknowledged = Number(line.value);
      await inspect(data, acknowledged);
    }
  });

  it("leaves files of a workspace in memory, which the next one removes, and only those", async () => {
    const [dead, living] = [startProcess(), startProcess()];
    const [left, used] = [String((await dead.lines.next()).value), String((await living.lines.next()).value)];
    await kill(dead.child);
    expect(existsSync(left)).toBe(true);
    const workspace = await Workspace.open();
    const own = await workspace.directory("files");
    expect([left, used, own].map((path) => existsSync(path))).toEqual([false, true, true]);
    await kill(living.child);
    await workspace.close();
    expect(existsSync(own)).toBe(false);
  });
});

describe("a directory of data", () => {
  it.skipIf(process.platform === "win32")("is for its owner only, even when it was for others", async () => {
    const parent = await dataDirectory();
    const [made, given] = [join(parent, "new", "data"), join(parent, "given")];
    await mkdir(given, { mode: 0o777 });
    for (const data of [made, given]) {
      await (await startLocalWorkspace({ data })).close();
      expect((await stat(data)).mode & 0o777).toBe(0o700);
    }
  });

  it("gets rid of what was not finished", async () => {
    const data = await dataDirectory();
    const first = await startLocalWorkspace({ data });
    const path = "/api/2.0/fs/files/Volumes/main/default/files/x?action=initiate-upload";
    expect((await send(first, "POST", path)).status).toBe(200);
    const handle = await send(first, "POST", "/api/2.0/dbfs/create", { path: "/open" });
    await send(first, "POST", "/api/2.0/dbfs/add-block", { handle: handle.body.handle, data: "eA==" });
    await first.close();
    await writeFile(join(data, "temporary", "half"), "x");
    await checkedWorkspace({ data });
    expect(existsSync(join(data, "temporary"))).toBe(false);
  });

  it("has a new token when the one of its admin was revoked", async () => {
    const data = await dataDirectory();
    const first = await checkedWorkspace({ data });
    const { token_infos } = await first.client.tokens.list();
    await first.client.tokens.delete({ token_id: token_infos?.[0]?.token_id ?? "" });
    await first.close();
    const second = await checkedWorkspace({ data });
    expect((await second.client.currentUser.me()).userName).toBe("me@local");
  });
});
