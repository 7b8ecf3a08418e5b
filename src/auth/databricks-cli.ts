import { hostKindOf } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { redactor } from "../errors/redact.ts";
import { bearer, cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import type { Ended } from "./run.ts";
import type { Token } from "./token.ts";
import { loginCommand, wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "databricks-cli";
/** The longest that the CLI may take, in milliseconds. */
const limitMs = 10_000;

/**
 * The token of a person who signed in with `databricks auth login`. The CLI keeps it in the system's keyring, so only
 * asking the CLI works everywhere.
 *
 * The Go SDK asks the CLI's version first, and takes a file of less than 1 MiB for the legacy CLI. We leave the flag
 * `--force-refresh` (new in 0.296) away when the CLI does not know it: one process instead of two, and wrappers work.
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const source = async (again: boolean) => {
    const token = await tokenFromCli(settings, world, again);
    await checkScopes(settings, token);
    return token;
  };
  return cachedCredentials(authType, { clock: world.clock, tokens: [bearer(source)] });
}

async function tokenFromCli(settings: Settings, world: World, again: boolean): Promise<Token> {
  const { databricksCliPath = "databricks" } = settings;
  const ask = (flags: string[]) =>
    world.run(databricksCliPath, [...command(settings), ...flags], childEnv(settings, world), limitMs);
  let ended = await ask(again ? ["--force-refresh"] : []);
  if (again && /unknown flag/.test(ended.stderr)) ended = await ask([]);
  if (ended.ok) return tokenIn(ended.stdout, settings);
  throw failure(ended, settings);
}

function command(settings: Settings): string[] {
  const { host, profile, accountId } = settings;
  if (profile) return ["auth", "token", "--profile", profile];
  const account = hostKindOf(settings) === "account" && accountId ? ["--account-id", accountId] : [];
  return ["auth", "token", "--host", host, ...account];
}

/** The CLI reads the same profile file as we do. */
function childEnv({ configFile }: Settings, { env }: World): World["env"] {
  return configFile ? { ...env, DATABRICKS_CONFIG_FILE: configFile } : env;
}

function tokenIn(stdout: string, settings: Settings): Token {
  try {
    const { access_token: value, expiry }: { access_token?: unknown; expiry?: unknown } = JSON.parse(stdout);
    // RFC 3339; older CLIs and wrappers also write "2026-06-01 10:00:00", in local time.
    const expiresAt = Date.parse(String(expiry));
    if (typeof value === "string" && value && !Number.isNaN(expiresAt)) return { value, expiresAt };
  } catch {}
  throw new AuthError(authType, "`databricks auth token` answered without a token or its expiry", {
    hint: wayOut(settings, authType),
  });
}

function failure(ended: Ended, settings: Settings): AuthError {
  if (ended.missing) {
    const hint = `Install the Databricks CLI (https://docs.databricks.com/dev-tools/cli/install), then run \`${loginCommand(settings)}\`.`;
    return new AuthError(authType, "the Databricks CLI is not installed, or not in PATH", { hint });
  }
  const said = redactor([])(ended.stderr).trim().slice(0, 1_000);
  if (/No such command/i.test(said)) {
    const hint = "Install the present one: https://docs.databricks.com/dev-tools/cli/install.";
    return new AuthError(authType, "the Databricks CLI in PATH is the legacy one, which cannot sign in", { hint });
  }
  return new AuthError(authType, `cannot get access token: ${said}`, { hint: wayOut(settings, authType) });
}

/** Scopes are chosen at sign-in; asking for others here would silently have no effect. */
async function checkScopes(settings: Settings, { value }: Token): Promise<void> {
  if (!settings.scopes) return;
  const { claimsOf } = await import("./jwt.ts");
  const had = claimsOf(value)?.scopes;
  const missing = settings.scopes.filter((scope) => !had?.includes(scope));
  if (!had || missing.length === 0) return;
  throw new AuthError(authType, `the token lacks the scopes ${missing.join(", ")}`, {
    hint: `Run \`${loginCommand(settings)} --scopes ${settings.scopes.join(",")}\`.`,
  });
}
