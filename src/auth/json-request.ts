import { isSecure } from "../config/host.ts";
import { AuthError } from "../errors/auth-error.ts";
import { redactor } from "../errors/redact.ts";
import { retryAfterMs } from "../errors/retry-after.ts";
import type { Clock } from "./clock.ts";
import { refusalOf } from "./refusal.ts";
import type { World } from "./world.ts";

/** The longest that one attempt may take, in milliseconds. */
const attemptMs = 10_000;
/** The time in which attempts may start, waits included, in milliseconds; that of databricks-sdk-go. */
const budgetMs = 60_000;

const passingStatuses = [429, 502, 503, 504];
const passingCodes = ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "UND_ERR_SOCKET", "TimeoutError"];

/** A request to somebody who gives out tokens. */
export interface JsonRequest {
  readonly authType: string;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a form; undefined ones are left out. */
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  /** What may pass by itself and is tried again: refusals by status, or these and failing connections. @default "all" */
  readonly retries?: "all" | "answers" | "none";
  /** Texts that must not be shown in errors. */
  readonly secrets: readonly string[];
  /** The way out when it fails. */
  readonly hint: string;
}

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Sends a request and reads the JSON object that answers it. Redirects are not followed, since secrets would go with
 * them.
 *
 * @throws AuthError
 */
export async function requestJson(world: World, request: JsonRequest): Promise<Fields> {
  return answerOf(world, request, parseObject);
}

/** The same for an answer that is a text, white space around it taken off. An empty one counts as a failure. */
export async function requestText(world: World, request: JsonRequest): Promise<string> {
  return answerOf(world, request, (text) => text.trim() || undefined);
}

/** @param read undefined for what is not an answer */
async function answerOf<Read>(
  world: World,
  request: JsonRequest,
  read: (text: string) => Read | undefined,
): Promise<Read> {
  checkUrl(request);
  const { clock } = world;
  const deadline = clock.now() + budgetMs;
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(world, request, read);
    if ("value" in outcome) return outcome.value;
    const { failure } = outcome;
    const wait = failure.passes ? tokenRetryMs(attempts, failure.retryAfter, clock) : Number.POSITIVE_INFINITY;
    if (clock.now() + wait > deadline) throw asError(request, failure);
    await clock.sleep(wait);
  }
}

/** Metadata servers of the clouds, which a machine reaches only within its own network, over http. */
const metadataServers = ["169.254.169.254", "metadata.google.internal"];

function checkUrl({ authType, url, hint }: JsonRequest): void {
  if (!URL.canParse(url)) throw new AuthError(authType, "the place that gives out tokens is not a URL", { hint });
  const parsed = new URL(url);
  if (isSecure(parsed) || metadataServers.includes(parsed.hostname)) return;
  throw new AuthError(authType, `${parsed.origin} is not https, so secrets would travel in the clear`, { hint });
}

/** Milliseconds until the next attempt: up to 1 s, 2 s, 4 s … 60 s at random, but never before `Retry-After`. */
export function tokenRetryMs(attempts: number, retryAfter: string | null, clock: Clock): number {
  const most = Math.min(2 ** (attempts - 1), 60) * 1_000;
  return Math.max(clock.random() * most, retryAfterMs(retryAfter, clock.now()));
}

interface Failure {
  readonly problem: string;
  /** Whether another attempt is worth it. */
  readonly passes: boolean;
  readonly retryAfter: string | null;
  readonly status?: number;
  readonly cause?: unknown;
}

type Outcome<Read> = { value: Read } | { failure: Failure };

async function attempt<Read>(
  { fetch }: World,
  request: JsonRequest,
  read: (text: string) => Read | undefined,
): Promise<Outcome<Read>> {
  const { retries = "all" } = request;
  try {
    const response = await fetch(httpRequest(request));
    const text = await response.text();
    const value = response.ok ? read(text) : undefined;
    if (value !== undefined) return { value };
    const { status, headers } = response;
    const passes = retries !== "none" && passingStatuses.includes(status);
    return { failure: { problem: refusalOf(response, text), passes, retryAfter: headers.get("retry-after"), status } };
  } catch (cause) {
    const { code, message } = reasonOf(cause);
    const passes = retries === "all" && passingCodes.includes(code);
    return { failure: { problem: `no answer: ${message}${code && ` (${code})`}`, passes, retryAfter: null, cause } };
  }
}

function httpRequest({ method, url, headers, form, json }: JsonRequest): Request {
  const fields = Object.entries(form ?? {}).filter((field): field is [string, string] => field[1] !== undefined);
  const body = json === undefined ? form && new URLSearchParams(fields) : JSON.stringify(json);
  return new Request(url, {
    method,
    headers: {
      Accept: "application/json",
      ...(json !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body }),
    redirect: "manual",
    signal: AbortSignal.timeout(attemptMs),
  });
}

function asError(
  { authType, method, url, secrets, hint }: JsonRequest,
  { problem, passes, status, cause }: Failure,
): AuthError {
  const { origin, pathname } = new URL(url);
  const shown = redactor(secrets)(problem);
  return new AuthError(authType, `${method} ${origin}${pathname}: ${shown}`, {
    hint,
    retryable: passes,
    status,
    cause,
  });
}

function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): { code: string; message: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { code: "", message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return { code: code || (cause.name === "TimeoutError" ? cause.name : ""), message: cause.message || cause.name };
}
