import { describe, expect, it } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

describe("who asks", () => {
  it("is told by SCIM", async () => {
    const { client } = await checkedWorkspace();
    const { userName, groups } = await client.currentUser.me();
    expect([userName, groups?.map(({ display }) => display)]).toEqual(["me@local", ["admins", "users"]]);
  });
});

describe("OAuth", () => {
  it("signs a service principal in, through discovery", async () => {
    const { host, servicePrincipal } = await checkedWorkspace();
    const client = new DatabricksClient({ host, ...servicePrincipal });
    expect((await client.currentUser.me()).userName).toBe("local-client");
  });

  it("has a secret that only the workspace's own tokens get to know", async () => {
    const [one, other] = [await checkedWorkspace(), await checkedWorkspace()];
    expect(one.servicePrincipal.clientSecret).not.toBe(other.servicePrincipal.clientSecret);
    const { body } = await send(one, "GET", "/__local/service-principal");
    expect(body).toEqual({ client_id: "local-client", client_secret: one.servicePrincipal.clientSecret });
    expect((await send({ ...one, token: "none" }, "GET", "/__local/service-principal")).status).toBe(401);
  });

  it("gives tokens that expire", async () => {
    const local = await checkedWorkspace({ timings: { tokenValid: 0 } });
    const { clientId, clientSecret } = local.servicePrincipal;
    const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const { body } = await send(local, "POST", "/oidc/v1/token", form, type);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 0 });
    const asked = await send({ ...local, token: String(body.access_token) }, "GET", "/api/2.0/preview/scim/v2/Me");
    expect([asked.status, asked.body.message]).toEqual([401, "Access token has expired."]);
  });

  it.each([
    ["a wrong secret", "grant_type=client_credentials&client_id=local-client&client_secret=no", 401, "invalid_client"],
    ["no secret", "grant_type=client_credentials", 401, "invalid_client"],
    ["a secret that cannot be decoded", "grant_type=client_credentials", 401, "invalid_client", "a:%zz"],
    ["another grant", "grant_type=password", 400, "unsupported_grant_type"],
  ])("refuses %s", async (_, form, status, error, basic = "") => {
    const local = await checkedWorkspace();
    const authorization = `Basic ${Buffer.from(basic).toString("base64")}`;
    const answer = await send(local, "POST", "/oidc/v1/token", form, basic ? { authorization } : {});
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });
});

describe("tokens", () => {
  it("are made, listed, used and revoked", async () => {
    const { host, client } = await checkedWorkspace();
    const { token_value = "", token_info } = await client.tokens.create({ comment: "ci", lifetime_seconds: 60 });
    const other = new DatabricksClient({ host, token: token_value });
    expect((await other.currentUser.me()).userName).toBe("me@local");
    const listed = await client.tokens.list();
    expect(listed.token_infos?.map(({ comment }) => comment)).toEqual(["made at the first start", "ci"]);
    await client.tokens.delete({ token_id: token_info?.token_id ?? "" });
    await expect(other.currentUser.me()).rejects.toMatchObject({ status: 401 });
  });

  it("are revoked by their owner only", async () => {
    const { host, client, servicePrincipal } = await checkedWorkspace();
    const { token_infos } = await client.tokens.list();
    const other = new DatabricksClient({ host, ...servicePrincipal });
    const revoking = other.tokens.delete({ token_id: token_infos?.[0]?.token_id ?? "" });
    await expect(revoking).rejects.toMatchObject({ status: 404 });
  });
});

describe("what is not there", () => {
  it.each([
    ["a secret", "/api/2.0/secrets/get?scope=app&key=constructor", 404, "RESOURCE_DOES_NOT_EXIST"],
    ["an ACL", "/api/2.0/secrets/acls/get?scope=app&principal=toString", 404, "RESOURCE_DOES_NOT_EXIST"],
    ["a kind of object", "/api/2.0/permissions/constructor/1", 400, "INVALID_PARAMETER_VALUE"],
  ])("is not found by a name that every object of JavaScript has: %s", async (_, path, status, errorCode) => {
    const local = await checkedWorkspace();
    await local.client.secrets.createScope({ scope: "app" });
    const { status: got, body } = await send(local, "GET", path);
    expect([got, body.error_code]).toEqual([status, errorCode]);
  });
});

describe("secrets", () => {
  it("are kept as base64 and never listed with their values", async () => {
    const { client } = await checkedWorkspace();
    await client.secrets.createScope({ scope: "app" });
    await client.secrets.putSecret({ scope: "app", key: "password", string_value: "tiger" });
    expect(await client.secrets.getSecret({ scope: "app", key: "password" })).toEqual({
      key: "password",
      value: "dGlnZXI=",
    });
    const { secrets } = await client.secrets.listSecrets({ scope: "app" });
    expect(secrets).toEqual([{ key: "password", last_updated_timestamp: expect.any(Number) }]);
    expect(await client.secrets.listAcls({ scope: "app" })).toEqual({
      items: [{ principal: "me@local", permission: "MANAGE" }],
    });
  });

  it.each([
    ["a scope that is there", "createScope", { scope: "app" }, 409, "RESOURCE_ALREADY_EXISTS"],
    ["a scope that is not", "listSecrets", { scope: "none" }, 404, "RESOURCE_DOES_NOT_EXIST"],
    ["a key that is not", "getSecret", { scope: "app", key: "none" }, 404, "RESOURCE_DOES_NOT_EXIST"],
    ["no value", "putSecret", { scope: "app", key: "k" }, 400, "INVALID_PARAMETER_VALUE"],
    [
      "too long a value",
      "putSecret",
      { scope: "app", key: "k", string_value: "x".repeat(131_073) },
      400,
      "INVALID_PARAMETER_VALUE",
    ],
  ] as const)("refuse %s", async (_, method, args, status, errorCode) => {
    const { client } = await checkedWorkspace();
    await client.secrets.createScope({ scope: "app" });
    const act = client.secrets[method] as (args: object) => Promise<unknown>;
    await expect(act.call(client.secrets, args)).rejects.toMatchObject({ status, errorCode });
  });
});

describe("permissions", () => {
  it("are replaced by set and added to by update, in every spelling of the API", async () => {
    const { client } = await checkedWorkspace();
    const object = { request_object_type: "jobs", request_object_id: "7" };
    const grant = (user_name: string, permission_level: string) => [{ user_name, permission_level }];
    await client.permissions.set({ ...object, access_control_list: grant("a@local", "CAN_VIEW") });
    await client.jobs.updatePermissions({ job_id: "7", access_control_list: grant("b@local", "CAN_MANAGE") });
    const { access_control_list } = await client.permissions.get(object);
    expect(access_control_list?.map((each) => each.user_name ?? each.group_name)).toEqual([
      "a@local",
      "b@local",
      "admins",
    ]);
  });

  it("leave the owner in when they are added to, whoever asks", async () => {
    const local = await checkedWorkspace();
    const access_control_list = [{ user_name: "a@local", permission_level: "CAN_VIEW" }];
    await local.client.jobs.updatePermissions({ job_id: "7", access_control_list });
    const { body } = await send(local, "POST", "/__local/tokens", { user: "viewer" });
    const viewer = new DatabricksClient({ host: local.host, token: String(body.token) });
    const { access_control_list: listed } = await viewer.jobs.getPermissions({ job_id: "7" });
    expect(listed?.map((each) => each.user_name ?? each.group_name)).toEqual(["me@local", "a@local", "admins"]);
    const { access_control_list: fresh } = await viewer.jobs.getPermissions({ job_id: "8" });
    expect(fresh?.[0]?.user_name).toBe("me@local");
  });

  it("refuse a level that the kind of object does not have", async () => {
    const { client } = await checkedWorkspace();
    const list = [{ user_name: "a@local", permission_level: "CAN_RESTART" }];
    const setting = client.permissions.set({
      request_object_type: "jobs",
      request_object_id: "7",
      access_control_list: list,
    });
    await expect(setting).rejects.toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
    const { permission_levels } = await client.jobs.getPermissionLevels({ job_id: "7" });
    expect(permission_levels?.map((each) => each.permission_level)).toContain("CAN_MANAGE_RUN");
  });
});

describe("pipelines", () => {
  it("need no name", async () => {
    const { client } = await checkedWorkspace();
    for (const _ of [1, 2]) await client.pipelines.create({});
    expect((await client.pipelines.listPipelines({})).statuses).toHaveLength(2);
  });

  it("pass their states and become idle", async () => {
    const { client } = await checkedWorkspace();
    const { pipeline_id = "" } = await client.pipelines.create({ name: "daily" });
    const { update_id = "" } = await client.pipelines.startUpdate({ pipeline_id });
    await expect(client.pipelines.startUpdate({ pipeline_id })).rejects.toMatchObject({ status: 409 });
    await expect
      .poll(async () => (await client.pipelines.getUpdate({ pipeline_id, update_id })).update?.state)
      .toBe("COMPLETED");
    expect(await client.pipelines.get({ pipeline_id })).toMatchObject({ state: "IDLE", name: "daily" });
    const messages: unknown[] = [];
    for await (const event of client.pipelines.listPipelineEvents.all({ pipeline_id })) messages.push(event.message);
    expect(messages[0]).toMatch(/is COMPLETED\.$/);
  });

  it("fail when their configuration asks for it, and tell why", async () => {
    const { client } = await checkedWorkspace();
    const { pipeline_id = "" } = await client.pipelines.create({ configuration: { "local.fail": "true" } });
    const { update_id = "" } = await client.pipelines.startUpdate({ pipeline_id });
    await expect
      .poll(async () => (await client.pipelines.getUpdate({ pipeline_id, update_id })).update?.state)
      .toBe("FAILED");
    const { events } = await client.pipelines.listPipelineEvents({ pipeline_id });
    expect(events?.[0]?.error?.exceptions?.[0]?.message).toMatch(/local\.fail/);
  });

  it("are stopped on the way", async () => {
    const { client } = await checkedWorkspace({ timings: { pipelineStep: 200 } });
    const { pipeline_id = "" } = await client.pipelines.create({ name: "long" });
    const { update_id = "" } = await client.pipelines.startUpdate({ pipeline_id });
    await client.pipelines.stop.wait({ pipeline_id });
    expect((await client.pipelines.getUpdate({ pipeline_id, update_id })).update?.state).toBe("CANCELED");
  });

  it("are listed by name and page", async () => {
    const { client } = await checkedWorkspace();
    for (const name of ["a1", "a2", "b1"]) await client.pipelines.create({ name });
    const names: unknown[] = [];
    const listing = client.pipelines.listPipelines.all({ filter: "name LIKE 'a%'", max_results: 1 });
    for await (const { name } of listing) names.push(name);
    expect(names).toEqual(["a1", "a2"]);
    await expect(client.pipelines.create({ name: "a1" })).rejects.toMatchObject({ status: 409 });
  });
});

describe("serving endpoints", () => {
  const served_entities = [{ name: "m", entity_name: "main.default.m", entity_version: "1" }];

  it("become ready, answer, and change", async () => {
    const { client } = await checkedWorkspace();
    const endpoint = await client.servingEndpoints.create.wait({ name: "chat", config: { served_entities } });
    expect(endpoint.state).toEqual({ ready: "READY", config_update: "NOT_UPDATING" });
    const answer = await client.servingEndpoints.query({ name: "chat", messages: [{ role: "user", content: "hi" }] });
    expect(answer.choices?.[0]?.message?.content).toBe("The local workspace runs no models. It was asked: hi");
    const { config } = await client.servingEndpoints.updateConfig({ name: "chat", served_entities });
    expect(config?.config_version).toBe(2);
  });

  it("change one at a time", async () => {
    const { client } = await checkedWorkspace({ timings: { endpointUpdate: 60_000 } });
    await client.servingEndpoints.create({ name: "chat", config: { served_entities } });
    const changing = client.servingEndpoints.updateConfig({ name: "chat", served_entities });
    await expect(changing).rejects.toMatchObject({ status: 409, errorCode: "RESOURCE_CONFLICT" });
  });

  it("refuse questions before they are ready", async () => {
    const { client } = await checkedWorkspace({ timings: { endpointUpdate: 60_000 } });
    await client.servingEndpoints.create({ name: "slow", config: { served_entities } });
    await expect(client.servingEndpoints.query({ name: "slow", prompt: "hi" })).rejects.toMatchObject({ status: 400 });
  });
});
