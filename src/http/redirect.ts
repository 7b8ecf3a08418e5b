import { privateLinkReason } from "../errors/private-link.ts";
import { type FailedRequest, privateLinkError, unexpectedAnswer } from "../errors/read-api-error.ts";

const maxRedirects = 5;

/** Sends a request somewhere: `fetch` of this process, or one that the caller brings. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * Sends a request, following redirects of GET and HEAD on the same scheme, host and port. The token thus never
 * leaves the configured host.
 *
 * @param failed describes the request in errors
 * @throws ApiError for any other redirect, and for the login page of a private network
 */
export async function fetchOnHost(fetch: Fetch, first: Request, failed: FailedRequest): Promise<Response> {
  let request = first;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(request);
    const target = redirectTarget(response, request.url);
    const blocked = privateLinkReason(target ?? new URL(response.url || request.url));
    if (!target && !blocked) return response;
    await response.body?.cancel();
    if (blocked) throw privateLinkError(failed, response, blocked);
    if (!target || redirects >= maxRedirects || !mayFollow(request, target)) {
      throw unexpectedAnswer(failed, response, `redirects to ${target?.origin}${target?.pathname}`);
    }
    request = new Request(target, request);
  }
}

function redirectTarget(response: Response, from: string): URL | undefined {
  const location = response.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(response.status) || !location || !URL.canParse(location, from))
    return undefined;
  return new URL(location, from);
}

function mayFollow({ method, url }: Request, target: URL): boolean {
  return (method === "GET" || method === "HEAD") && target.origin === new URL(url).origin;
}
