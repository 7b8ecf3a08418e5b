import type { Cloud, HostKind } from "./cloud.ts";
import { isSecure } from "./host.ts";
import type { Settings } from "./settings.ts";

/** Sends a request somewhere: `fetch` of this process, or one that the caller brings. */
export type Fetch = (request: Request) => Promise<Response>;

/** The longest that discovery may take, in milliseconds; it must not keep anyone waiting. */
const budgetMs = 5_000;
/** How long it is remembered that a host could not be asked, in milliseconds; that of the Databricks CLI. */
const absenceMs = 60_000;
/** The most of an answer that is read, in bytes. */
const maxAnswer = 65_536;

type Metadata = Readonly<Record<string, unknown>>;

interface Remembered {
  /** Undefined when the host does not tell; rejected when it could not be asked. */
  readonly metadata: Promise<Metadata | undefined>;
  /** Milliseconds since 1970. */
  until: number;
}

const remembered = new Map<string, Remembered>();

/**
 * Asks the host what it is (`GET /.well-known/databricks-config`, the sources of databricks-sdk-go 0.175 tell its
 * form) and fills settings that are unset: account, workspace, cloud, kind of host, audience, discovery URL. Never
 * fails. What a host answers, be it a 404, is remembered as long as the process lives; a host that gave no answer within
 * 5 s, or 429 or 5xx, is asked again after a minute. Asks without credentials.
 *
 * @param fetch must not follow redirects by itself
 * @param now milliseconds since 1970
 */
export async function discoverHost(
  settings: Settings,
  fetch: Fetch = globalThis.fetch,
  now: () => number = Date.now,
): Promise<Settings> {
  const { host } = settings;
  if (!host) return settings;
  const known = remembered.get(host);
  const entry = known && now() < known.until ? known : ask(host, fetch, now);
  const metadata = await entry.metadata.catch(() => undefined);
  return metadata ? filled(settings, metadata) : settings;
}

function ask(host: string, fetch: Fetch, now: () => number): Remembered {
  const entry: Remembered = { metadata: inTime(host, fetch), until: Number.POSITIVE_INFINITY };
  remembered.set(host, entry);
  entry.metadata.catch(() => {
    entry.until = now() + absenceMs;
  });
  return entry;
}

/** A `fetch` that pays no heed to its signal is left behind. */
async function inTime(host: string, fetch: Fetch): Promise<Metadata | undefined> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const controller = new AbortController();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${budgetMs} ms`));
    controller.abort();
  }, budgetMs);
  return Promise.race([metadataOf(host, fetch, controller.signal), late]).finally(() => clearTimeout(timer));
}

async function metadataOf(host: string, fetch: Fetch, signal: AbortSignal): Promise<Metadata | undefined> {
  const headers = { Accept: "application/json" };
  const request = new Request(`${host}/.well-known/databricks-config`, { headers, redirect: "manual", signal });
  const response = await fetch(request);
  const { status, ok } = response;
  const text = await beginning(response);
  if (status === 429 || status >= 500) throw new Error(`answered ${status}`);
  return ok && text !== undefined ? objectIn(text) : undefined;
}

/** The text of an answer; undefined when it is longer than any that would be meant. */
async function beginning({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswer) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function objectIn(text: string): Metadata | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function filled(settings: Settings, metadata: Metadata): Settings {
  const accountId = settings.accountId ?? id(metadata.account_id);
  const workspaceId = settings.workspaceId ?? id(metadata.workspace_id);
  const cloud = settings.cloud ?? oneOf<Cloud>(["aws", "azure", "gcp"], metadata.cloud);
  const hostKind = oneOf<HostKind>(["workspace", "account", "unified"], metadata.host_type, /_host$/);
  const audience = settings.audience ?? audienceIn(metadata, accountId);
  const discoveryUrl = settings.discoveryUrl ?? discoveryUrlIn(metadata, accountId);
  return {
    ...settings,
    ...(accountId && { accountId }),
    ...(workspaceId && { workspaceId }),
    ...(cloud && { cloud }),
    ...(hostKind && { hostKind }),
    ...(audience && { audience }),
    ...(discoveryUrl && { discoveryUrl }),
  };
}

function audienceIn(metadata: Metadata, accountId: string | undefined): string | undefined {
  const audiences = metadata.token_federation_default_oidc_audiences;
  const first: unknown = Array.isArray(audiences) ? audiences[0] : undefined;
  return typeof first === "string" && first ? first : id(metadata.workspace_id) ? undefined : accountId;
}

/** Without an account the template cannot be filled; databricks-sdk-py fails then, we go on without. */
function discoveryUrlIn({ oidc_endpoint: endpoint }: Metadata, accountId: string | undefined): string | undefined {
  if (typeof endpoint !== "string" || (endpoint.includes("{account_id}") && !accountId)) return undefined;
  const filled = endpoint.replaceAll("{account_id}", accountId ?? "").replace(/\/+$/, "");
  const url = `${filled}/.well-known/oauth-authorization-server`;
  return URL.canParse(url) && isSecure(new URL(url)) ? url : undefined;
}

/** Ids travel in headers and paths. */
function id(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[\w.-]+$/.test(text) ? text : undefined;
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown, suffix = /$/): Value | undefined {
  const text = typeof value === "string" ? value.toLowerCase().replace(suffix, "") : undefined;
  return values.find((each) => each === text);
}
