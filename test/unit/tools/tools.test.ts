import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { tools } from "../../../src/tools/index.ts";
import { startJsonServer } from "../../fakes/json-server.ts";
import { callTool } from "./call-tool.ts";

describe.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  it("has a name, a title and a description that clients can show", () => {
    expect(name).toMatch(/^[a-z0-9_]{1,40}$/);
    expect(tool.title).not.toBe("");
    expect(tool.description.length).toBeLessThan(600);
  });

  it("has a small, valid input schema that refuses unknown arguments", () => {
    expect(tool.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    expect(JSON.stringify(tool.inputSchema).length).toBeLessThanOrEqual(1_200);
    expect(() => new Ajv2020({ allowUnionTypes: true }).compile(tool.inputSchema)).not.toThrow();
  });
});

it("says of each tool whether it only looks, and whether it can destroy", () => {
  const hints = tools.map(({ name, annotations: { readOnlyHint, destructiveHint } }) => [
    name,
    readOnlyHint,
    destructiveHint,
  ]);
  expect(hints).toEqual([
    ["whoami", true, false],
    ["sql_query", false, true],
    ["sql_result", true, false],
    ["sql_cancel", false, false],
    ["context_open", false, false],
    ["context_run", false, true],
    ["context_status", true, false],
    ["context_cancel", false, false],
    ["context_close", false, false],
  ]);
});

it("whoami tells the identity, the workspace and the defaults", async () => {
  const me = { userName: "ann@example.com", displayName: "Ann", groups: [{ display: "admins" }, { display: "users" }] };
  const server = await startJsonServer(() => ({ body: me }));
  const { text, structured } = await callTool(server.host, "whoami", {});
  expect(text).toContain(`ann@example.com (Ann) on ${server.host}\nGroups: admins, users\n`);
  expect(structured).toMatchObject({ host: server.host, user_name: "ann@example.com", groups: ["admins", "users"] });
});
