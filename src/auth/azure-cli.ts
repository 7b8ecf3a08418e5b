import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { redactor } from "../errors/redact.ts";
import { azureCredentials, type EntraTokens } from "./azure-credentials.ts";
import { azureTenant } from "./azure-tenant.ts";
import type { Credentials } from "./credentials.ts";
import { once } from "./once.ts";
import type { Ended } from "./run.ts";
import type { Token } from "./token.ts";
import { wayOut } from "./way-out.ts";
import { windowsScripts } from "./windows-script.ts";
import type { World } from "./world.ts";

const authType = "azure-cli";
/** The longest that one run of the CLI, which starts slowly, may take, in milliseconds. */
const limitMs = 20_000;

/**
 * Whoever is signed in to the Azure CLI. A person need not have access to Azure's service management, a service
 * principal that is new in the workspace must: the token for it goes along when it can be had.
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  return azureCredentials(authType, settings, world, cliTokens(settings, world), { management: "optional" });
}

/** https://learn.microsoft.com/cli/azure/account#az-account-get-access-token */
export function cliTokens(settings: Settings, world: World): EntraTokens {
  const options = once(() => tenantOptions(settings, world));
  return (resource) => async () => {
    let ended: Ended | undefined;
    for (const each of await options()) {
      ended = await az(world, "account", "get-access-token", "--resource", resource, "--output", "json", ...each);
      if (ended.ok) return tokenIn(ended.stdout, settings);
    }
    throw failure(ended, settings);
  };
}

/**
 * In which tenant or subscription to ask, in order of trial. A managed identity knows only its own tenant; a service
 * principal with a federated token may refuse to be told one; without a tenant the workspace's subscription leads to
 * it, unless the person may not see that.
 */
async function tenantOptions(settings: Settings, world: World): Promise<readonly string[][]> {
  const { type, name } = await signedIn(settings, world);
  const principal = type === "servicePrincipal";
  if (principal && /^(system|user)AssignedIdentity$/.test(name)) return [[]];
  const tenant = await azureTenant(settings, world);
  if (tenant) return principal ? [["--tenant", tenant], []] : [["--tenant", tenant]];
  const subscription = settings.azureWorkspaceResourceId?.split("/")[2];
  return subscription ? [["--subscription", subscription], []] : [[]];
}

async function signedIn(settings: Settings, world: World): Promise<{ type: string; name: string }> {
  const ended = await az(world, "account", "show", "--output", "json");
  if (!ended.ok) throw failure(ended, settings);
  const { user }: { user?: { type?: unknown; name?: unknown } } = parsed(ended.stdout, settings);
  return { type: String(user?.type), name: String(user?.name) };
}

function az(world: World, ...args: string[]): Promise<Ended> {
  const run = world.platform === "win32" ? windowsScripts(world.run) : world.run;
  return run("az", args, world.env, limitMs);
}

/** `expires_on` is in seconds since 1970; Azure CLIs before 2.54 have only `expiresOn`, in local time. */
function tokenIn(stdout: string, settings: Settings): Token {
  const { accessToken: value, expires_on, expiresOn }: Record<string, unknown> = parsed(stdout, settings);
  const expiresAt = expires_on === undefined ? Date.parse(String(expiresOn)) : Number(expires_on) * 1_000;
  if (typeof value === "string" && value && Number.isFinite(expiresAt)) return { value, expiresAt };
  throw unreadable(settings);
}

function parsed(stdout: string, settings: Settings): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stdout);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {}
  throw unreadable(settings);
}

function unreadable(settings: Settings): AuthError {
  return new AuthError(authType, "`az account` answered what cannot be read", { hint: wayOut(settings, authType) });
}

function failure(ended: Ended | undefined, settings: Settings): AuthError {
  if (ended?.missing) {
    const hint = "Install it (https://learn.microsoft.com/cli/azure/install-azure-cli), then run `az login`.";
    return new AuthError(authType, "the Azure CLI is not installed, or not in PATH", { hint });
  }
  const said = redactor([])(ended?.stderr ?? "")
    .trim()
    .slice(0, 1_000);
  return new AuthError(authType, `cannot get access token: ${said}`, { hint: wayOut(settings, authType) });
}
