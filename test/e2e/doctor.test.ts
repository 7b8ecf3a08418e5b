import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startJsonServer } from "../fakes/json-server.ts";
import { binary } from "../mcp/server-process.ts";

const run = promisify(execFile);
const token = "dapi0123456789abcdef0123456789abcdef";

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function doctor(args: readonly string[], env: Record<string, string>): Promise<Outcome> {
  const { PATH = "" } = process.env;
  return run(process.execPath, [binary, "doctor", ...args], { env: { PATH, HOME: "/nonexistent", ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
  );
}

it("a workspace that is well", async () => {
  const { host } = await startJsonServer(({ path }) => ({
    body: path.endsWith("/warehouses")
      ? { warehouses: [{ id: "w", name: "W", state: "RUNNING" }] }
      : { userName: "ann" },
  }));
  const { code, stdout, stderr } = await doctor([], { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^ok {4}node {12}\d+/);
  expect(stdout).toMatch(/^ok {4}permissions {5}may list catalogs, jobs, warehouses$/m);
});

it("a workspace that refuses, as data", async () => {
  const { host } = await startJsonServer(() => ({
    status: 401,
    body: { error_code: "UNAUTHENTICATED", message: token },
  }));
  const { code, stdout, stderr } = await doctor(["--json"], { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token });
  const { ok, checks } = JSON.parse(stdout);
  expect([code, ok]).toEqual([1, false]);
  expect(checks.map(({ name, status }: { name: string; status: string }) => `${status} ${name}`).slice(7)).toEqual([
    "ok authentication",
    "fail identity",
    "skip warehouse",
    "skip cluster",
    "skip permissions",
  ]);
  expect(JSON.parse(stderr).error).toMatchObject({ message: "failed: identity.", exit_code: 1 });
  expect(stdout + stderr).not.toContain(token);
});

it("no configuration", async () => {
  const { code, stdout } = await doctor([], {});
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAIL {2}configuration {3}.*\n {22}→ Run `databricks auth login/m);
});
