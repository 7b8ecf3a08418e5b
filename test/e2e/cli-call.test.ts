import { describe, expect, it } from "vitest";
import { commandServer } from "../fakes/command-server.ts";
import { statementServer } from "../fakes/statement-server.ts";
import { apiError, FakeDatabricks, type Route, token } from "../mcp/fake-databricks.ts";
import { CliProcess, cli, workspaceAt } from "./cli-process.ts";

const me: Route = () => ({ userName: "ann@example.com", displayName: "Ann", groups: [] });

async function call(args: readonly string[], routes: Readonly<Record<string, Route>> = {}, input = "") {
  await using workspace = await FakeDatabricks.start({ "GET /api/2.0/preview/scim/v2/Me": me, ...routes });
  const ended = await cli(["call", ...args], { env: workspace.env, input });
  return { ended, seen: workspace.seen };
}

describe("call prints what the tool answers", () => {
  it("as text", async () => {
    const { ended } = await call(["whoami"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("ann@example.com (Ann) on http://127.0.0.1:");
  });

  it("as JSON", async () => {
    const { ended } = await call(["whoami", "--json"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ user_name: "ann@example.com", groups: [] });
  });

  it("and works with the tools of operations", async () => {
    const args = ["jobs_list", "--arg", "limit=2", "--arg", "expand_tasks=true", "--json"];
    const { ended, seen } = await call(args, { "GET /api/2.2/jobs/list": () => ({ jobs: [{ job_id: 1 }] }) });
    expect(JSON.parse(ended.stdout).result).toEqual({ jobs: [{ job_id: 1 }] });
    expect(seen.at(-1)?.query).toEqual({ limit: "2", expand_tasks: "true" });
  });

  it.each([
    [["--json-args", '{"limit": 3}'], ""],
    [["--json-args", "-"], '{"limit": 3}'],
    [["--json-args", '{"limit": 5}', "--arg", "limit=3"], ""],
  ])("with arguments %j", async (args, input) => {
    const { seen } = await call(["jobs_list", ...args], { "GET /api/2.2/jobs/list": () => ({}) }, input);
    expect(seen.at(-1)?.query).toEqual({ limit: "3" });
  });

  it("and leaves a context open for the next call", async () => {
    const cluster = await commandServer();
    const env = workspaceAt(cluster.host);
    await cli(["call", "context_open", "--arg", "cluster_id=c"], { env });
    expect(cluster.contexts).toEqual(["x1"]);
  });
});

describe("call fails", () => {
  const answers = (status: number, code: string): Readonly<Record<string, Route>> => ({
    "GET /api/2.2/jobs/get": (_, response) => apiError(response, status, code, "No."),
  });

  it.each([
    [400, "INVALID_PARAMETER_VALUE", 1],
    [401, "UNAUTHENTICATED", 3],
    [403, "PERMISSION_DENIED", 5],
    [404, "RESOURCE_DOES_NOT_EXIST", 4],
    [409, "RESOURCE_CONFLICT", 6],
    [501, "NOT_IMPLEMENTED", 1],
  ])("on %d %s with exit code %d", async (status, error, code) => {
    const { ended } = await call(["jobs_get", "--arg", "job_id=5"], answers(status, error));
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toMatch(/^error: GET \/api\/2\.2\/jobs\/get: .* \(request req-1\)\.\n→ .+\n$/);
  });

  it("with JSON for scripts", async () => {
    const { ended } = await call(["jobs_get", "--arg", "job_id=5", "--json"], answers(404, "RESOURCE_DOES_NOT_EXIST"));
    expect(JSON.parse(ended.stderr).error).toMatchObject({
      name: "ResourceDoesNotExistError",
      exit_code: 4,
      status: 404,
      error_code: "RESOURCE_DOES_NOT_EXIST",
      request_id: "req-1",
      hint: "List the parent to find the right id or name.",
      retryable: false,
    });
  });

  it.each([
    [["jobs_lst"], "error: unknown tool 'jobs_lst'\n→ Nearest: jobs_list, "],
    [["jobs_get", "--arg", "jobid=5"], "- jobid: unknown; did you mean job_id?"],
    [["sql_query", "--arg", "statment=select 1"], "- statment: unknown argument; did you mean statement?"],
    [["jobs_get", "--arg", "job_id"], "error: --arg job_id: expected name=value, or name:=json"],
    [["jobs_get", "--json-args", "[1]"], "error: --json-args must be a JSON object"],
    [["jobs_get", "--json-args", "@/nonexistent/a.json"], "error: /nonexistent/a.json cannot be read"],
    [["operation_read", "--arg", "operation=jobs.gett"], "Unknown operation"],
  ])("for wrong usage with 2 and sends nothing: %j", async (args, stderr) => {
    const { ended, seen } = await call(args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(stderr);
    expect(seen).toEqual([]);
  });

  it("with 3 when nobody says which workspace", async () => {
    const ended = await cli(["call", "whoami"]);
    expect(ended).toMatchObject({ code: 3, stdout: "" });
    expect(ended.stderr).toMatch(/^error: .*\n→ .+\n$/);
  });

  it("and shows no secret", async () => {
    const route: Route = (_, response) => apiError(response, 400, "BAD", `token ${token} is wrong`);
    const { ended } = await call(["whoami"], { "GET /api/2.0/preview/scim/v2/Me": route });
    expect(ended.stderr).not.toContain(token);
  });
});

describe("call and Ctrl+C", () => {
  it("cancels on the server, then exits with 130", async () => {
    const server = await statementServer({ states: ["RUNNING"] });
    const args = ["call", "sql_query", "--arg", "statement=select 1"];
    const process = new CliProcess(args, { env: workspaceAt(server.host) });
    await server.saw("GET", "/statements/s1");
    process.child.kill("SIGINT");
    const ended = await process.ended;
    expect(ended).toMatchObject({ code: 130, stdout: "" });
    expect(server.seen).toContain("POST /statements/s1/cancel");
  });

  it("tells progress before", async () => {
    const server = await statementServer({ states: ["PENDING", "RUNNING", "SUCCEEDED"] });
    const args = ["call", "sql_query", "--arg", "statement=select 1"];
    expect((await cli(args, { env: workspaceAt(server.host) })).stderr).toMatch(/^PENDING\nRUNNING\n/);
    expect((await cli([...args, "--quiet"], { env: workspaceAt(server.host) })).stderr).toBe("");
  });
});
