import fc from "fast-check";
import { expect, it } from "vitest";
import type { Operation } from "../../src/http/operation.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import {
  answer,
  type Behaviour,
  breakOff,
  faultServer,
  hangUp,
  reset,
  resetInBody,
  type SeenRequest,
  silence,
  stall,
} from "./fault-server.ts";
import { executeStatement, getJob, runNow, updateTable, upload } from "./operations.ts";

/** How Databricks turns a request away without doing it, and ways in which a request is lost before it is done. */
const undone: Record<string, Behaviour> = {
  "429": answer(429),
  "429 with Retry-After": answer(429, "", { "retry-after": "7" }),
  "429 with a date": answer(429, "", { "retry-after": "Mon, 01 Jun 2026 00:00:20 GMT" }),
  "429 by its code": answer(400, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" }),
  "429 whose body is reset": resetInBody(429),
  "503": answer(503),
  "cluster starting": answer(400, { message: "ClusterNotReadyException: starting" }),
  "400": answer(400, { message: "no" }),
  redirect: answer(307, "", { location: "/elsewhere" }),
  "hung up on before it is done": hangUp,
  "reset before it is done": reset,
};

/** Ways in which an answer is lost, or says something else, once the request is done. */
const done: Record<string, Behaviour> = {
  "hung up on": hangUp,
  reset,
  "broken off": breakOff,
  "reset in the answer": resetInBody(200),
  "reset in the refusal": resetInBody(502),
  silence,
  "silence in the answer": stall,
  "408": answer(408),
  "500": answer(500, { message: "Unexpected error" }),
  "500 that timed out": answer(500, { message: "Timed out after 50 s" }),
  "502": answer(502),
  "504": answer(504),
  "broken JSON": answer(200, '{"a":'),
  "a web page": answer(200, "<html>sign in"),
  "an answer": answer(200, {}),
};

const calls: Record<string, { operation: Operation; args: () => object; unsafe?: true }> = {
  "a statement": { operation: executeStatement, args: () => ({ statement: "insert" }), unsafe: true },
  "a change": { operation: updateTable, args: () => ({ full_name: "a.b.c", owner: "me" }), unsafe: true },
  "a run": { operation: runNow, args: () => ({ job_id: 1 }), unsafe: true },
  "an upload": { operation: upload, args: () => ({ file_path: "/x", contents: "x" }) },
  "a streamed upload": {
    operation: upload,
    args: () => ({ file_path: "/x", contents: ReadableStream.from(["x"]) }),
  },
  "a read": { operation: getJob, args: () => ({ job_id: 1 }) },
};

/** What the server does with a run twice asked for: nothing, when it bears the token of one that it did. */
function identityOf({ body }: SeenRequest, index: number): string {
  return body.toString().match(/"idempotency_token":"([^"]+)"/)?.[1] ?? `request ${index}`;
}

it("over random faults, nothing is done twice, and every call ends within its deadline", async () => {
  let play: Behaviour = answer(200);
  let runs = 0;
  const server = await faultServer((response, request) => play(response, request));
  const names = [
    ...Object.keys(undone).map((name) => `undone: ${name}`),
    ...Object.keys(done).map((name) => `done: ${name}`),
  ];
  const faults = fc.array(fc.constantFrom(...names), { maxLength: 6 });
  // Milliseconds of the clock, which passes by waiting only.
  const deadlines = fc.option(fc.integer({ min: 1_000, max: 60_000 }), { nil: undefined });
  const abortions = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });

  const property = fc.asyncProperty(
    fc.constantFrom(...Object.keys(calls)),
    faults,
    deadlines,
    abortions,
    async (name, plan, deadlineMs, abortAtWait) => {
      const effects = new Set<string>();
      let requests = 0;
      runs += 1;
      const token = `dapi-run-${runs}`;
      play = (response, request) => {
        // A request that was given up may come when the next run has begun; it is none of its own.
        if (request.headers.authorization !== `Bearer ${token}`) return answer(200)(response, request);
        const [kind, fault = ""] = (plan[requests] ?? "done: an answer").split(": ");
        if (kind === "done") effects.add(identityOf(request, requests));
        requests++;
        (kind === "done" ? done : undone)[fault]?.(response, request);
      };

      const controller = new AbortController();
      const clock = new FakeClock(() => {
        if (clock.waits.length === abortAtWait) controller.abort(new Error("enough"));
      });
      const start = clock.now();
      const { operation, args, unsafe } = calls[name] ?? { operation: getJob, args: () => ({}) };
      const caller = callerFor(server.host, { token }, { clock, inactivityMs: 20 });
      const { signal } = controller;
      const options = { signal, ...(deadlineMs !== undefined && { deadlineMs }) };
      const error: unknown = await caller.call(operation, args(), options).then(
        () => undefined,
        (caught: unknown) => caught,
      );

      if (unsafe) expect(effects.size, `${name} after ${plan.join(", ")}`).toBeLessThanOrEqual(1);
      if (error === undefined) expect(effects.size).toBeGreaterThan(0);
      else expect(error).toBeInstanceOf(Error);
      expect(clock.now() - start).toBeLessThanOrEqual(Math.min(deadlineMs ?? 300_000, 300_000));
      // Whoever left is not served any further.
      if (signal.aborted) expect(error).toBe(signal.reason);
    },
  );
  await fc.assert(property, { numRuns: 400 });
}, 60_000);

it("a call ends at its deadline whatever the server does, again and again", async () => {
  const silences = [silence, stall, hangUp, answer(429)];
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...silences), { minLength: 1, maxLength: 3 }),
    async (plan) => {
      const server = await faultServer(...plan, silence);
      const error: unknown = await callerFor(server.host, {}, { inactivityMs: 60_000 })
        .call(getJob, {}, { deadlineMs: 30 })
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: expect.stringMatching(/^(TransportError|TooManyRequestsError)$/) });
      await server.stop();
    },
  );
  await fc.assert(property, { numRuns: 20 });
});
