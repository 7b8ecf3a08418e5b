import { beforeEach, expect, it, vi } from "vitest";
import { clientLoader } from "../../../src/cli/client-loader.ts";
import { answer, faultServer } from "../../faults/fault-server.ts";
import { getJob } from "../../faults/operations.ts";
import { file } from "../auth/fixtures.ts";

beforeEach(() => {
  vi.stubEnv("HOME", "/nonexistent");
  return () => void vi.unstubAllEnvs();
});

it.each([
  ...["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_SECRET", "DATABRICKS_PASSWORD", "DATABRICKS_METADATA_SERVICE_URL"],
  ...["ARM_CLIENT_SECRET", "GOOGLE_CREDENTIALS", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
])("hides %s before there is a client", (variable) => {
  vi.stubEnv(variable, "s3cret-value");
  expect(clientLoader({}).redact("no s3cret-value here")).toBe("no **REDACTED** here");
});

it("hides the secrets of the profile that the client took, and the tokens it got", async () => {
  const server = await faultServer((response, request) => {
    const token = { access_token: "t0ken-of-oauth", token_type: "Bearer", expires_in: 3600 };
    const endpoint = { token_endpoint: `${server.host}/oidc/v1/token` };
    answer(200, request.url === "/oidc/v1/token" ? token : endpoint)(response, request);
  });
  const profile = `[p]\nhost = ${server.host}\nclient_id = me\nclient_secret = s3cret-of-profile\n`;
  vi.stubEnv("DATABRICKS_CONFIG_FILE", file("cfg", profile));
  const loader = clientLoader({ profile: "p" });
  const client = (await loader.load(undefined))();
  expect(loader.redact("with s3cret-of-profile")).toBe("with **REDACTED**");
  await client.call(getJob, {});
  expect(loader.redact("with t0ken-of-oauth")).toBe("with **REDACTED**");
});

it("tells Databricks for whom the client asks", async () => {
  const server = await faultServer(answer(200, {}));
  vi.stubEnv("DATABRICKS_HOST", server.host);
  vi.stubEnv("DATABRICKS_TOKEN", "t");
  const client = (await clientLoader({}).load("Claude Desktop"))();
  await client.call(getJob, {});
  expect(server.requests[0]?.headers["user-agent"]).toMatch(/ auth\/pat agent\/Claude-Desktop$/);
});

it("says that a setting is missing when the client is made, and tries again", async () => {
  const loader = clientLoader({});
  const make = await loader.load(undefined);
  expect(make).toThrow("no Databricks host is configured");
  vi.stubEnv("DATABRICKS_HOST", "h");
  expect(make().host).toBe("https://h");
});
