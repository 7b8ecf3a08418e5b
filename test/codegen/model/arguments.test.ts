import { describe, expect, it } from "vitest";
import type { OpenApiOperation } from "../../../codegen/model/openapi.ts";
import { INT64, inPath, inQuery, jsonBody, object, ref, STRING, tinyModel, tinyOperation } from "../tiny-api.ts";

/** Arguments as `name from schema`, a `?` for those that may be left out. */
function spelled(request: string, operation: Partial<OpenApiOperation>, schemas = {}): string[] {
  return tinyOperation(request, operation, schemas).arguments.map(
    ({ name, required, from }) => `${name}${required ? "" : "?"} ${from}`,
  );
}

const inBody = { "x-databricks-in-body": true } as const;

describe("arguments are flat: path, query and body side by side", () => {
  it("in that order", () => {
    const operation = {
      parameters: [inPath("id"), inQuery("dry_run")],
      ...jsonBody(ref("Thing")),
    };
    const schemas = { Thing: object({ size: INT64, name: STRING }, ["name"]) };
    const { arguments: args, wire } = tinyOperation("POST /api/2.0/things/{id}", operation, schemas);
    expect(args).toEqual([
      { name: "id", required: true, schema: STRING, from: "path" },
      { name: "dry_run", required: false, schema: STRING, from: "query" },
      { name: "size", required: false, schema: INT64, from: "body" },
      { name: "name", required: true, schema: STRING, from: "body" },
    ]);
    expect(wire.body).toEqual({ kind: "fields", fields: ["size", "name"] });
  });

  it("without any, there are none", () => {
    expect(spelled("GET /api/2.0/things", {})).toEqual([]);
  });

  it("a body without fields is an empty object", () => {
    const { arguments: args, wire } = tinyOperation("POST /api/2.0/things", jsonBody(ref("Empty")), {
      Empty: { type: "object" },
    });
    expect(args).toEqual([]);
    expect(wire.body).toEqual({ kind: "fields", fields: [] });
  });

  it("a required query parameter must be given", () => {
    const parameters = [{ ...inQuery("path"), required: true as const }];
    expect(spelled("GET /api/2.0/things", { parameters })).toEqual(["path query"]);
  });

  it("a body of another service is refused: its fields would lose what they refer to", () => {
    const create = { operationId: "things.create", ...jsonBody(ref("Part", "parts")) };
    const services = {
      things: { operations: { "POST /api/2.0/things": create } },
      parts: { schemas: { Part: object({ inner: ref("Inner") }), Inner: object({}) } },
    };
    expect(() => tinyModel(services)).toThrow("things.create: its body is a component of parts.json");
  });
});

describe("a body field with the name of another parameter", () => {
  const schemas = { Thing: object({ id: STRING, name: STRING }) };
  const update = { ...jsonBody(ref("Thing")), "x-databricks-body-argument": "thing" };

  it("makes the whole body one argument", () => {
    const { arguments: args, wire } = tinyOperation(
      "PATCH /api/2.0/things/{id}",
      { ...update, parameters: [inPath("id")] },
      schemas,
    );
    expect(args).toEqual([
      { name: "id", required: true, schema: STRING, from: "path" },
      { name: "thing", required: true, schema: ref("Thing"), from: "body" },
    ]);
    expect(wire.body).toEqual({ kind: "argument", argument: "thing" });
  });

  it("is one argument with it when both mean the same", () => {
    const operation = { ...update, parameters: [inPath("id", inBody)] };
    expect(spelled("PATCH /api/2.0/things/{id}", operation, schemas)).toEqual(["id path", "name? body"]);
    expect(tinyOperation("PATCH /api/2.0/things/{id}", operation, schemas).wire.body).toEqual({
      kind: "fields",
      fields: ["id", "name"],
    });
  });

  it("without a collision the fields stay flat", () => {
    const operation = { ...update, parameters: [inPath("key")] };
    expect(spelled("PATCH /api/2.0/things/{key}", operation, schemas)).toEqual(["key path", "id? body", "name? body"]);
  });
});

describe("a body that is not an object with fields", () => {
  it("a map is one argument", () => {
    const map = { type: "object", additionalProperties: STRING };
    const { arguments: args, wire } = tinyOperation(
      "PATCH /api/2.0/conf",
      { ...jsonBody(ref("Conf")), "x-databricks-body-argument": "contents" },
      { Conf: map },
    );
    expect(args).toEqual([{ name: "contents", required: true, schema: ref("Conf"), from: "body" }]);
    expect(wire.body).toEqual({ kind: "argument", argument: "contents" });
  });

  it("bytes are the argument `contents`", () => {
    const { arguments: args, wire } = tinyOperation("PUT /api/2.0/files{path}", {
      parameters: [inPath("path", { "x-databricks-style": "file" })],
      requestBody: { content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } },
    });
    expect(args).toEqual([
      { name: "path", required: true, schema: STRING, from: "path" },
      { name: "contents", required: true, schema: { type: "string", format: "binary" }, from: "body" },
    ]);
    expect(wire.body).toEqual({ kind: "bytes", argument: "contents" });
  });
});

describe("a resource name", () => {
  const resource = { argument: "name", pattern: "projects/{project_id}/branches/{branch_id}", path: "/api/2.0/{name}" };
  const request = "GET /api/2.0/projects/{project_id}/branches/{branch_id}";
  const operation = {
    parameters: [inPath("project_id"), inPath("branch_id"), inQuery("view")],
    "x-databricks-resource-name": resource,
  };

  it("is one argument in place of its pieces, and knows its form", () => {
    const { arguments: args, wire } = tinyOperation(request, operation);
    expect(args).toEqual([
      { name: "name", required: true, schema: STRING, from: "path", pattern: resource.pattern },
      { name: "view", required: false, schema: STRING, from: "query" },
    ]);
    expect(wire.path).toBe("/api/2.0/{name}");
    expect(wire.parameters).toEqual([
      { name: "name", in: "path", required: true, style: "resource", pattern: resource.pattern },
      { name: "view", in: "query", type: "string" },
    ]);
  });

  it("leaves the parameters that are no piece of it", () => {
    const scoped = { ...resource, path: "/api/2.0/accounts/{account_id}/{name}" };
    const found = spelled("GET /api/2.0/accounts/{account_id}/projects/{project_id}", {
      parameters: [inPath("account_id", { "x-databricks-style": "account" }), inPath("project_id")],
      "x-databricks-resource-name": scoped,
    });
    expect(found).toEqual(["name path", "account_id? path"]);
  });

  it.each([
    ["a field of its own", {}, ["name path", "thing body"]],
    ["the same thing", { inBody: true as const }, ["name path", "size? body"]],
  ])("with a body field of the name that is %s", (_, more, args) => {
    const found = spelled(
      "PATCH /api/2.0/projects/{project_id}",
      {
        ...jsonBody(ref("Thing")),
        "x-databricks-body-argument": "thing",
        "x-databricks-resource-name": { ...resource, ...more },
        parameters: [inPath("project_id")],
      },
      { Thing: object({ name: STRING, size: INT64 }) },
    );
    expect(found).toEqual(args);
  });
});
