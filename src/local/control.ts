import * as z from "zod";
import type { Faults } from "./faults.ts";
import type { RawHandler } from "./handlers.ts";
import { invalid, LocalError } from "./local-error.ts";
import { viewer } from "./principals.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readJson } from "./read-body.ts";
import type { Workspace } from "./workspace.ts";

const limits = z.object({ requests_per_second: z.number().int().positive().nullable() }).strict();
const tokenRequest = z.object({ user: z.literal("viewer"), lifetime_ms: z.number().nonnegative().optional() }).strict();

/**
 * What no workspace has, for tests and for trying things. Every route wants a token of somebody who may change things;
 * none meets faults or limits.
 *
 * - `POST /__local/faults`: see Fault. `GET` tells what has not happened yet, `DELETE` forgets it.
 * - `PUT /__local/limits` `{requests_per_second}`: more than that is answered with 429; null for no limit.
 * - `POST /__local/tokens` `{user: "viewer", lifetime_ms}`: a token of somebody who may not change anything.
 * - `GET /__local/service-principal`: `{client_id, client_secret}` of the one that can sign in with OAuth.
 */
export function controlRoutes(
  { tokens, servicePrincipal }: Workspace,
  faults: Faults,
  limit: RateLimit,
): Readonly<Record<string, RawHandler>> {
  const guarded =
    (answer: (body: unknown) => object): RawHandler =>
    async (request) => {
      const { readOnly, userName } = tokens.authenticate(request.headers.authorization);
      if (readOnly) throw new LocalError(403, "PERMISSION_DENIED", `User ${userName} may not change anything.`);
      return { body: answer(await readJson(request)) };
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
    "GET /__local/service-principal": guarded(() => ({
      client_id: servicePrincipal.clientId,
      client_secret: servicePrincipal.clientSecret,
    })),
  };
}

function parsed<Value>(scheme: z.ZodType<Value>, body: unknown): Value {
  const { data, error } = scheme.safeParse(body);
  if (error) throw invalid(z.prettifyError(error));
  return data;
}
