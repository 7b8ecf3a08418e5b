import { exportPKCS8, generateKeyPair, type JWTPayload, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { file, folder, jwt, start, world } from "./fixtures.ts";
import { type Routes, type Seen, serveRoutes } from "./routes.ts";

const tokenRoute = "POST /oauth2.googleapis.com/token";
const idToken = jwt({ exp: start + 3_600, aud: "https://h" });
const scope = "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/compute";
const headers = { Authorization: `Bearer ${idToken}`, "X-Databricks-GCP-SA-Access-Token": "access" };

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let key: string;
beforeAll(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  const fields = { client_email: "sa@p.iam.gserviceaccount.com", private_key: await exportPKCS8(keys.privateKey) };
  key = JSON.stringify({ type: "service_account", ...fields, token_uri: "https://oauth2.googleapis.com/token" });
});

async function onGoogle(settings: Partial<Settings>, routes: Routes, env: Record<string, string> = {}) {
  const server = await serveRoutes(routes);
  const parts = world({ env: { PATH: "/nonexistent", HOME: "/nonexistent", ...env }, fetch: server.fetch });
  const credentials = resolveCredentials({ host: "https://h", cloud: "gcp", ...settings }, parts);
  return { server, credentials };
}

/** What an assertion claims, its signature verified. */
async function claimsOf({ form }: Seen): Promise<JWTPayload> {
  const { payload } = await jwtVerify(form.assertion ?? "", keys.publicKey, { currentDate: new Date(start * 1_000) });
  return payload;
}

const grant = async (request: Seen) => {
  const claims = await claimsOf(request);
  return { body: claims.scope ? { access_token: "access", expires_in: 3600 } : { id_token: idToken } };
};

describe("google-credentials", () => {
  it.each([
    ["as JSON", (text: string) => text],
    ["in a file", (text: string) => file("key.json", text)],
  ])("signs with the key %s", async (_, place) => {
    const { server, credentials } = await onGoogle(
      { googleCredentials: place(key), authType: "google-credentials" },
      { [tokenRoute]: grant },
    );
    expect(await (await credentials).headers()).toEqual(headers);
    const claims = {
      iss: "sa@p.iam.gserviceaccount.com",
      aud: "https://oauth2.googleapis.com/token",
      iat: start,
      exp: start + 3_600,
    };
    const asked = await Promise.all(server.seen.filter(({ route }) => route === tokenRoute).map(claimsOf));
    expect(asked).toEqual(
      expect.arrayContaining([
        { ...claims, target_audience: "https://h" },
        { ...claims, scope },
      ]),
    );
    expect((await credentials).secrets()).toEqual(expect.arrayContaining(["access", idToken]));
  });

  it("goes without the access token that Google does not give", async () => {
    const { credentials } = await onGoogle(
      { googleCredentials: key, authType: "google-credentials" },
      {
        [tokenRoute]: async (request) =>
          (await claimsOf(request)).scope ? { status: 403, body: { error: "access_denied" } } : grant(request),
      },
    );
    expect(await (await credentials).headers()).toEqual({ Authorization: `Bearer ${idToken}` });
  });

  it.each(["/nonexistent", '{"type":"authorized_user"}', "{"])("says that %s is no key", async (googleCredentials) => {
    const { credentials } = await onGoogle({ googleCredentials, authType: "google-credentials" }, {});
    await expect(credentials).rejects.toThrow("GOOGLE_CREDENTIALS is neither the JSON of a service account's key");
  });

  it("says that a private key cannot be read, and does not show it", async () => {
    const googleCredentials = key.replace(/-----BEGIN[^"]*/, "s3cret");
    const { credentials } = await onGoogle({ googleCredentials, authType: "google-credentials" }, {});
    await expect(credentials).rejects.toThrow("the private key of sa@p.iam.gserviceaccount.com cannot be read");
    await expect(credentials).rejects.not.toThrow("s3cret");
  });
});

describe("google-id", () => {
  const settings = { googleServiceAccount: "sa@p.iam.gserviceaccount.com", authType: "google-id" } as const;
  const account = "/iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/sa%40p.iam.gserviceaccount.com";
  const impersonation: Routes = {
    [`POST ${account}:generateIdToken`]: { body: { token: idToken } },
    [`POST ${account}:generateAccessToken`]: { body: { accessToken: "access", expireTime: "2026-06-01T01:00:00Z" } },
  };
  const person = { type: "authorized_user", client_id: "c", client_secret: "s", refresh_token: "r" };

  it("impersonates as the person who is signed in to gcloud", async () => {
    const { server, credentials } = await onGoogle(
      settings,
      { ...impersonation, [tokenRoute]: { body: { access_token: "mine", expires_in: 3600 } } },
      { GOOGLE_APPLICATION_CREDENTIALS: file("adc.json", JSON.stringify(person)) },
    );
    expect(await (await credentials).headers()).toEqual(headers);
    const { type, ...form } = person;
    expect(server.seen.find(({ route }) => route === tokenRoute)?.form).toEqual({
      grant_type: "refresh_token",
      ...form,
    });
    const asked = server.seen.find(({ route }) => route.endsWith("generateIdToken"));
    expect(asked?.headers.authorization).toBe("Bearer mine");
    expect(JSON.parse(asked?.form[""] ?? "")).toEqual({ audience: "https://h", includeEmail: true });
  });

  it("impersonates as a key in the usual file", async () => {
    const path = file("application_default_credentials.json", key);
    const { credentials } = await onGoogle(
      settings,
      { ...impersonation, [tokenRoute]: grant },
      { CLOUDSDK_CONFIG: path.replace(/\/[^/]*$/, "") },
    );
    expect(await (await credentials).headers()).toEqual(headers);
  });

  it("impersonates as the service account of this machine", async () => {
    const route = "GET /metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";
    const { server, credentials } = await onGoogle(settings, {
      ...impersonation,
      [route]: { body: { access_token: "machine", expires_in: 3600 } },
    });
    expect(await (await credentials).headers()).toEqual(headers);
    expect(server.seen.find((each) => each.route === route)?.headers["metadata-flavor"]).toBe("Google");
  });

  it.each([
    ["{", "Google's application default credentials are not JSON"],
    ['{"type":"gdch"}', "application default credentials of type gdch are not supported"],
  ])("says that %s does not do", async (text, message) => {
    const { credentials } = await onGoogle(settings, {}, { GOOGLE_APPLICATION_CREDENTIALS: file("adc.json", text) });
    await expect(credentials).rejects.toThrow(`google-id: ${message}. Run \`gcloud auth application-default login\``);
  });

  it("says that a named file is not there", async () => {
    const { credentials } = await onGoogle(settings, {}, { GOOGLE_APPLICATION_CREDENTIALS: `${folder()}/x` });
    await expect(credentials).rejects.toThrow("cannot be read");
  });
});
