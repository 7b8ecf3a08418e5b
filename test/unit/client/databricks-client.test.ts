import { inspect } from "node:util";
import { expect, it } from "vitest";
import { apis } from "../../../generated/index.ts";
import { fixedCredentials } from "../../../src/auth/credentials.ts";
import { DatabricksClient } from "../../../src/client/databricks-client.ts";
import { answer, faultServer } from "../../faults/fault-server.ts";
import { getJob } from "../../faults/operations.ts";

const token = "t0ken";

it("cannot be made without a host", () => {
  expect(() => new DatabricksClient({ token })).toThrow("no Databricks host is configured");
});

it("takes credentials instead of those that settings tell of", async () => {
  const server = await faultServer(answer(200, {}));
  const credentials = fixedCredentials("bearer", "Bearer of-the-caller", ["of-the-caller"]);
  await new DatabricksClient({ host: server.host, credentials }).jobs.get({ job_id: 1 });
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: "Bearer of-the-caller",
    "user-agent": expect.stringContaining("auth/bearer"),
  });
});

it("calls typed methods, every digit kept both ways", async () => {
  const server = await faultServer(answer(200, '{"run_id":9223372036854775807}'));
  const client = new DatabricksClient({ host: server.host, token });
  const started = await client.jobs.runNow({ job_id: "9223372036854775806", idempotency_token: "once" });
  expect(started.run_id).toBe("9223372036854775807");
  expect(server.requests.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
    ["POST", "/api/2.2/jobs/run-now", '{"idempotency_token":"once","job_id":9223372036854775806}'],
  ]);
});

it("passes the caller's signal on from a typed method", async () => {
  const server = await faultServer(answer(200, {}));
  const client = new DatabricksClient({ host: server.host, token });
  const call = client.jobs.get({ job_id: 1 }, { signal: AbortSignal.abort(new Error("gone")) });
  await expect(call).rejects.toThrow("gone");
});

it("calls operations given as data", async () => {
  const server = await faultServer(answer(200, { job_id: 1 }));
  const client = new DatabricksClient({ host: server.host, token });
  expect(await client.call(getJob, { job_id: 1 })).toEqual({ job_id: 1 });
});

it("has every API as a property, none in the way of another", () => {
  const client = new DatabricksClient({ host: "h", token });
  for (const name of Object.keys(apis)) expect(typeof Reflect.get(client, name)).toBe("object");
});

it("does not show its token", () => {
  const client = new DatabricksClient({ host: "h", token });
  expect(inspect(client, { showHidden: true, depth: 9 }) + JSON.stringify(client)).not.toContain(token);
});

it("tells its settings and where each came from, secrets masked", async () => {
  const client = new DatabricksClient({ host: "https://h.example", token, warehouseId: "w1" });
  expect(client.config).toMatchObject({ host: "https://h.example", warehouseId: "w1" });
  expect(client.config).not.toHaveProperty("token");
  expect(client.config.describe()).toEqual(
    expect.arrayContaining([
      { name: "host", value: "https://h.example", source: "code" },
      { name: "token", value: "********", source: "code" },
    ]),
  );
});
