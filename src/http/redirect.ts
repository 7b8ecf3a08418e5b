import { privateLinkReason } from "../errors/private-link.ts";
import { type FailedRequest, privateLinkError, unexpectedAnswer } from "../errors/read-api-error.ts";
import type { Content } from "./body.ts";
import type { Exchange } from "./exchange.ts";
import type { WireAnswer } from "./wire.ts";

const maxRedirects = 5;
/** The most of a redirect's body that is read to keep its connection, in bytes. */
const maxBody = 65_536;

/**
 * Sends a request, following redirects of GET and HEAD on the same scheme, host and port. The token thus never
 * leaves the configured host.
 *
 * @param failed describes the request in errors
 * @throws ApiError for any other redirect, and for the login page of a private network
 */
export async function sendOnHost(
  exchange: Exchange,
  first: Request,
  content: Content | undefined,
  failed: FailedRequest,
): Promise<WireAnswer> {
  let request = first;
  for (let redirects = 0; ; redirects++) {
    const answer = await exchange.send(request, content);
    const target = redirectTarget(answer, request.url);
    const blocked = privateLinkReason(target ?? new URL(answer.url || request.url));
    if (!target && !blocked) return answer;
    if (blocked) throw privateLinkError(failed, answer, blocked);
    if (!target || redirects >= maxRedirects || !mayFollow(request, target)) {
      throw unexpectedAnswer(failed, answer, `redirects to ${target?.origin}${target?.pathname}`);
    }
    await exchange.read(answer, maxBody);
    request = new Request(target, request);
  }
}

function redirectTarget({ status, headers }: WireAnswer, from: string): URL | undefined {
  const location = headers.get("location");
  if (![301, 302, 303, 307, 308].includes(status) || !location || !URL.canParse(location, from)) return undefined;
  return new URL(location, from);
}

function mayFollow({ method, url }: Request, target: URL): boolean {
  return (method === "GET" || method === "HEAD") && target.origin === new URL(url).origin;
}
