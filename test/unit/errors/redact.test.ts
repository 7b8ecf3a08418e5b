import { expect, it } from "vitest";
import { redactHeaders, redactor, redactValue } from "../../../src/errors/redact.ts";

const redact = redactor(["s3cret", "a+b/c=", 'q"\\']);

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
  ["a secret in a URL", "https://h/x/a%2Bb%2Fc%3D", "https://h/x/**REDACTED**"],
  ["a secret in JSON", String.raw`{"x":"q\"\\"}`, '{"x":"**REDACTED**"}'],
  ["a Google URL", "https://s.g/x?X-Goog-Signature=a#b)", "https://s.g/x?**REDACTED**"],
  [
    "a pre-signed URL in another",
    "https://h/go?to=https%3A%2F%2Fb%2Fx%3FX-Amz-Signature%3Dabc%26y",
    "https://h/go?to=https%3A%2F%2Fb%2Fx%3FX-Amz-Signature%3D**REDACTED**",
  ],
  ["a code of OAuth", "to http://localhost:8020/?code=abc&state=1", "to http://localhost:8020/?**REDACTED**"],
  ["a password in a URL", "via http://me:pw@proxy:3128/ and on", "via http://**REDACTED**@proxy:3128/ and on"],
  ["a cookie", "set-cookie: session=abc; Path=/", "set-cookie: **REDACTED**; Path=/"],
  [
    "nothing secret",
    "Bearer authentication, page_token=1, https://h/x?o=1&page_token=2, design=1",
    "Bearer authentication, page_token=1, https://h/x?o=1&page_token=2, design=1",
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

it("hides values of secret headers whole, and secrets in all others", () => {
  const headers = new Headers({
    Authorization: "Bearer x",
    Cookie: "a=1; b=2",
    "X-A": "has s3cret",
    Accept: "text/csv",
  });
  expect(redactHeaders(headers, redact)).toEqual({
    accept: "text/csv",
    authorization: "**REDACTED**",
    cookie: "**REDACTED**",
    "x-a": "has **REDACTED**",
  });
});

it.each([
  ["cat", "concatenate the category, cat.", "concatenate the category, **REDACTED**."],
  ["s", "it's a list: 's', s=s", "it's a list: '**REDACTED**', **REDACTED**=**REDACTED**"],
  ["a b", "a ba b, a b", "a ba b, **REDACTED**"],
  ["%", "100% of 5 %", "100% of 5 **REDACTED**"],
  ["tür", "Türkei, türkis, tür", "Türkei, türkis, **REDACTED**"],
  ["cats", "concatsenate", "con**REDACTED**enate"],
])("hides a secret of fewer than 4 characters, %j, only where it is no part of a word", (secret, text, expected) => {
  expect(redactor([secret])(text)).toBe(expected);
});

it("hides secrets that come up later", () => {
  const secrets: string[] = [];
  const hide = redactor(() => secrets);
  expect(hide("new")).toBe("new");
  secrets.push("new");
  expect(hide("new")).toBe("**REDACTED**");
});

it("takes time in proportion to the text, whatever it is", () => {
  for (const part of ["https://a?", '"token":"', '"secret":{', "Bearer ", "x-amz-signature", "authorization:", "\\"]) {
    expect(redact(part.repeat(20_000)).length).toBeGreaterThan(0);
  }
});
