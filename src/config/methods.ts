import { ConfigError } from "../errors/config-error.ts";
import { attributes, settingNames } from "./attributes.ts";
import type { Gathered } from "./gather.ts";

/**
 * Checks that settings speak of one way to authenticate, unless `authType` chooses. A client id beside an OIDC token
 * is one way, federation; Databricks' Go SDK takes it for two.
 *
 * @throws ConfigError naming the ways, and where each comes from
 */
export function checkMethods(found: Gathered): void {
  if (found.authType) return;
  const sources = new Map<string, string[]>();
  for (const name of settingNames) {
    const { method } = attributes[name];
    const each = found[name];
    if (method && each) sources.set(method, [...(sources.get(method) ?? []), each.source]);
  }
  if (!found.clientSecret && (sources.has("env-oidc") || sources.has("file-oidc"))) sources.delete("oauth");
  const methods = [...sources.keys()].sort();
  if (methods.length <= 1) return;
  const places = methods.map((method) => `${method} by ${[...new Set(sources.get(method))].join(", ")}`);
  throw new ConfigError(
    `more than one authorization method configured: ${methods.join(" and ")}`,
    `Unset all but one (${places.join("; ")}), or choose with DATABRICKS_AUTH_TYPE.`,
  );
}
