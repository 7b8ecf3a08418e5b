import { lookup } from "node:dns/promises";
import { existsSync } from "node:fs";
import type { TLSSocket } from "node:tls";
import { TransportError } from "../../errors/transport-error.ts";
import { sharedConnections } from "../../http/connections.ts";
import { fetchOver } from "../../http/wire.ts";
import { type Check, type Facts, type Finding, fail, known, ok, skip } from "./check.ts";
import { type Route, routeOf, shownProxy } from "./proxy-of.ts";
import { secureSocket } from "./secure-socket.ts";

/** A certificate that ends within this time is told of, in milliseconds. */
const soonMs = 14 * 86_400_000;
/** A clock that is wrong by more makes tokens invalid, in milliseconds; issuers allow about five minutes. */
const mostSkewMs = 5 * 60_000;
/** What goes unmentioned: the Date header has whole seconds, and the answer was under way. */
const usualSkewMs = 5_000;

/** The name of the host, or of the proxy on the way, has an address. */
export const dns: Check = {
  name: "dns",
  needs: ["host"],
  withinMs: 4_000,
  async run(facts) {
    const { proxy } = routeTo(facts);
    const name = (proxy ?? hostOf(facts)).hostname.replace(/^\[|\]$/g, "");
    const of = proxy ? `the proxy ${name}` : name;
    try {
      const addresses = await lookup(name, { all: true });
      return ok(`${of} is ${addresses.map(({ address }) => address).join(", ")}`);
    } catch (error) {
      return fail(
        `${of} has no address (${codeOf(error)})`,
        "Check the name for misspellings, and whether it needs a VPN.",
      );
    }
  },
};

/** The host answers over TLS with a certificate that is trusted. */
export const tls: Check = {
  name: "tls",
  needs: ["dns"],
  withinMs: 5_000,
  async run(facts, signal) {
    const host = hostOf(facts);
    if (host.protocol === "http:") return skip("http on loopback");
    try {
      const socket = await secureSocket(host, routeTo(facts).proxy, signal);
      socket.destroy();
      return certified(socket, facts);
    } catch (error) {
      signal.throwIfAborted();
      return refused(error, facts);
    }
  },
};

function certified(socket: TLSSocket, { env }: Facts): Finding {
  const { issuer, valid_to } = socket.getPeerCertificate();
  const ends = new Date(valid_to);
  const found = `${socket.getProtocol()}, certificate of ${issuer?.O ?? issuer?.CN ?? "an unnamed authority"} until ${ends.toISOString().slice(0, 10)}`;
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    return fail(
      `${found}, but nothing checks it`,
      "Unset NODE_TLS_REJECT_UNAUTHORIZED: anybody on the way could read the token.",
    );
  }
  return ok(ends.getTime() - Date.now() < soonMs ? `${found}, which is soon` : found);
}

function refused(error: unknown, { env, settings }: Facts): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const { hint } = new TransportError({ method: "CONNECT", path: "/" }, settings?.host ?? "", message, codeOf(error));
  const extra = env.NODE_EXTRA_CA_CERTS;
  const missing = extra && !existsSync(extra) ? ` NODE_EXTRA_CA_CERTS names ${extra}, which does not exist.` : "";
  return fail(`${message} (${codeOf(error)})`, hint + missing);
}

/** The proxy that the environment names, if one applies. */
export const proxy: Check = {
  name: "proxy",
  needs: ["host"],
  withinMs: 1_000,
  run(facts) {
    const { proxy, reason } = routeTo(facts);
    const { env } = facts;
    const ignored = !proxy && (env.ALL_PROXY || env.all_proxy) ? "; ALL_PROXY is not read, set HTTPS_PROXY" : "";
    return ok(proxy ? `requests go through ${shownProxy(proxy)} (${reason})` : `direct: ${reason}${ignored}`);
  },
};

/** The host answers requests, and agrees on the time. */
export const clock: Check = {
  name: "clock",
  needs: ["tls", "proxy"],
  withinMs: 5_000,
  async run(facts, signal) {
    const request = new Request(`${hostOf(facts).origin}/.well-known/databricks-config`, {
      redirect: "manual",
      signal,
    });
    const response = await fetchOver(sharedConnections)(request);
    const received = Date.now();
    await response.body?.cancel();
    const there = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(there)) return skip("the host does not tell the time");
    const skewMs = received - there;
    const found =
      Math.abs(skewMs) < usualSkewMs
        ? "agrees with the host's"
        : `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? "ahead of" : "behind"} the host's`;
    return Math.abs(skewMs) > mostSkewMs
      ? fail(found, "Set this machine's clock (NTP): tokens count as expired, or as not yet valid.")
      : ok(found);
  },
};

function hostOf(facts: Facts): URL {
  return new URL(known(facts, "settings").host);
}

function routeTo(facts: Facts): Route {
  return routeOf(hostOf(facts), facts.env);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "no code";
}
