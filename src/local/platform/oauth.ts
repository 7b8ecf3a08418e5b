import type { IncomingMessage } from "node:http";
import type { RawHandler } from "../handlers.ts";
import { workspaceId } from "../http-server.ts";
import { readBody } from "../read-body.ts";
import type { Credentials, Workspace } from "../workspace.ts";

/**
 * Sign-in of service principals (RFC 6749 section 4.4), its discovery (RFC 8414), and the discovery of the host itself.
 * Tokens are valid for `timings.tokenValid`.
 */
export function oauthRoutes(workspace: Workspace): Readonly<Record<string, RawHandler>> {
  return {
    "GET /.well-known/databricks-config": () => ({
      body: { host_type: "workspace", oidc_endpoint: `${workspace.host}/oidc`, workspace_id: workspaceId },
    }),
    "GET /oidc/.well-known/oauth-authorization-server": () => ({
      body: {
        issuer: `${workspace.host}/oidc`,
        token_endpoint: `${workspace.host}/oidc/v1/token`,
        authorization_endpoint: `${workspace.host}/oidc/v1/authorize`,
        grant_types_supported: ["client_credentials"],
      },
    }),
    "POST /oidc/v1/token": async (request) => {
      const form = new URLSearchParams((await readBody(request)).toString("utf8"));
      const problem = problemOf(form, credentialsOf(request, form), workspace.servicePrincipal);
      if (problem) return { body: problem, status: problem.error === "invalid_client" ? 401 : 400 };
      const user = {
        id: "3001",
        userName: workspace.servicePrincipal.clientId,
        displayName: "Local Service Principal",
      };
      const lifetime = workspace.timings.tokenValid;
      const { token } = workspace.tokens.issue({ ...user, kind: "servicePrincipal" }, "oauth", lifetime);
      return { body: { access_token: token, token_type: "Bearer", expires_in: Math.floor(lifetime / 1000) } };
    },
  };
}

function problemOf(form: URLSearchParams, given: Credentials | undefined, wanted: Credentials) {
  const grant = form.get("grant_type");
  if (grant !== "client_credentials") {
    return { error: "unsupported_grant_type", error_description: `The grant ${grant} is not supported.` };
  }
  const known = given?.clientId === wanted.clientId && given.clientSecret === wanted.clientSecret;
  return known ? undefined : { error: "invalid_client", error_description: "Client authentication failed" };
}

/** From HTTP Basic, whose halves are percent-encoded (RFC 6749 section 2.3.1), or from the form. */
function credentialsOf({ headers }: IncomingMessage, form: URLSearchParams): Credentials | undefined {
  const basic = /^Basic (\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (!basic) return { clientId: form.get("client_id") ?? "", clientSecret: form.get("client_secret") ?? "" };
  const [, id = "", secret = ""] = /^([^:]*):(.*)$/.exec(Buffer.from(basic, "base64").toString("utf8")) ?? [];
  try {
    return { clientId: decodeURIComponent(id), clientSecret: decodeURIComponent(secret) };
  } catch {
    return undefined;
  }
}
