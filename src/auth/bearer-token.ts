import type { Settings } from "../config/settings.ts";

/** Name of this strategy in the User-Agent (`auth/pat`). */
export const authType = "pat";

/** Headers that authenticate a request to the configured host with its personal access token. */
export function authHeaders({ token }: Settings): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}
