import { expect, it } from "vitest";
import { errorDetails } from "../../../src/errors/error-details.ts";

const detail = (type: string, fields: object): object => ({
  "@type": `type.googleapis.com/google.rpc.${type}`,
  ...fields,
});

it("case 37: reads every kind into typed values", () => {
  const details = [
    detail("ErrorInfo", { reason: "QUOTA", domain: "databricks.com", metadata: { a: "1" } }),
    detail("RequestInfo", { request_id: "r", serving_data: "s" }),
    detail("RetryInfo", { retry_delay: "42.000000001s" }),
    detail("DebugInfo", { stack_entries: ["a", "b"], detail: "d" }),
    detail("QuotaFailure", { violations: [{ subject: "s", description: "d" }] }),
    detail("PreconditionFailure", { violations: [{ type: "t", subject: "s", description: "d" }] }),
    detail("BadRequest", { field_violations: [{ field: "f", description: "d" }] }),
    detail("ResourceInfo", { resource_type: "job", resource_name: "7", owner: "me", description: "d" }),
    detail("Help", { links: [{ description: "d", url: "https://h" }] }),
  ];
  expect(errorDetails(details)).toEqual({
    error_info: { reason: "QUOTA", domain: "databricks.com", metadata: { a: "1" } },
    request_info: { request_id: "r", serving_data: "s" },
    retry_info: { retry_delay: 42.000000001 },
    debug_info: { stack_entries: ["a", "b"], detail: "d" },
    quota_failure: { violations: [{ subject: "s", description: "d" }] },
    precondition_failure: { violations: [{ type: "t", subject: "s", description: "d" }] },
    bad_request: { field_violations: [{ field: "f", description: "d" }] },
    resource_info: { resource_type: "job", resource_name: "7", owner: "me", description: "d" },
    help: { links: [{ description: "d", url: "https://h" }] },
    unknown: [],
  });
});

it.each<[string, unknown]>([
  ["a number", 1],
  ["a text", "two"],
  ["nothing", null],
  ["a list", []],
  ["an object without a type", { reason: "x" }],
  ["an unknown type", detail("Surprise", {})],
  ["a type of somebody else", { "@type": "type.example.com/google.rpc.ErrorInfo" }],
  ["a type that JavaScript knows", detail("Constructor", {})],
  ["a field of another shape", detail("ErrorInfo", { reason: 1 })],
  ["a map of another shape", detail("ErrorInfo", { metadata: { a: 1 } })],
  ["a list of another shape", detail("Help", { links: ["https://h"] })],
  ["a delay that is none", detail("RetryInfo", { retry_delay: "soon" })],
])("case 38: keeps %s as unknown", (_, value) => {
  expect(errorDetails([value])).toEqual({ unknown: [value] });
});

it("case 39: takes the last of two of a kind", () => {
  const two = [detail("ErrorInfo", { reason: "first" }), detail("ErrorInfo", { reason: "last" })];
  expect(errorDetails(two)).toEqual({ error_info: { reason: "last" }, unknown: [] });
});
