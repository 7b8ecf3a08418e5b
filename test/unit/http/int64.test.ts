import { describe, expect, it } from "vitest";
import { parseJson, stringifyJson, withInt64 } from "../../../src/http/int64.ts";

describe("parseJson", () => {
  it.each<[string, unknown]>([
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993"],
    ["-9223372036854775808", "-9223372036854775808"],
    [
      '{"id":9223372036854775807,"n":1,"x":0.1234567890123456789}',
      { id: "9223372036854775807", n: 1, x: 0.12345678901234568 },
    ],
    ['["1234567890123456789", 1e20, true, null]', ["1234567890123456789", 1e20, true, null]],
  ])("%s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it("refuses broken JSON, with and without long numbers", () => {
    expect(() => parseJson('{"a":')).toThrow(SyntaxError);
    expect(() => parseJson('{"a":1234567890123456789')).toThrow(SyntaxError);
  });
});

describe("withInt64 and stringifyJson", () => {
  const big = "9223372036854775807";
  it.each<[string[], Record<string, unknown>, string]>([
    [["job_id"], { job_id: big, name: big }, `{"job_id":${big},"name":"${big}"}`],
    [["job_id"], { job_id: "abc" }, `{"job_id":"abc"}`],
    [["job_id"], { job_id: 7 }, `{"job_id":7}`],
    [["job_id"], {}, "{}"],
    [["ids[]"], { ids: [big, 1] }, `{"ids":[${big},1]}`],
    [["tasks[].run.id"], { tasks: [{ run: { id: big } }, {}] }, `{"tasks":[{"run":{"id":${big}}},{}]}`],
    [["params.*.id"], { params: { a: { id: "1" }, b: null } }, `{"params":{"a":{"id":1},"b":null}}`],
    [["sizes.*"], { sizes: { a: "-5" } }, `{"sizes":{"a":-5}}`],
  ])("%j of %j", (paths, args, json) => {
    expect(stringifyJson(withInt64(args, paths))).toBe(json);
  });

  it("refuses a number that has already lost digits", () => {
    expect(() => withInt64({ tasks: [{ id: 2 ** 53 }] }, ["tasks[].id"])).toThrow(
      "argument tasks[].id is a number that JavaScript cannot hold exactly. Give its digits as a string.",
    );
  });
});
