import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ServerProcess } from "../mcp/server-process.ts";
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

  it("call, with what the tool says of its progress", async () => {
    const { code, stdout, stderr } = await local(["call", "sql_query", "--arg", "statement=SELECT 7 AS seven"]);
    expect([code, stdout.includes("seven\n7")]).toEqual([0, true]);
    expect(stderr).toMatch(/SUCCEEDED\n$/);
  });

  it("call of an operation's tool", async () => {
    const given = '{"name":"etl","tags":{"team":"data"}}';
    const { code, stdout } = await local(["call", "jobs_create", "--json-args", given, "--quiet"]);
    expect([code, JSON.parse(stdout).result]).toEqual([0, { job_id: expect.any(Number) }]);
  });

  it("api call --all, a line for each item", async () => {
    const { code, stdout } = await local(["api", "call", "warehouses.list", "--all"]);
    const lines = stdout.trimEnd().split("\n");
    expect([code, lines.map((line) => JSON.parse(line).name)]).toEqual([0, ["Local Warehouse"]]);
  });

  it("api call of something destructive, once it is confirmed", async () => {
    const { code, stderr } = await local(["api", "call", "clusters.permanentDelete", "--arg", "cluster_id=1"]);
    expect([code, stderr]).toEqual([
      2,
      "error: clusters.permanentDelete is destructive and nobody is there to ask\n→ Pass --yes to do it.\n",
    ]);
  });

  it("config as JSON", async () => {
    const { stdout } = await local(["config", "--json"]);
    expect(JSON.parse(stdout)).toContainEqual({ name: "authType", value: "pat", source: "code" });
  });

  it("doctor", async () => {
    const { code, stdout } = await local(["doctor"]);
    expect([code, stdout.includes("FAIL")]).toEqual([0, false]);
    expect(stdout).toContain("me@local");
  });
});

describe("sql writes rows", () => {
  it.each([
    ["table", "n  s\n─  ──\n1  a\n2  \\N\n"],
    ["csv", "n,s\n1,a\n2,\n"],
    ["json", '[\n{"n":1,"s":"a"},\n{"n":2,"s":null}\n]\n'],
    ["jsonl", '{"n":1,"s":"a"}\n{"n":2,"s":null}\n'],
  ])("as %s", async (format, text) => {
    const path = join(await folder(), "rows");
    const statement = "SELECT * FROM VALUES (1, 'a'), (2, NULL) AS t(n, s) ORDER BY n";
    const ended = await local(["sql", statement, "--format", format, "--output", path, "--quiet"]);
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("from standard input, with parameters", async () => {
    const args = ["sql", "-", "--param", "day=2024-01-31:DATE", "--param", "none", "--format", "csv", "--quiet"];
    const { stdout } = await local(args, { input: "SELECT :day + INTERVAL 1 DAY AS next, :none AS none" });
    expect(stdout).toMatch(/^next,none\n2024-02-01.*,\n$/);
  });

  it("until Ctrl+C", async () => {
    const path = join(await folder(), "rows");
    const statement = "SELECT count(*) FROM range(3000000000) a CROSS JOIN range(30000) b";
    const running = new CliProcess(["sql", statement, "--local", "--output", path]);
    await new Promise<void>((resolve) => {
      running.child.stderr.on("data", (text: string) => /RUNNING/.test(text) && resolve());
    });
    running.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout, stderr.endsWith("error: interrupted\n")]).toEqual([130, "", true]);
    expect(await readdir(join(path, ".."))).toEqual([]);
  });
});

describe("serve", () => {
  it("answers agents from a workspace that it starts, and keeps", async () => {
    const data = await folder();
    const sql = (server: ServerProcess, statement: string) =>
      server.request("tools/call", { name: "sql_query", arguments: { statement } });
    {
      await using first = new ServerProcess({ args: ["serve", "--data", data] });
      const { result } = await sql(first, "CREATE TABLE main.default.t AS SELECT 5 AS five");
      expect(result.isError).toBeFalsy();
    }
    await using second = new ServerProcess({ args: ["serve", "--local", "--data", data] });
    const { result } = await sql(second, "SELECT five FROM main.default.t");
    expect(result.content[0].text).toContain("five\n5");
  });

  it("that was killed leaves what it had done", async () => {
    const data = await folder();
    const call = (server: ServerProcess, operation: string, args: object) =>
      server.request("tools/call", { name: "operation_write", arguments: { operation, arguments: args } });
    await using first = new ServerProcess({ args: ["serve", "--data", data] });
    await call(first, "secrets.createScope", { scope: "kept" });
    first.child.kill("SIGKILL");
    await first.exited;
    const { code, stdout } = await cli(["api", "call", "secrets.listScopes", "--data", data, "--json"]);
    expect([code, JSON.parse(stdout).scopes.map(({ name }: { name: string }) => name)]).toEqual([0, ["kept"]]);
  });
});

describe("files", () => {
  it("go up and come down, byte for byte", async () => {
    const [data, here] = [await folder(), await folder()];
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));
    await writeFile(join(here, "up.bin"), bytes);
    const call = (operation: string, ...args: string[]) =>
      cli(["api", "call", operation, "--data", data, "--quiet", ...args.flatMap((arg) => arg.split(" "))]);
    const path = "--arg file_path=/Volumes/main/default/v/a.bin";
    const volume = ["catalog_name=main", "schema_name=default", "name=v", "volume_type=MANAGED"];
    expect((await call("volumes.create", ...volume.map((arg) => `--arg ${arg}`))).code).toBe(0);
    const up = await call("files.upload", path, `--arg contents=@${join(here, "up.bin")}`, "--yes");
    expect([up.code, up.stderr]).toEqual([0, ""]);
    expect((await call("files.download", path, `--output ${join(here, "down.bin")}`)).code).toBe(0);
    expect(bytes.equals(await readFile(join(here, "down.bin")))).toBe(true);
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
