import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiError, FakeDatabricks, type Route } from "../mcp/fake-databricks.ts";
import { cli } from "./cli-process.ts";

async function api(args: readonly string[], routes: Readonly<Record<string, Route>> = {}) {
  await using workspace = await FakeDatabricks.start(routes);
  const ended = await cli(["api", ...args], { env: workspace.env });
  return { ended, seen: workspace.seen };
}

const pages: Route = ({ query }) =>
  query.page_token === undefined
    ? { jobs: [{ job_id: 1 }, { job_id: 2 }], next_page_token: "b" }
    : { jobs: [{ job_id: 3 }] };

describe("api search", () => {
  it("lists operations, best first", async () => {
    const { ended } = await api(["search", "repair", "job", "run", "--limit", "1"]);
    expect(ended.stdout.split("\n")[2]).toMatch(
      /^jobs\.repairRun +(write|destructive) +POST \/api\/2\.2\/jobs\/runs\/repair/,
    );
    expect(ended.stderr).toMatch(/^\d+ more: /);
  });

  it("as JSON", async () => {
    const { ended } = await api(["search", "list jobs", "--service", "jobs", "--json"]);
    expect(JSON.parse(ended.stdout)[0]).toMatchObject({ id: "jobs.list", risk: "read", service: "jobs" });
  });

  it("says when there is nothing", async () => {
    const { ended } = await api(["search", "xyzzyq"]);
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "Nothing found.\n→ Try fewer or other words.\n" });
  });
});

describe("api describe", () => {
  it("shows arguments and answer", async () => {
    const { ended } = await api(["describe", "jobs.cancelRun"]);
    expect(ended.stdout).toContain("POST /api/2.2/jobs/runs/cancel");
    expect(ended.stdout).toMatch(/\nrun_id +integer +yes/);
    expect(ended.stdout).toContain("\nAnswer: none.\n");
  });

  it("shows the schema at a path", async () => {
    const { ended } = await api(["describe", "jobs.create", "--path", "tasks[].notebook_task", "--json"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ path: "tasks[].notebook_task", schema: { type: "object" } });
  });

  it("knows what is near", async () => {
    const { ended } = await api(["describe", "jobs.cancelRn"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("Nearest: jobs.cancelRun");
  });
});

describe("api call", () => {
  it("prints the whole answer, whatever its size", async () => {
    const jobs = Array.from({ length: 2000 }, (_, index) => ({ job_id: index, settings: { name: "x".repeat(100) } }));
    const { ended } = await api(["call", "jobs.list"], { "GET /api/2.2/jobs/list": () => ({ jobs }) });
    expect(JSON.parse(ended.stdout)).toEqual({ jobs });
  });

  it("walks every page with --all, one item a line", async () => {
    const { ended } = await api(["call", "jobs.list", "--all"], { "GET /api/2.2/jobs/list": pages });
    expect(ended).toEqual({ code: 0, stdout: '{"job_id":1}\n{"job_id":2}\n{"job_id":3}\n', stderr: "" });
  });

  it("refuses --all for what is not a list", async () => {
    const { ended } = await api(["call", "currentUser.me", "--all"]);
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: currentUser.me is not a list: call it without --all\n",
    });
  });

  it("does not do what is destructive without being told", async () => {
    const route = { "POST /api/2.2/jobs/delete": () => ({}) };
    const refused = await api(["call", "jobs.delete", "--arg", "job_id=5"], route);
    expect(refused.ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: jobs.delete is destructive and nobody is there to ask\n→ Pass --yes to do it.\n",
    });
    expect(refused.seen).toEqual([]);
    const done = await api(["call", "jobs.delete", "--arg", "job_id=1125899906842624001", "--yes"], route);
    expect(done.ended).toEqual({ code: 0, stdout: "{}\n", stderr: "" });
    expect(done.seen.map(({ body }) => body)).toEqual(['{"job_id":1125899906842624001}']);
  });

  it("checks arguments first", async () => {
    const { ended, seen } = await api(["call", "jobs.get", "--arg", "jobid=5"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("jobid: unknown; did you mean job_id?");
    expect(seen).toEqual([]);
  });

  it("writes bytes as they are", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const folder = await mkdtemp(join(tmpdir(), "cli-"));
    const download: Route = (_, response) => void response.end(bytes);
    const args = ["call", "files.download", "--arg", "file_path=/Volumes/a/b/c/d", "-o", join(folder, "d")];
    const { ended } = await api(args, { "GET /api/2.0/fs/files/Volumes/a/b/c/d": download });
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(Uint8Array.from(await readFile(join(folder, "d")))).toEqual(bytes);
  });

  it("sends bytes from a file", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "cli-")), "d.txt");
    await writeFile(path, "héllo");
    const args = ["call", "files.upload", "--yes", "--arg", "file_path=/Volumes/a/b/c/d", "--arg", `contents=@${path}`];
    const upload: Route = (_, response) => void response.writeHead(204).end();
    const { ended, seen } = await api(args, { "PUT /api/2.0/fs/files/Volumes/a/b/c/d": upload });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(seen.map(({ body }) => body)).toEqual(["héllo"]);
  });

  it("leaves no file behind when it fails", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cli-"));
    const fails: Route = (_, response) => apiError(response, 404, "NOT_FOUND", "No.");
    const args = ["call", "jobs.list", "-o", join(folder, "jobs.json")];
    const { ended } = await api(args, { "GET /api/2.2/jobs/list": fails });
    expect(ended.code).toBe(4);
    expect(await readdir(folder)).toEqual([]);
  });
});
