import { describe, expect, it } from "vitest";
import type { ApiError } from "../../../src/errors/api-error.ts";
import { readApiError } from "../../../src/errors/read-api-error.ts";
import { redactor } from "../../../src/errors/redact.ts";

const request = { method: "GET", path: "/api/2.0/things/get", redact: redactor(["secret-token"]) };

function read(status: number, body: unknown, given: Partial<typeof request> = {}, headers = {}): ApiError {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readApiError({ ...request, ...given }, { status, headers: new Headers(headers) }, text);
}

describe("body forms become code and message", () => {
  it.each<[string, number, unknown, string | undefined, string]>([
    ["case 26: empty", 404, "", undefined, "Not Found"],
    [
      "JSON",
      404,
      { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no job 7" },
      "RESOURCE_DOES_NOT_EXIST",
      "no job 7",
    ],
    ["case 27: numeric code", 400, { error_code: 500, message: "odd" }, "500", "odd"],
    ["API 1.2", 500, { error: "ContextNotFound: x" }, undefined, "ContextNotFound: x"],
    ["API 1.2 beside a message", 500, { error: "the error", message: "the message" }, undefined, "the error"],
    ["model serving", 404, { error: { message: "no endpoint" } }, undefined, "no endpoint"],
    ["case 28: plain text", 400, "MALFORMED_REQUEST: vpc_id is missing", "MALFORMED_REQUEST", "vpc_id is missing"],
    [
      "case 29: HTML pre",
      400,
      "<html><pre> Worker environment not ready. </pre>",
      "BAD_REQUEST",
      "Worker environment not ready",
    ],
    ["HTML title", 502, "<html><title>Bad gateway at edge</title>", "BAD_GATEWAY", "Bad gateway at edge"],
    ["case 30: JSON string", 404, '"gone"', undefined, 'Not Found, with an unreadable answer: "gone"'],
    ["case 30: a stray byte", 404, "\ufffd", undefined, "Not Found, with an unreadable answer: \ufffd"],
    [
      "case 31: SCIM",
      404,
      { detail: "Group 7 not found", status: "404", scimType: "noTarget" },
      "SCIM_404",
      "noTarget Group 7 not found",
    ],
    ["SCIM without a type", 400, { detail: "bad filter", status: "400" }, "SCIM_400", "bad filter"],
    ["SCIM null", 500, { detail: "null", status: "500" }, "SCIM_500", "SCIM API Internal Error"],
    ["JSON without a message", 400, { odd: true }, undefined, 'Bad Request: {"odd":true}'],
    [
      "JSON without a message, with a secret",
      400,
      { secret: { a: { b: "x" } } },
      undefined,
      'Bad Request: {"secret":"**REDACTED**"}',
    ],
  ])("%s", (_, status, body, errorCode, reason) => {
    expect(read(status, body)).toMatchObject({ status, errorCode, reason });
  });
});

describe("status and code become a class", () => {
  const notFound = { error_code: "INVALID_PARAMETER_VALUE", message: "Cluster 1 does not exist" };
  it.each<[string, number, unknown, string, string]>([
    ["status alone", 403, "", "/api/2.0/x", "PermissionDeniedError"],
    ["case 27: a numeric code is no status", 400, { error_code: 500 }, "/api/2.0/x", "BadRequestError"],
    ["code within its status", 409, { error_code: "ALREADY_EXISTS", message: "x" }, "/api/2.0/x", "AlreadyExistsError"],
    [
      "case 34: code on another status",
      400,
      { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow" },
      "/api/2.0/x",
      "RequestLimitExceededError",
    ],
    ["case 35: unknown status", 444, "", "/api/2.0/x", "ApiError"],
    ["unknown code", 404, { error_code: "NEW_CODE", message: "x" }, "/api/2.0/x", "NotFoundError"],
    ["case 32: a missing cluster", 400, notFound, "/api/2.1/clusters/get", "ResourceDoesNotExistError"],
    ["case 33: the same elsewhere", 400, notFound, "/api/2.1/clusters/edit", "InvalidParameterValueError"],
    [
      "a missing run",
      400,
      { ...notFound, message: "Run: 1 in job: 2 doesn't exist" },
      "/api/2.2/jobs/runs/get",
      "ResourceDoesNotExistError",
    ],
  ])("%s", (_, status, body, path, name) => {
    expect(read(status, body, { path }).name).toBe(name);
  });

  it("keeps families: a missing resource is a NotFoundError is an ApiError", () => {
    const error = read(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "x" });
    const families: string[] = [];
    for (let at = Object.getPrototypeOf(error); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      families.push(at.constructor.name);
    }
    expect(families).toEqual(["ResourceDoesNotExistError", "NotFoundError", "ApiError", "DatabricksError", "Error"]);
  });
});

describe("what can pass by itself", () => {
  it.each<[string, number, string, boolean, boolean]>([
    ["429", 429, "x", true, true],
    ["503", 503, "x", true, true],
    ["502 may have done something", 502, "x", true, false],
    ["504 may have done something", 504, "x", true, false],
    ["500", 500, "x", false, false],
    ["400", 400, "x", false, false],
    ["case 6: a cluster starting", 400, "ClusterNotReadyException: wait", true, true],
    ["case 17: a worker environment", 400, "worker env 42 not found", true, true],
    ["SCIM throttling as 500", 500, "REQUEST_LIMIT_EXCEEDED", true, true],
    ["a deadline in a message", 400, "deadline exceeded", true, false],
  ])("%s", (_, status, message, retryable, unprocessed) => {
    expect(read(status, { message })).toMatchObject({ retryable, unprocessed });
  });
});

describe("the message", () => {
  it("says verb, URL template, status, code, reason, request id and what to do next", () => {
    const body = { error_code: "RESOURCE_DOES_NOT_EXIST", message: "Job 7 does not exist." };
    expect(read(404, body, {}, { "x-request-id": "r-1" }).message).toBe(
      "GET /api/2.0/things/get: 404 RESOURCE_DOES_NOT_EXIST: Job 7 does not exist (request r-1). List the parent to find the right id or name.",
    );
  });

  it("case 40: never shows headers other than the request id", () => {
    const error = read(418, "odd", {}, { "x-databricks-request-id": "r-2", "set-cookie": "session=1" });
    expect(error.message).toContain("r-2");
    expect(JSON.stringify(error) + error.message).not.toContain("session");
  });

  it("has the request id of the details, for want of a header", () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", request_id: "r-3" }];
    expect(read(400, { message: "x", details }).message).toContain("(request r-3)");
  });

  it("hides the token and bounds the length", () => {
    const error = read(400, { message: `bad secret-token ${"x".repeat(10_000)}` });
    expect(error.reason).toContain("bad **REDACTED** xxx");
    expect(error.reason.length).toBeLessThan(4_100);
  });
});

describe("details", () => {
  it("cases 37 and 38: are kept as they came, of whatever shape", () => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retry_delay: "42.000000001s" },
      1,
      "two",
      null,
    ];
    expect(read(400, { message: "x", details }).details).toEqual(details);
  });

  it("hide secrets", () => {
    expect(read(400, { message: "x", details: [{ metadata: { token: "t", by: "secret-token" } }] }).details).toEqual([
      { metadata: { token: "**REDACTED**", by: "**REDACTED**" } },
    ]);
  });

  it("are bounded, and tell how many were left out", () => {
    const details = Array.from({ length: 20 }, () => ({ stack: "x".repeat(1_000) }));
    const kept = read(400, { message: "x", details }).details;
    expect(kept).toHaveLength(8);
    expect(kept.at(-1)).toEqual({ omitted: 13 });
  });
});
