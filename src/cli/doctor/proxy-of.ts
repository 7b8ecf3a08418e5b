import type { Environment } from "../../config/gather.ts";
import { isLoopback } from "../../config/host.ts";

/** How requests to a host leave this machine, as the connections of src/http have it; see `dispatcher`. */
export interface Route {
  /** Undefined for a direct connection. */
  readonly proxy?: URL;
  /** The variable that says so, or why there is no proxy. */
  readonly reason: string;
}

/**
 * Tells which proxy requests go through.
 *
 * @throws TypeError when a variable does not hold a URL
 */
export function routeOf(host: URL, env: Environment): Route {
  const names =
    host.protocol === "https:"
      ? ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"]
      : ["http_proxy", "HTTP_PROXY"];
  const name = names.find((each) => env[each]);
  if (!name) return { reason: "no proxy is set" };
  if (isLoopback(host.hostname)) return { reason: `${name} is set, but loopback is never behind a proxy` };
  const exception = exceptionFor(host, env.no_proxy ?? env.NO_PROXY ?? "");
  if (exception) return { reason: `${name} is set, but NO_PROXY has ${exception}` };
  return { proxy: new URL(env[name] ?? ""), reason: name };
}

/** The entry of NO_PROXY that a host falls under; entries are undici's: `*`, `example.com`, `.example.com`, `host:port`. */
function exceptionFor({ hostname, port, protocol }: URL, list: string): string | undefined {
  const own = port || (protocol === "https:" ? "443" : "80");
  return list.split(/[,\s]+/).find((entry) => {
    const [, name = "", onPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (!name || (onPort && onPort !== own)) return false;
    const suffix = name.replace(/^\*?\./, "").toLowerCase();
    return name === "*" || (hostname === suffix && !name.startsWith("*")) || hostname.endsWith(`.${suffix}`);
  });
}

/** A proxy's URL without the password that it may hold. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}
