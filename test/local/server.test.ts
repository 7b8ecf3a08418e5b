import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

async function dataDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "local-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe("the local workspace", () => {
  it("refuses what has no token of its own", async () => {
    const local = await checkedWorkspace();
    for (const authorization of ["", "Basic bWU6bWU=", "Bearer dapi0000"]) {
      const { status, body } = await send(local, "GET", "/api/2.2/jobs/list", undefined, { authorization });
      expect([status, body.error_code]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("refuses a name that is not loopback, which a page may have pointed here", async () => {
    const local = await checkedWorkspace();
    const { request } = await import("node:http");
    const status = await new Promise((resolve) =>
      request(`${local.host}/api/2.2/jobs/list`, { headers: { host: "evil.example" } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end(),
    );
    expect(status).toBe(403);
  });

  it("answers operations without state from the specs, and says so", async () => {
    const local = await checkedWorkspace();
    const { status, headers } = await send(local, "GET", "/api/2.0/lakeview/dashboards");
    expect([status, headers.get("x-databricks-local")]).toEqual([200, "mock"]);
  });

  it("knows no other paths", async () => {
    const local = await checkedWorkspace();
    const { status, body } = await send(local, "GET", "/api/2.0/nothing");
    expect([status, body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  });

  it("lets somebody look who may not change anything", async () => {
    const local = await checkedWorkspace();
    const { body } = await send(local, "POST", "/__local/tokens", { user: "viewer" });
    const viewer = { ...local, token: String(body.token) };
    const { status, body: refusal } = await send(viewer, "POST", "/api/2.0/lakeview/dashboards", {});
    expect([status, refusal.error_code]).toEqual([403, "PERMISSION_DENIED"]);
    expect((await send(viewer, "GET", "/api/2.0/lakeview/dashboards")).status).toBe(200);
  });

  it("forgets a token whose time is over", async () => {
    const local = await checkedWorkspace();
    const { body } = await send(local, "POST", "/__local/tokens", { user: "viewer", lifetime_ms: 0 });
    const { status } = await send({ ...local, token: String(body.token) }, "GET", "/api/2.0/lakeview/dashboards");
    expect(status).toBe(401);
  });

  it("limits the rate, and tells when to come back", async () => {
    const local = await checkedWorkspace();
    await send(local, "PUT", "/__local/limits", { requests_per_second: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => send(local, "GET", "/api/2.0/nothing")));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited.map(({ headers }) => headers.get("retry-after"))).toContain("1");
  });
});

describe("faults", () => {
  it("happen as often as asked, to what was asked", async () => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { path: "/api/2.0/no", status: 503, retry_after: 7, times: 2 });
    const statuses: number[] = [];
    for (const path of ["/api/2.1/other", "/api/2.0/nothing", "/api/2.0/nothing", "/api/2.0/nothing"]) {
      statuses.push((await send(local, "GET", path)).status);
    }
    expect(statuses).toEqual([404, 503, 503, 404]);
  });

  it("may reset the connection", async () => {
    const local = await checkedWorkspace();
    await send(local, "POST", "/__local/faults", { method: "GET", reset: true });
    await expect(send(local, "GET", "/api/2.0/nothing")).rejects.toThrow("fetch failed");
    expect((await send(local, "GET", "/api/2.0/nothing")).status).toBe(404);
  });

  it("are refused when they are none", async () => {
    const local = await checkedWorkspace();
    const { status, body } = await send(local, "POST", "/__local/faults", { status: 200 });
    expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });
});

describe("with a data directory", () => {
  it("keeps its token across restarts", async () => {
    const data = await dataDirectory();
    const first = await startLocalWorkspace({ data });
    await first.close();
    const second = await checkedWorkspace({ data });
    expect(second.token).toBe(first.token);
  });

  it("leaves alone what is used for other things", async () => {
    const data = await dataDirectory();
    await chmod(data, 0o755);
    const file = join(data, "letter.txt");
    await writeFile(file, "mine");
    await expect(startLocalWorkspace({ data })).rejects.toThrow(/is not empty, and holds no local workspace/);
    expect([await readdir(data), (await stat(data)).mode & 0o777]).toEqual([["letter.txt"], 0o755]);
    await expect(startLocalWorkspace({ data: file })).rejects.toThrow(/cannot be made: EEXIST.*--data/);
  });

  it("refuses a second workspace on the same directory, and works on", async () => {
    const data = await dataDirectory();
    const first = await checkedWorkspace({ data });
    await expect(startLocalWorkspace({ data })).rejects.toThrow(/is in use by another local workspace/);
    expect((await send(first, "GET", "/__local/faults")).status).toBe(200);
  });
});
