import createClient from "openapi-fetch";
import { accepts } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Content } from "./body.ts";
import type { HeaderFields } from "./headers.ts";
import type { Method, Operation } from "./operation.ts";
import { fillPath } from "./path.ts";
import { queryText } from "./query.ts";

/** What a request is made of, beside its operation and arguments. */
export interface RequestParts {
  /** Scheme, host name and port. */
  readonly host: string;
  readonly accountId?: string | undefined;
  readonly content: Content | undefined;
  /** By name in lower case. */
  readonly headers: HeaderFields;
}

/** The types of each path live in the generated clients; here any operation is as good as another. */
interface AnyOperation {
  parameters: { path?: Arguments; query?: Arguments };
  requestBody?: { content: { "application/json": unknown } };
  responses: { 200: { content: { "application/json": unknown } } };
}
type AnyPaths = Record<string, Record<Lowercase<Method>, AnyOperation>>;

const client = createClient<AnyPaths>({ redirect: "manual" });

/** What openapi-fetch gets to see instead of the answer, which it would parse with loss. */
const notForYou = new Response(null, { status: 204 });

/**
 * Makes the request that an operation and its arguments describe.
 *
 * @throws ArgumentError
 */
export async function makeRequest(operation: Operation, args: Arguments, parts: RequestParts): Promise<Request> {
  const { promise, resolve } = Promise.withResolvers<Request>();
  await client.request(verb(operation), operation.path, {
    baseUrl: parts.host,
    params: { path: args, query: args },
    pathSerializer: (url) => fillPath(url, operation.parameters, args, parts.accountId),
    querySerializer: () => queryText(operation.parameters, args),
    body: parts.content,
    bodySerializer: (content) => content,
    duplex: "half",
    headers: { accept: accepts[operation.answer.kind], ...parts.headers },
    parseAs: "stream",
    fetch: async (request) => {
      resolve(request);
      return notForYou;
    },
  });
  return promise;
}

/** openapi-fetch writes verbs in lower case, as OpenAPI does. */
function verb({ method }: Operation): Lowercase<Method> {
  return method.toLowerCase() as Lowercase<Method>;
}
