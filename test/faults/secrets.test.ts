import { inspect } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { HttpOptions } from "../../src/http/http-caller.ts";
import type { LogRecord } from "../../src/observability/log.ts";
import { callerFor } from "./caller-for.ts";
import { answer, type Behaviour, faultServer } from "./fault-server.ts";
import { executeStatement, getJob } from "./operations.ts";

/** Secrets of one run: one that we hold, and one that only its place tells. */
interface Secrets {
  readonly held: string;
  readonly found: string;
  /** Moves what follows to and fro across the places where texts are cut. */
  readonly padding: string;
}

const signed = ({ found }: Secrets): string => `https://bucket.s3/x?X-Amz-Signature=${encodeURIComponent(found)}&y=1`;

/** Data with secrets at every depth. */
const planted = ({ held, found }: Secrets): object => ({
  token: found,
  list: [
    { password: found, name: `by ${held}` },
    { deep: { string_value: { a: { b: found } }, client_secret: [found] } },
  ],
});

const headers = ({ held, found }: Secrets): Record<string, string> => ({
  "x-request-id": held,
  "x-any": `Bearer ${held}`,
  "set-cookie": `session=${encodeURIComponent(found)}`,
});

/** Answers that give secrets away. */
const answers: Record<string, (secrets: Secrets) => Behaviour> = {
  "a JSON error": (secrets) => {
    const message = `${secrets.padding} ${secrets.held} at ${signed(secrets)}`;
    return answer(400, { error_code: `A_${secrets.held}`, message, details: [planted(secrets)] }, headers(secrets));
  },
  "a JSON error without a message": (secrets) => answer(400, { ...planted(secrets), pad: secrets.padding }),
  "a SCIM error": (secrets) => answer(404, { detail: secrets.held, scimType: secrets.held, status: "404" }),
  "a plain error": ({ held, padding }) => answer(400, `BAD_TOKEN: ${padding}${held}`),
  "a web page as error": ({ held }) => answer(403, `<html><pre>${held}</pre>`),
  "text as error": (secrets) => answer(500, `${secrets.padding} Authorization: ${secrets.held} ${signed(secrets)}`),
  "JSON in text as error": (secrets) => answer(500, `caused by ${JSON.stringify({ access_token: secrets.found })}`),
  // An error shows its first 200 characters, which end amid the secret.
  "broken JSON": ({ held, found }) =>
    answer(
      200,
      `{"token":${JSON.stringify(found)},"pad":"${"x".repeat(175 - 9 - JSON.stringify(found).length)}${held}`,
    ),
  "a web page": ({ held }) => answer(200, `<!DOCTYPE html><title>for ${held}</title>`),
  "a redirect elsewhere": (secrets) =>
    answer(302, "", { location: `https://elsewhere.test/${encodeURIComponent(secrets.held)}?to=${signed(secrets)}` }),
  "a good answer": (secrets) => answer(200, planted(secrets), headers(secrets)),
};

/** Failures of a `fetch` that give secrets away. */
const failures: Record<string, (secrets: Secrets) => Error> = {
  "an error": (secrets) => new Error(`cannot reach ${signed(secrets)} with ${secrets.held}`),
  "an error with a cause": (secrets) =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("socket"), { code: "ECONNRESET", request: { authorization: secrets.held } }),
    }),
  "several errors": ({ held }) => new AggregateError([new Error(held), new Error(`${held} again`)], "all failed"),
};

/** Everything that anybody gets to see of a call that goes wrong. */
async function seen(host: string, secrets: Secrets, more: Pick<HttpOptions, "fetch">): Promise<string> {
  const records: LogRecord[] = [];
  const debug = { log: (record: LogRecord) => void records.push(record), headers: true, truncate: 10_000 };
  const options = { debug, retryBudgetMs: 0, headers: { "x-mine": secrets.held }, ...more };
  const caller = callerFor(host, { token: secrets.held }, options);
  const statement = `${secrets.padding} ${secrets.held} ${signed(secrets)}`;
  const errors = await Promise.all(
    [
      caller.call(executeStatement, { statement, warehouse_id: secrets.held }),
      caller.call(getJob, { job_id: secrets.held }),
      caller.call(getJob, { job_id: { a: secrets.held } }, { headers: { "x-b": `${secrets.held}\n` } }),
    ].map((call) => call.catch((error: unknown) => error)),
  );
  const shown = errors
    .filter((error) => error instanceof Error)
    .flatMap((error) => [
      String(error),
      error.stack,
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
    ]);
  return [
    ...shown,
    ...records.map((record) => JSON.stringify(record)),
    ...records.map((record) => inspect(record)),
  ].join("\n");
}

// Twelve characters that occur nowhere else, then whatever is awkward in URLs, JSON and regular expressions.
const start = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 12, maxLength: 12 });
const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const token = fc.tuple(start, fc.string({ unit: visible, maxLength: 50 })).map((parts) => parts.join(""));
const text = fc.tuple(start, fc.string({ unit: "grapheme", maxLength: 50 })).map((parts) => parts.join(""));

it("1,000 random secrets in headers, bodies, URLs and errors never appear in a log or message", async () => {
  const planted = new Set<string>();
  let behaviour: Behaviour = answer(200);
  const server = await faultServer((response, request) => behaviour(response, request));
  const plant = fc.constantFrom(...Object.keys(answers), ...Object.keys(failures));
  // The places where texts are cut: 200, 4,000 and 10,000 characters.
  const padding = fc.oneof(
    ...[120, 3_920, 9_920].map((length) => fc.integer({ min: 0, max: 90 }).map((more) => "x".repeat(length + more))),
  );
  const runs = fc.asyncProperty(plant, token, text, padding, async (name, held, found, padding) => {
    const secrets = { held, found, padding };
    behaviour = answers[name]?.(secrets) ?? answer(200);
    const failure = failures[name]?.(secrets);
    const output = await seen(server.host, secrets, failure ? { fetch: () => Promise.reject(failure) } : {});
    for (const secret of [held, found]) {
      planted.add(secret);
      // No larger part of it either, however the rest is spelled.
      expect(output.includes(secret.slice(0, 12)), `${name}: ${output}`).toBe(false);
    }
  });
  await fc.assert(runs, { numRuns: 520, seed: 1 });
  expect(planted.size).toBeGreaterThanOrEqual(1_000);
}, 60_000);
