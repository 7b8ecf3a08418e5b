import type { FailedRequest } from "../../errors/read-api-error.ts";
import { redactor } from "../../errors/redact.ts";
import { TransportError } from "../../errors/transport-error.ts";
import { streamedAnswer } from "../../http/answer.ts";
import type { Streamed } from "../../http/caller.ts";
import type { Clock } from "../../http/clock.ts";
import { sharedConnections } from "../../http/connections.ts";
import { Exchange } from "../../http/exchange.ts";
import type { HeaderFields } from "../../http/headers.ts";
import type { Answer } from "../../http/operation.ts";
import { backOffMs } from "../../http/retry.ts";
import type { WireAnswer } from "../../http/wire.ts";
import { isExpired, isPassing, readCloudError } from "./cloud-error.ts";
import type { SignedUrl } from "./signed-url.ts";

/** How often a request is sent before its failure counts; that of databricks-sdk-py. */
export const ATTEMPTS = 3;
/** How often an expired URL is replaced; that of databricks-sdk-py. */
const RENEWALS = 3;
/** The longest silence, in milliseconds. */
const INACTIVITY_MS = 60_000;
/** The most of an answer that is read where none is expected, in bytes. */
const MOST_READ = 65_536;
/** Shorter values of a URL are times, versions and the like, in characters. */
const SHORTEST_SECRET = 16;

/** A request to the cloud's storage. It carries no token of Databricks: the URL says who may do what. */
export interface CloudRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly signed: SignedUrl;
  /** Stands for the URL in errors: `part 3 of {path}`. */
  readonly name: string;
  readonly headers?: HeaderFields;
  readonly content?: Uint8Array | Blob;
  /** A status below 200 or from 300 on that is no error. */
  readonly alsoFine?: number;
}

/** When to stop trying. */
export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one request, and reads the answer to its end.
 *
 * @throws ApiError for an error answer, TransportError without an answer; the signal's reason
 */
export function askCloud(request: CloudRequest, signal: AbortSignal | undefined): Promise<WireAnswer> {
  return exchanging(request, signal, async (exchange, answer) => {
    await exchange.read(answer, MOST_READ);
    exchange.end();
    return answer;
  });
}

/** Sends one request, and hands the answer over as a stream, beside header fields; throws like `askCloud`. */
export function streamFromCloud<Result extends Streamed>(
  request: CloudRequest,
  fields: Answer,
  signal: AbortSignal | undefined,
): Promise<Result> {
  return exchanging(request, signal, async (exchange, answer) => {
    const streamed: Streamed = streamedAnswer(fields, answer, exchange, () => exchange.end());
    return streamed as Result;
  });
}

/** Repeats a request to the cloud while its failure may pass, three times in all. */
export async function persistently<Result>(ask: () => Promise<Result>, { clock, signal }: Patience): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await clock.sleep(backOffMs(attempt, clock), signal);
    }
  }
}

/**
 * Asks with a URL, persistently, and with another one where it has expired, up to three times.
 *
 * @param mayBeExpired whether another URL may do after an error
 */
export async function withFreshUrl<Result>(
  first: SignedUrl,
  renew: () => Promise<SignedUrl>,
  ask: (signed: SignedUrl) => Promise<Result>,
  patience: Patience,
  mayBeExpired: (error: unknown) => boolean = isExpired,
): Promise<Result> {
  let signed = first.expiresAt > patience.clock.now() ? first : await renew();
  for (let renewals = 0; ; renewals++) {
    try {
      return await persistently(() => ask(signed), patience);
    } catch (error) {
      if (renewals === RENEWALS || !mayBeExpired(error)) throw error;
      signed = await renew();
    }
  }
}

async function exchanging<Result>(
  request: CloudRequest,
  signal: AbortSignal | undefined,
  receive: (exchange: Exchange, answer: WireAnswer) => Promise<Result>,
): Promise<Result> {
  const { method, signed, name, content, alsoFine } = request;
  const { origin } = new URL(signed.url);
  const failed: FailedRequest = { method, path: `{${name}}`, redact: redactor(secretsOf(signed)) };
  const exchange = new Exchange(failed, {
    send: sharedConnections,
    host: origin,
    inactivityMs: INACTIVITY_MS,
    body: content && { content, type: "application/octet-stream", size: sizeOf(content) },
    signal,
  });
  try {
    const answer = await exchange.send(wireRequest(request), content);
    if ((answer.status >= 200 && answer.status < 300) || answer.status === alsoFine) {
      return await receive(exchange, answer);
    }
    throw readCloudError(failed, answer, await readError(exchange, answer));
  } catch (error) {
    exchange.end();
    throw error;
  }
}

/** A storage could tell a signature or a key without the URL that it was in. */
function secretsOf({ url, headers }: SignedUrl): string[] {
  const { search, searchParams } = new URL(url);
  const values = [...searchParams.values(), ...Object.values(headers)];
  return [url, search.slice(1), ...values.filter(({ length }) => length >= SHORTEST_SECRET)];
}

/** The status says enough, should the rest not come. */
async function readError(exchange: Exchange, answer: WireAnswer): Promise<string> {
  try {
    return new TextDecoder().decode(await exchange.read(answer, MOST_READ));
  } catch (error) {
    if (error instanceof TransportError) return "";
    throw error;
  }
}

function wireRequest({ method, signed, headers, content }: CloudRequest): Request {
  return new Request(signed.url, {
    method,
    headers: {
      accept: "application/octet-stream",
      ...(content && { "content-type": "application/octet-stream" }),
      ...headers,
      ...signed.headers,
    },
  });
}

function sizeOf(content: Uint8Array | Blob): number {
  return content instanceof Blob ? content.size : content.byteLength;
}
