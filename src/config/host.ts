import { ConfigError } from "../errors/config-error.ts";

const hint = "Set DATABRICKS_HOST to the URL of the workspace, such as https://dbc-a1b2.cloud.databricks.com.";

/** A host, and what its URL says beside. */
export interface Host {
  /** Scheme, host name and port unless it is the usual one. */
  readonly host: string;
  readonly workspaceId?: string;
  readonly accountId?: string;
}

/**
 * Reads a host as people give it: with or without scheme, with a trailing slash, or copied from a browser with the
 * workspace and the account in the query: `?w=` (any id) before `?o=` or `?workspace_id=` (digits only, else ignored);
 * `?a=` before `?account_id=`. Databricks' Go SDK reads the same ones; we refuse a path, which it drops.
 *
 * @throws ConfigError for anything but a URL of a host over https, or over http on loopback
 */
export function parseHost(text: string | undefined): Host {
  const trimmed = text?.trim();
  if (!trimmed) throw new ConfigError("no Databricks host is configured", hint);
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  // The value is not shown: a host that is malformed like this may hold a password.
  if (!url || url.username || url.password) throw new ConfigError("the Databricks host is not a URL of a host", hint);
  if (!isSecure(url)) {
    throw new ConfigError(
      `the Databricks host ${url.origin} is not https, so the token would travel in the clear`,
      hint,
    );
  }
  if (url.pathname !== "/") {
    throw new ConfigError(
      `the Databricks host has a path, ${url.pathname}`,
      `Leave the path away: ${url.origin}/${url.search}`,
    );
  }
  return { host: url.origin, ...idsInQuery(url.searchParams) };
}

/** The normal form of a host; undefined when there is none or it is malformed. */
export function normalHost(text: unknown): string | undefined {
  try {
    return typeof text === "string" ? parseHost(text).host : undefined;
  } catch {
    return undefined;
  }
}

/** Whether secrets may be sent to a URL: nobody on the way can read them. */
export function isSecure(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

/** Whether a host name is this machine, as `URL` writes it. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function idsInQuery(query: URLSearchParams): Omit<Host, "host"> {
  const numbers = [query.get("o"), query.get("workspace_id")].filter((id) => id && /^\d+$/.test(id));
  const workspaceId = query.get("w") || numbers[0];
  const accountId = query.get("a") || query.get("account_id");
  return { ...(workspaceId && { workspaceId }), ...(accountId && { accountId }) };
}
