import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CliProcess, cli, type Ended, type Given } from "./cli-process.ts";

const local = (args: readonly string[], given?: Given): Promise<Ended> => cli([...args, "--local"], given);

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "local-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe("every command works on the local workspace", () => {
  it("sql", async () => {
    const statement = "SELECT n_name FROM samples.tpch.nation ORDER BY n_nationkey LIMIT 2";
    const { code, stdout } = await local(["sql", statement, "--format", "csv", "--quiet"]);
    expect([code, stdout]).toEqual([0, "n_name\nALGERIA\nARGENTINA\n"]);
  });

  it("sql that is wrong", async () => {
    const { code, stderr } = await local(["sql", "SELECT * FROM main.default.nothing", "--quiet"]);
    expect(code).toBe(1);
    expect(stderr).toContain("TABLE_OR_VIEW_NOT_FOUND");
  });

  it("call", async () => {
    const { code, stdout } = await local(["call", "whoami", "--json"]);
    expect(code).toBe(0);
    expect(stdout).toContain("me@local");
  });

  it("api call", async () => {
    const { code, stdout } = await local(["api", "call", "catalogs.list", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).catalogs.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["main", "samples"]),
    );
  });

  it("api call of what is not there", async () => {
    const { code, stderr } = await local(["api", "call", "jobs.get", "--arg", "job_id=7"]);
    expect([code, stderr.includes("Job 7 does not exist")]).toEqual([4, true]);
  });

  it("config, with the token masked", async () => {
    const { code, stdout } = await local(["config"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/host +http:\/\/127\.0\.0\.1:\d+/);
    expect(stdout).not.toMatch(/dapi[0-9a-f]{8}/);
  });

  it("doctor", async () => {
    const { code, stdout } = await local(["doctor"]);
    expect([code, stdout.includes("FAIL")]).toEqual([0, false]);
    expect(stdout).toContain("me@local");
  });
});

describe("a workspace that is kept", () => {
  it("has tomorrow what was made today", async () => {
    const data = await folder();
    const kept = (args: readonly string[]) => local([...args, "--data", data, "--quiet"]);
    expect((await kept(["sql", "CREATE TABLE main.default.kept AS SELECT 42 AS answer"])).code).toBe(0);
    const { stdout } = await kept(["sql", "SELECT answer FROM main.default.kept", "--format", "csv"]);
    expect(stdout).toBe("answer\n42\n");
  });

  it("is used from another shell while it runs, and refuses a second keeper", async () => {
    const data = await folder();
    const server = new CliProcess(["local", "--data", data, "--json"]);
    onTestFinished(() => void server.child.kill("SIGKILL"));
    const first = await new Promise<string>((resolve) => server.child.stdout.once("data", resolve));
    const { host, token } = JSON.parse(first);
    const env = { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token };
    expect((await cli(["api", "call", "currentUser.me", "--json"], { env })).stdout).toContain("me@local");
    const second = await local(["sql", "SELECT 1", "--data", data, "--quiet"]);
    expect([second.code, second.stderr.includes("is in use by another local workspace")]).toEqual([3, true]);
    server.child.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
  });
});
