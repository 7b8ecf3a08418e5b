import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { json } from "../control.ts";
import type { RawHandler } from "../handlers.ts";
import { workspaceId } from "../http-server.ts";
import type { Workspace } from "../workspace.ts";

/** The service principal that can sign in with OAuth; the local workspace is no secret. */
export const servicePrincipal = { clientId: "local-client", clientSecret: "local-secret" };

/**
 * Sign-in of service principals (RFC 6749 section 4.4), its discovery (RFC 8414), and the discovery of the host itself.
 * Tokens are valid for `timings.tokenValid`.
 */
export function oauthRoutes(workspace: Workspace): Readonly<Record<string, RawHandler>> {
  return {
    "GET /.well-known/databricks-config": (_, response) =>
      json(response, { host_type: "workspace", oidc_endpoint: `${workspace.host}/oidc`, workspace_id: workspaceId }),
    "GET /oidc/.well-known/oauth-authorization-server": (_, response) =>
      json(response, {
        issuer: `${workspace.host}/oidc`,
        token_endpoint: `${workspace.host}/oidc/v1/token`,
        authorization_endpoint: `${workspace.host}/oidc/v1/authorize`,
        grant_types_supported: ["client_credentials"],
      }),
    "POST /oidc/v1/token": async (request, response) => {
      const form = new URLSearchParams(await text(request));
      const problem = problemOf(form, credentialsOf(request, form));
      if (problem) return json(response, problem, problem.error === "invalid_client" ? 401 : 400);
      const user = { id: "3001", userName: servicePrincipal.clientId, displayName: "Local Service Principal" };
      const lifetime = workspace.timings.tokenValid;
      const { token } = workspace.tokens.issue({ ...user, kind: "servicePrincipal" }, "oauth", lifetime);
      return json(response, { access_token: token, token_type: "Bearer", expires_in: Math.floor(lifetime / 1000) });
    },
  };
}

function problemOf(form: URLSearchParams, { id, secret }: { id: string; secret: string }) {
  const grant = form.get("grant_type");
  if (grant !== "client_credentials") {
    return { error: "unsupported_grant_type", error_description: `The grant ${grant} is not supported.` };
  }
  const known = id === servicePrincipal.clientId && secret === servicePrincipal.clientSecret;
  return known ? undefined : { error: "invalid_client", error_description: "Client authentication failed" };
}

function credentialsOf({ headers }: IncomingMessage, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic (\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const [id = "", secret = ""] = basic
    ? Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeURIComponent)
    : [form.get("client_id") ?? "", form.get("client_secret") ?? ""];
  return { id, secret };
}
