import { expect, it } from "vitest";
import { redactor, redactValue } from "../../../src/errors/redact.ts";

const redact = redactor(["s3cret"]);

it.each([
  ["the literal token", "header s3cret is odd", "header **REDACTED** is odd"],
  ["JSON", '{"token": "abc", "id": 1}', '{"token": "**REDACTED**", "id": 1}'],
  ["JSON with escaped quotes", '{"password":"a\\"b","id":1}', '{"password":"**REDACTED**","id":1}'],
  ["JSON in a JSON string", '"{\\"string_value\\":\\"abc\\"}"', '"{\\"string_value\\":\\"**REDACTED**\\"}"'],
  ["JSON cut off", '{"content":"abc', '{"content":"**REDACTED**"'],
  ["an object of headers", '{"http_headers":{"a":"b"},"x":1}', '{"http_headers":"**REDACTED**","x":1}'],
  ["a printed dictionary", "{'client_secret': 'abc'}", "{'client_secret': '**REDACTED**'}"],
  ["a header", "Authorization: Bearer abc.def", "Authorization: **REDACTED**"],
  ["a bearer token in prose", "got Bearer eyJ0eXAiOiJ.x-1 instead", "got Bearer **REDACTED** instead"],
  ["a Databricks token", `not ${"dapi"}${"0a".repeat(16)}-2`, "not **REDACTED**"],
  ["a pre-signed URL", "see https://b.s3/x?X-Amz-Signature=1&y=2 now", "see https://b.s3/x?**REDACTED** now"],
  ["an Azure SAS URL", "https://a.blob.core/x?sv=1&sig=abc", "https://a.blob.core/x?**REDACTED**"],
  [
    "nothing secret",
    "Bearer authentication, page_token=1, https://h/x?o=1",
    "Bearer authentication, page_token=1, https://h/x?o=1",
  ],
])("hides %s", (_, text, expected) => {
  expect(redact(text)).toBe(expected);
});

it("hides values of secret keys in data, at any depth", () => {
  const value = { list: [{ Token: { a: 1 }, name: "s3cret x" }], count: 1, none: null };
  expect(redactValue(value, redact)).toEqual({
    list: [{ Token: "**REDACTED**", name: "**REDACTED** x" }],
    count: 1,
    none: null,
  });
});
