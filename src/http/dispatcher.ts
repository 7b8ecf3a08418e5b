import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

const options = {
  allowH2: false,
  /** The time for a connection to stand, TLS included, in milliseconds. */
  connect: { timeout: 30_000 },
  /** How long an unused connection is kept where the server does not say, in milliseconds; gateways close theirs after a minute. */
  keepAliveTimeout: 30_000,
  // Limits of our own hold instead: see HostLimits and Exchange.
  connections: null,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;

/**
 * Connects to any number of hosts, through the proxies that the environment names. Loopback is never behind a proxy.
 *
 * @param env `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or in lower case
 */
export function dispatcher(env: Readonly<Record<string, string | undefined>>): Dispatcher {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? "";
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? "";
  if (!httpProxy && !httpsProxy) return new Agent(options);
  const noProxy = [env.no_proxy ?? env.NO_PROXY, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(",");
  return new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy });
}
