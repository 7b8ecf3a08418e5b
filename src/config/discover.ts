import type { Cloud, HostKind } from "./cloud.ts";
import { isSecure } from "./host.ts";
import type { Settings } from "./settings.ts";

/** Sends a request somewhere: `fetch` of this process, or one that the caller brings. */
export type Fetch = (request: Request) => Promise<Response>;

/** The longest that discovery may take; it must not keep anyone waiting. */
const budgetMs = 5_000;
/** How long an answer and its absence are remembered, in milliseconds; those of the Databricks CLI. */
const rememberMs = { answer: 3_600_000, absence: 60_000 };
/** The most of an answer that is read, in characters. */
const maxAnswer = 65_536;

type Metadata = Readonly<Record<string, unknown>>;

interface Remembered {
  readonly metadata: Promise<Metadata | undefined>;
  /** Milliseconds since 1970. */
  until: number;
}

const remembered = new Map<string, Remembered>();

/**
 * Asks the host what it is (`GET /.well-known/databricks-config`, the sources of databricks-sdk-go 0.175 tell its
 * form) and fills settings that are unset: account, workspace, cloud, kind of host, audience, discovery URL. Asks each
 * host once, without credentials, for at most 5 s; never fails.
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
  const metadata = await entry.metadata;
  return metadata ? filled(settings, metadata) : settings;
}

function ask(host: string, fetch: Fetch, now: () => number): Remembered {
  const metadata = metadataOf(host, fetch).catch(() => undefined);
  const entry: Remembered = { metadata, until: now() + rememberMs.answer };
  remembered.set(host, entry);
  metadata.then((answer) => {
    if (!answer) entry.until = now() + rememberMs.absence;
  });
  return entry;
}

async function metadataOf(host: string, fetch: Fetch): Promise<Metadata | undefined> {
  const request = new Request(`${host}/.well-known/databricks-config`, {
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(budgetMs),
  });
  const response = await fetch(request);
  const text = await response.text();
  const value: unknown = response.ok && text.length <= maxAnswer ? JSON.parse(text) : undefined;
  return typeof value === "object" && value !== null ? { ...value } : undefined;
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
