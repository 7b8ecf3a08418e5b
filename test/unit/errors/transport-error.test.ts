import { expect, it } from "vitest";
import { TransportError } from "../../../src/errors/transport-error.ts";

const request = { method: "GET", path: "/x" };

it.each<[string | undefined, boolean, boolean]>([
  ["ECONNREFUSED", true, true],
  ["EAI_AGAIN", true, true],
  ["UND_ERR_CONNECT_TIMEOUT", true, true],
  ["TLS_HANDSHAKE", true, true],
  ["BUSY", true, true],
  ["ENOTFOUND", true, false],
  ["CERT_HAS_EXPIRED", true, false],
  ["SELF_SIGNED_CERT_IN_CHAIN", true, false],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", true, false],
  ["UND_ERR_ABORTED", true, false],
  ["ECONNRESET", false, true],
  ["UND_ERR_SOCKET", false, true],
  ["INACTIVE", false, true],
  ["DEADLINE", false, true],
  ["HPE_INVALID_CONSTANT", false, false],
  [undefined, false, false],
])("%s: certainly unsent %s, may pass %s", (code, unprocessed, retryable) => {
  expect(new TransportError(request, "https://h", "why", code)).toMatchObject({
    ...request,
    code,
    unprocessed,
    retryable,
  });
});

it("says what was asked of whom, why it failed, and what to do", () => {
  expect(new TransportError(request, "https://h", "broken", "ECONNRESET").message).toBe(
    "GET /x: no answer from https://h: broken (ECONNRESET). If the request changes something, look whether it took effect before repeating it.",
  );
});
