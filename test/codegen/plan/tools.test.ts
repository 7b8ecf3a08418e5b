import { describe, expect, it } from "vitest";
import type { OpenApiOperation } from "../../../codegen/model/openapi.ts";
import type { Annotation } from "../../../codegen/model/specs.ts";
import { planCatalog, planTools } from "../../../codegen/plan/tools.ts";
import { inPath, inQuery, jsonBody, object, STRING, tinyModel } from "../tiny-api.ts";

/** The model of one operation `things.do`. */
const model = (request: string, operation: Partial<OpenApiOperation> = {}, annotation?: Annotation) =>
  tinyModel(
    { things: { operations: { [request]: { operationId: "things.do", summary: "Things: do it", ...operation } } } },
    annotation && { "things.do": annotation },
  );

const tool = (...args: Parameters<typeof model>) => planTools(model(...args))[0];

const update: Partial<OpenApiOperation> = {
  parameters: [inQuery("dry_run"), inPath("id")],
  ...jsonBody(object({ note: STRING, name: STRING }, ["name"])),
};

describe("a tool", () => {
  it("is its operation in list form", () => {
    expect(tool("PATCH /api/2.0/things/{id}", update)).toEqual({
      operation: "things.do",
      name: "things_do",
      title: "Things: do it",
      description: "Things: do it. PATCH /api/2.0/things/{id}.",
      inputSchema: {
        type: "object",
        properties: {
          dry_run: { type: "string" },
          id: { type: "string" },
          note: { type: "string" },
          name: { type: "string" },
        },
        required: ["id", "name"],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    });
  });

  it("may not have the name of another", () => {
    const things = {
      operations: {
        "GET /api/2.0/a": { operationId: "things.getAll" },
        "GET /api/2.0/b": { operationId: "thingsGet.all" },
      },
    };
    expect(() => planTools(tinyModel({ things }))).toThrow(
      "things.getAll and thingsGet.all would both be the tool things_get_all: shorten a word in plan/tool-name.ts",
    );
  });
});

describe("the annotations of a tool", () => {
  it.each<[string, Annotation["risk"], [readOnly: boolean, destructive: boolean, idempotent: boolean]]>([
    ["GET", undefined, [true, false, true]],
    ["POST", undefined, [false, false, false]],
    ["PATCH", undefined, [false, false, false]],
    ["PUT", undefined, [false, false, true]],
    ["DELETE", undefined, [false, true, true]],
    ["POST", "read", [true, false, true]],
    ["POST", "destructive", [false, true, false]],
    ["PUT", "destructive", [false, true, true]],
    ["GET", "write", [false, false, false]],
  ])("hints of %s with risk %s", (verb, risk, [readOnlyHint, destructiveHint, idempotentHint]) => {
    expect(tool(`${verb} /api/2.0/things`, {}, risk && { risk })?.annotations).toEqual({
      readOnlyHint,
      destructiveHint,
      idempotentHint,
      openWorldHint: true,
    });
  });
});

describe("the description of a tool", () => {
  it.each<[string, Partial<OpenApiOperation>, string]>([
    ["at the account", { "x-databricks-scope": "account" }, " Account level."],
    ["public preview", { "x-databricks-launch-stage": "PUBLIC_PREVIEW" }, " Public preview."],
    ["beta", { "x-databricks-launch-stage": "PUBLIC_BETA" }, " Beta."],
    [
      "private preview",
      { "x-databricks-launch-stage": "PRIVATE_PREVIEW" },
      " Private preview: only enrolled workspaces have it.",
    ],
    ["generally available goes without saying", { "x-databricks-launch-stage": "GA" }, ""],
    ["deprecated", { deprecated: true }, " Deprecated."],
  ])("%s", (_, operation, sentence) => {
    expect(tool("GET /api/2.0/things", operation)?.description).toBe(`Things: do it. GET /api/2.0/things.${sentence}`);
  });

  it("warns of what can destroy", () => {
    expect(tool("DELETE /api/2.0/things")?.description).toBe(
      "Things: do it. DELETE /api/2.0/things. Can destroy data or cost money.",
    );
  });
});

describe("a line of the catalog", () => {
  it("names the arguments, those that must be given first", () => {
    expect(planCatalog(model("PATCH /api/2.0/things/{id}", update))).toEqual([
      {
        id: "things.do",
        service: "things",
        tool: "things_do",
        method: "PATCH",
        path: "/api/2.0/things/{id}",
        summary: "Things: do it",
        risk: "write",
        scope: "workspace",
        arguments: ["id", "name", "dry_run", "note"],
        required: 2,
      },
    ]);
  });

  it("says stage, deprecation and keywords where there are some", () => {
    const operation = { "x-databricks-launch-stage": "GA", deprecated: true } as const;
    const [line] = planCatalog(model("GET /api/2.0/things", operation, { summary: "Look", keywords: ["find"] }));
    expect(line).toMatchObject({ stage: "GA", deprecated: true, summary: "Look", keywords: ["find"] });
  });

  it("has the path of the documentation, not of the pieces of a resource name", () => {
    const resource = { argument: "name", pattern: "things/{id}", path: "/api/2.0/{name}" };
    const operation = { parameters: [inPath("id")], "x-databricks-resource-name": resource };
    const [line] = planCatalog(model("GET /api/2.0/things/{id}", operation));
    expect(line).toMatchObject({ path: "/api/2.0/{name}", arguments: ["name"], required: 1 });
  });
});
