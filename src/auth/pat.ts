import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { type Credentials, fixedCredentials } from "./credentials.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

/**
 * A personal access token, or any token of this host that somebody else keeps fresh. One that tells its expiry is
 * looked at before the first call.
 */
export async function configure(settings: Settings, { clock }: World): Promise<Credentials> {
  const { token = "" } = settings;
  if (token.startsWith("eyJ")) {
    const { expiredSince } = await import("./jwt.ts");
    const since = expiredSince(token, clock.now());
    if (since) throw new AuthError("pat", `the token expired at ${since}`, { hint: wayOut(settings, "pat") });
  }
  return fixedCredentials("pat", `Bearer ${token}`, [token]);
}
