import type { ServiceFacts } from "./go-service.ts";

/** `RunNow` to `runNow`, `IpAccessLists` to `ipAccessLists`, `OAuthPublishedApps` to `oAuthPublishedApps`. */
export const camelCase = (goName: string): string => goName.charAt(0).toLowerCase() + goName.slice(1);

/** `ClusterId` to `cluster_id`; a path field has no tag, and Databricks' documentation spells it so. */
export const snakeCase = (goName: string): string =>
  goName
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();

/**
 * Names of APIs, by service and Go class: the class name in camel case, as on the SDK's clients. Where a workspace API
 * and an account API share a class name, the account one is prefixed as the SDK does elsewhere (`accountGroups`).
 */
export function apiNames(services: readonly ServiceFacts[]): (service: string, api: string) => string {
  const homes = new Map<string, Set<string>>();
  const account = new Set<string>();
  for (const { name, requests } of services) {
    for (const { api, scope } of requests) {
      homes.set(api, (homes.get(api) ?? new Set()).add(name));
      if (scope === "account") account.add(`${name}.${api}`);
    }
  }
  return (service, api) => {
    const shared = (homes.get(api)?.size ?? 0) > 1;
    return shared && account.has(`${service}.${api}`) ? `account${api}` : camelCase(api);
  };
}
