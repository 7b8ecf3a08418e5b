import type { Settings } from "../config/settings.ts";
import type { World } from "./world.ts";

/** The longest that finding the tenant may take, in milliseconds. */
const limitMs = 5_000;

/**
 * The tenant of a workspace: as set, else read from where its sign-in page redirects, which is not followed
 * (`GET /aad/auth`, see `config/azure.go` of databricks-sdk-go 0.175).
 *
 * @returns undefined when the host does not tell; the Go SDK fails then, though a tenant is not always needed
 */
export async function azureTenant({ azureTenantId, host }: Settings, { fetch }: World): Promise<string | undefined> {
  if (azureTenantId || !host) return azureTenantId;
  const signal = AbortSignal.timeout(limitMs);
  const response = await fetch(new Request(`${host}/aad/auth`, { redirect: "manual", signal })).catch(() => undefined);
  await response?.body?.cancel();
  const location = response?.headers.get("location") ?? "";
  const tenant = URL.canParse(location) ? new URL(location).pathname.split("/")[1] : undefined;
  return tenant && /^[\w.-]+$/.test(tenant) ? tenant : undefined;
}
