import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import type { Credentials } from "./credentials.ts";
import { requestJson } from "./json-request.ts";
import { exchangedCredentials } from "./token-exchange.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "azure-devops-oidc";

/** The OIDC token of an Azure DevOps job, exchanged. Its audience is always `api://AzureADTokenExchange`. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  return exchangedCredentials(authType, settings, world, () => azureDevOpsIdToken(settings, world));
}

/** https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
async function azureDevOpsIdToken(settings: Settings, world: World): Promise<string> {
  const { env } = world;
  const hint = wayOut(settings, authType);
  const token = env.SYSTEM_ACCESSTOKEN ?? "";
  const collection = env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI?.replace(/\/+$/, "");
  const job = [env.SYSTEM_HOSTTYPE, "plans", env.SYSTEM_PLANID, "jobs", env.SYSTEM_JOBID].join("/");
  const { oidcToken } = await requestJson(world, {
    authType,
    method: "POST",
    url: `${collection}/${env.SYSTEM_TEAMPROJECTID}/_apis/distributedtask/hubs/${job}/oidctoken?api-version=7.2-preview.1`,
    headers: { Authorization: `Bearer ${token}` },
    json: {},
    secrets: [token],
    hint,
  });
  if (typeof oidcToken === "string" && oidcToken) return oidcToken;
  throw new AuthError(authType, "Azure DevOps answered without a token", { hint });
}
