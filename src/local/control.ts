import type { ServerResponse } from "node:http";
import * as z from "zod";
import type { Faults } from "./faults.ts";
import type { RawHandler } from "./handlers.ts";
import { invalid } from "./local-error.ts";
import { viewer } from "./principals.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readJson } from "./read-arguments.ts";
import type { Workspace } from "./workspace.ts";

const limits = z.object({ requests_per_second: z.number().int().positive().nullable() }).strict();
const tokenRequest = z.object({ user: z.literal("viewer"), lifetime_ms: z.number().optional() }).strict();

/**
 * What no workspace has, for tests and for trying things. Every route wants a token of the workspace.
 *
 * - `POST /__local/faults`: see Fault. `GET` tells what has not happened yet, `DELETE` forgets it.
 * - `PUT /__local/limits` `{requests_per_second}`: more than that is answered with 429; null for no limit.
 * - `POST /__local/tokens` `{user: "viewer", lifetime_ms}`: a token of somebody who may not change anything.
 */
export function controlRoutes(
  { tokens }: Workspace,
  faults: Faults,
  limit: RateLimit,
): Readonly<Record<string, RawHandler>> {
  const guarded =
    (answer: (body: unknown) => object): RawHandler =>
    async (request, response) => {
      tokens.authenticate(request.headers.authorization);
      json(response, answer(await readJson(request)));
    };
  return {
    "POST /__local/faults": guarded((body) => {
      faults.add(body);
      return { faults: faults.list() };
    }),
    "GET /__local/faults": guarded(() => ({ faults: faults.list() })),
    "DELETE /__local/faults": guarded(() => {
      faults.clear();
      return {};
    }),
    "PUT /__local/limits": guarded((body) => {
      limit.perSecond = parsed(limits, body).requests_per_second ?? undefined;
      return {};
    }),
    "POST /__local/tokens": guarded((body) => {
      const { lifetime_ms } = parsed(tokenRequest, body);
      return { token: tokens.issue(viewer, "pat", lifetime_ms).token };
    }),
  };
}

function parsed<Value>(scheme: z.ZodType<Value>, body: unknown): Value {
  const { data, error } = scheme.safeParse(body);
  if (error) throw invalid(z.prettifyError(error));
  return data;
}

/** Answers with JSON. */
export function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
