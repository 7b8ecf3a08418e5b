import { describe, expect, it } from "vitest";
import type { Parameter } from "../../../src/http/operation.ts";
import { fillPath } from "../../../src/http/path.ts";

const parameter = (style: Parameter["style"], pattern?: string): Parameter => ({
  name: "p",
  in: "path",
  ...(style && { style }),
  ...(pattern && { pattern }),
});
const segment = parameter("segment");
const file = parameter("file");
const resource = (pattern: string): Parameter => parameter("resource", pattern);

describe("fillPath", () => {
  it.each<[string, Parameter, string, unknown, string]>([
    ["a segment", segment, "/t/{p}", "a b/c#é", "/t/a%20b%2Fc%23%C3%A9"],
    ["a number", segment, "/t/{p}/x", 7, "/t/7/x"],
    ["digits", segment, "/t/{p}", "9223372036854775807", "/t/9223372036854775807"],
    ["dots inside a name", segment, "/t/{p}", "main.default..x", "/t/main.default..x"],
    ["a custom verb", segment, "/t/{p}:undelete", "x", "/t/x:undelete"],
    ["a file", file, "/fs/files{p}", "/Volumes/a b/c+d.txt", "/fs/files/Volumes/a%20b/c%2Bd.txt"],
    ["case 22: a file with two slashes", file, "/fs/files{p}", "//x", "/fs/files/x"],
    ["case 22: a template with a slash", file, "/fs/files/{p}", "//x", "/fs/files/x"],
    ["a directory with a slash at its end", file, "/fs/files{p}", "/Volumes/x/", "/fs/files/Volumes/x/"],
    [
      "a resource name",
      resource("projects/{a}/branches/{b}"),
      "/pg/{p}",
      "projects/x/branches/y z",
      "/pg/projects/x/branches/y%20z",
    ],
    ["several placeholders in a segment", resource("models/{c}.{s}.{m}"), "/u/{p}", "models/a.b.c", "/u/models/a.b.c"],
    [
      "a free prefix",
      resource("{...}/operations/{id}"),
      "/pg/{p}",
      "projects/x/operations/1",
      "/pg/projects/x/operations/1",
    ],
    ["a literal name", resource("default-environment"), "/e/{p}", "default-environment", "/e/default-environment"],
  ])("%s", (_, given, template, value, expected) => {
    expect(fillPath(template, [given], { p: value })).toBe(expected);
  });

  it("fills the account id from the configuration, unless the caller gives one", () => {
    const account = [parameter("account")];
    expect(fillPath("/accounts/{p}/x", account, {}, "acc-1")).toBe("/accounts/acc-1/x");
    expect(fillPath("/accounts/{p}/x", account, { p: "acc-2" }, "acc-1")).toBe("/accounts/acc-2/x");
    expect(() => fillPath("/accounts/{p}/x", account, {})).toThrow("Set DATABRICKS_ACCOUNT_ID (accountId in code)");
  });
});

describe("fillPath refuses", () => {
  const branch = resource("projects/{a}/branches/{b}");
  it.each<[string, Parameter, unknown, string]>([
    ["nothing", segment, undefined, "is missing"],
    ["null", segment, null, "is missing"],
    ["an empty text", segment, "", "is missing"],
    ["an object", segment, { a: 1 }, "has no text"],
    ["half a surrogate pair", segment, "\ud800", "has no text"],
    ["an inexact number", segment, 2 ** 60, "cannot hold exactly"],
    ["the parent directory", segment, "..", 'has a segment "." or ".."'],
    ["this directory", segment, ".", 'has a segment "." or ".."'],
    ["an encoded parent", segment, "%2e%2E", 'has a segment "." or ".."'],
    ["an encoded parent among segments", segment, "a%2f..%2Fb", 'has a segment "." or ".."'],
    ["a backslash", segment, "a\\b", "holds a backslash"],
    ["a line break", segment, "a\nb", "control character"],
    ["a relative file", file, "Volumes/x", "is not an absolute path"],
    ["a file that climbs", file, "/Volumes/x/../../jobs", 'has a segment "." or ".."'],
    ["the root", file, "/", "has an empty segment"],
    ["a file with an empty segment", file, "/Volumes//x", "has an empty segment"],
    ["a resource of another kind", branch, "projects/x", "projects/{a}/branches/{b}"],
    ["a resource that is too long", branch, "projects/x/branches/y/z", "does not have the expected form"],
    ["a resource with a slash in front", branch, "/projects/x/branches/y", "has an empty segment"],
    ["a resource that climbs", branch, "projects/../branches/y", 'has a segment "." or ".."'],
    ["too few placeholders in a segment", resource("models/{c}.{s}.{m}"), "models/a.b", "expected form"],
  ])("%s", (_, given, value, message) => {
    expect(() => fillPath("/t/{p}", [given], { p: value })).toThrow(message);
  });

  it("and names the argument", () => {
    expect(() => fillPath("/t/{p}", [branch], { p: "x" })).toThrow(
      "argument p does not have the expected form. Give a resource name of the form projects/{a}/branches/{b}.",
    );
  });
});
