import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Fetch } from "../../../src/config/discover.ts";

/** A request as the server saw it. */
export interface Seen {
  /** Verb and path, e.g. `POST /oidc/v1/token`. */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Fields of a form; the text of any other body is under `""`. */
  readonly form: Readonly<Record<string, string>>;
}

/** What is answered: JSON unless it is a text, 200 unless told otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers by route; of several answers one after the other, the last for ever. A function sees the request. */
export type Routes = Readonly<
  Record<string, Answer | readonly Answer[] | ((request: Seen) => Answer | Promise<Answer>)>
>;

/** A real server on loopback. */
export interface RoutesServer {
  readonly host: string;
  readonly seen: readonly Seen[];
  /** `fetch` by which every other host is this server, and its name the first segment of the path. */
  readonly fetch: Fetch;
  /** How many requests a route had. */
  count(route: string): number;
}

/** Starts a server until the test ends. Unknown routes are 404. */
export async function serveRoutes(routes: Routes): Promise<RoutesServer> {
  const seen: Seen[] = [];
  const count = (route: string) => seen.filter((each) => each.route === route).length;
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const request: Seen = {
      route: `${incoming.method} ${url.pathname}`,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      form: formOf(incoming.headers, Buffer.concat(await Array.fromAsync(incoming)).toString()),
    };
    seen.push(request);
    const { status = 200, headers, body = "" } = await chosen(routes[request.route], request, count(request.route));
    const type = typeof body === "string" ? "text/plain" : "application/json";
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, seen, count, fetch: (request) => fetch(new Request(here(request.url, host), request)) };
}

function formOf(headers: IncomingHttpHeaders, body: string): Seen["form"] {
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return form ? Object.fromEntries(new URLSearchParams(body)) : { "": body };
}

function chosen(answers: Routes[string] | undefined, request: Seen, times: number): Answer | Promise<Answer> {
  if (typeof answers === "function") return answers(request);
  const list = [answers ?? { status: 404 }].flat();
  return list[Math.min(times, list.length) - 1] ?? { status: 404 };
}

function here(url: string, host: string): string {
  const { origin, hostname, pathname, search } = new URL(url);
  return origin === host ? url : `${host}/${hostname}${pathname}${search}`;
}
