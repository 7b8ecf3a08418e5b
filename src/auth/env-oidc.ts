import type { Settings } from "../config/settings.ts";
import type { Credentials } from "./credentials.ts";
import { goodIdToken } from "./id-token.ts";
import { exchangedCredentials } from "./token-exchange.ts";
import type { World } from "./world.ts";

/** Holds an OIDC token unless `oidcTokenEnv` names another. */
const defaultVariable = "DATABRICKS_OIDC_TOKEN";

/** An OIDC token in a variable, exchanged. It is read again for every exchange. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { oidcTokenEnv: variable = defaultVariable } = settings;
  return exchangedCredentials("env-oidc", settings, world, async () =>
    goodIdToken("env-oidc", world.env[variable] ?? "", `the variable ${variable}`, world.clock.now()),
  );
}
