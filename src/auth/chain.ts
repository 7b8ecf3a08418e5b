import { type AuthType, authTypes } from "../config/auth-types.ts";
import { cloudOf } from "../config/cloud.ts";
import { discoverHost } from "../config/discover.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import type { Credentials } from "./credentials.ts";
import { lacking, strategies } from "./strategies.ts";
import { loginCommand } from "./way-out.ts";
import { type World, worldOf } from "./world.ts";

const configured = new WeakMap<Settings, Promise<Credentials>>();

/**
 * Finds out how to authenticate: as `authType` says, else the first way that applies and gives a token. However many
 * ask with the same settings object, it is found out once; a failure is forgotten, so that the next call tries again.
 *
 * @param deps parts of the world to take instead of this process's; those of the first call count
 * @throws AuthError
 */
export function resolveCredentials(settings: Settings, deps: Partial<World> = {}): Promise<Credentials> {
  const known = configured.get(settings);
  if (known) return known;
  const credentials = configure(settings, worldOf(deps)).catch((error: unknown) => {
    configured.delete(settings);
    throw error;
  });
  configured.set(settings, credentials);
  return credentials;
}

async function configure(given: Settings, world: World): Promise<Credentials> {
  const { authType } = given;
  // Discovery tells what OAuth needs; a token that is at hand need not wait for it.
  const ready = authType ? ["pat", "basic"].includes(authType) : Boolean(given.token || given.password);
  const settings = ready ? given : await discoverHost(given, world.fetch, () => world.clock.now());
  return authType ? configureOne(authType, settings, world) : configureFirst(settings, world);
}

/** The way that was asked for; it says what it lacks. */
async function configureOne(authType: AuthType, settings: Settings, world: World): Promise<Credentials> {
  const strategy = strategies[authType];
  const { cloud } = strategy;
  const missing = lacking(strategy, settings, world);
  if (missing.length > 0) {
    throw new AuthError(authType, `${missing.join(", ")} not set`, {
      hint: "Set what is missing, or another auth type.",
    });
  }
  if (cloud && cloud !== cloudOf(settings)) {
    const hint = `Use another auth type, or set DATABRICKS_CLOUD to ${cloud} if the host is there.`;
    throw new AuthError(authType, `${settings.host} is on ${cloudOf(settings)}, not on ${cloud}`, { hint });
  }
  return accepted(authType, settings, world);
}

async function configureFirst(settings: Settings, world: World): Promise<Credentials> {
  const failures: AuthError[] = [];
  for (const authType of authTypes) {
    const strategy = strategies[authType];
    const applies = !strategy.cloud || strategy.cloud === cloudOf(settings);
    if (!applies || lacking(strategy, settings, world).length > 0) continue;
    try {
      return await accepted(authType, settings, world);
    } catch (error) {
      if (!strategy.ambient || !(error instanceof AuthError)) throw error;
      failures.push(error);
    }
  }
  throw nothingWorked(settings, failures);
}

/** Credentials are taken once they gave headers. */
async function accepted(authType: AuthType, settings: Settings, world: World): Promise<Credentials> {
  const { configure } = await strategies[authType].load();
  const credentials = await configure(settings, world);
  await credentials.headers();
  return credentials;
}

function nothingWorked(settings: Settings, failures: readonly AuthError[]): AuthError {
  const tried = failures.map(({ authType, problem }) => `${authType}: ${problem}`).join("; ");
  return new AuthError(
    "default",
    `no credentials for ${settings.host} are configured${tried && `, and none were found (${tried})`}`,
    {
      hint: `Run \`${loginCommand(settings)}\`, or set DATABRICKS_TOKEN; see https://docs.databricks.com/dev-tools/auth.`,
      retryable: failures.some(({ retryable }) => retryable),
    },
  );
}
