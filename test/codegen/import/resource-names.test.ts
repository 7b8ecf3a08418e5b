import { describe, expect, it } from "vitest";
import { type GoMethod, method, struct } from "./go-source.ts";
import { type Imported, importThings } from "./mini-sdk.ts";

/** A service with one method whose `field` fills the URL, documented by `comment`. */
function importNamed(comment: string, { field = "Name", ...more }: Partial<GoMethod> & { field?: string } = {}) {
  const get = { name: "Get", path: "/api/2.0/things/%v", args: [`request.${field}`], request: "GetRequest", ...more };
  return importThings({
    impl: method(get),
    model: struct("GetRequest", `// ${comment}`, `${field} string json:"-" url:"-"`),
  });
}

const pathOf = (imported: Imported): string => Object.keys(imported.document("things").paths)[0] ?? "";

describe("trap 1: names with slashes", () => {
  it.each([
    ["Format: projects/{project_id}", "/api/2.0/things/projects/{project_id}", "projects/{project_id}"],
    ["Format: all/projects/{id}", "/api/2.0/things/all/projects/{id}", "all/projects/{id}"],
    [
      "As `projects/{project_id}/branches/{branch_id}`.",
      "/api/2.0/things/projects/{project_id}/branches/{branch_id}",
      "projects/{project_id}/branches/{branch_id}",
    ],
    [
      "Format: tables/{catalog}.{schema}.{table}/parts/{part}",
      "/api/2.0/things/tables/{table_full_name}/parts/{part}",
      "tables/{catalog}.{schema}.{table}/parts/{part}",
    ],
  ])("takes the form of a name from its comment, %s", async (comment, path, pattern) => {
    const imported = await importNamed(comment);
    expect(pathOf(imported)).toBe(path);
    expect(imported.operation("things.get")["x-databricks-resource-name"]).toEqual({
      argument: "name",
      pattern,
      path: "/api/2.0/things/{name}",
    });
  });

  it("names each piece of an expanded name in the parameters", async () => {
    const imported = await importNamed("Format: tables/{catalog}.{schema}.{table}/parts/{part}", { field: "Parent" });
    expect(imported.parameters("things.get")).toEqual(["path table_full_name!", "path part!"]);
    expect(imported.operation("things.get")["x-databricks-resource-name"]?.argument).toBe("parent");
  });

  it("keeps what follows the name in the URL", async () => {
    const imported = await importNamed("Format: projects/{project_id}", { path: "/api/2.0/things/%v/branches" });
    expect(pathOf(imported)).toBe("/api/2.0/things/projects/{project_id}/branches");
    expect(imported.operation("things.get")["x-databricks-resource-name"]?.path).toBe(
      "/api/2.0/things/{name}/branches",
    );
  });
});

describe("trap 1: names of one segment", () => {
  it.each([
    ["a name without a form", "The name.", "Name", "/api/2.0/things/{name}"],
    ["another field, whatever its comment", "Format: projects/{project_id}", "FullName", "/api/2.0/things/{full_name}"],
  ])("leaves %s one segment", async (_, comment, field, path) => {
    const imported = await importNamed(comment, { field });
    expect(pathOf(imported)).toBe(path);
    expect(imported.operation("things.get")["x-databricks-resource-name"]).toBeUndefined();
  });
});

describe("trap 1: names with slashes that no comment describes", () => {
  it.each([
    ["Postgres", "GetOperation", "/api/2.0/postgres/operations/{unique_id}", "{...}/operations/{unique_id}"],
    [
      "Endpoints",
      "GetEndpoint",
      "/api/2.0/postgres/accounts/{account_id}/endpoints/{endpoint_id}",
      "accounts/{account_id}/endpoints/{endpoint_id}",
    ],
    [
      "Environments",
      "GetDefaultWorkspaceBaseEnvironment",
      "/api/2.0/postgres/default-workspace-base-environment",
      "default-workspace-base-environment",
    ],
  ])("knows the undocumented form of %s.%s", async (api, name, path, pattern) => {
    const imported = await importNamed("The name.", { api, name, path: "/api/2.0/postgres/%v" });
    expect(pathOf(imported)).toBe(path);
    const id = imported.routes[`GET ${path}`] ?? "";
    expect(imported.operation(id)["x-databricks-resource-name"]?.pattern).toBe(pattern);
  });
});

describe("trap 1: paths of files", () => {
  it("writes the path of a file as documented, with its own slash, and marks its style", async () => {
    const imported = await importThings({
      impl: method({
        name: "Download",
        path: "/api/2.0/fs/files%v",
        args: ["httpclient.EncodeMultiSegmentPathParameter(request.FilePath)"],
        request: "DownloadRequest",
      }),
      model: struct("DownloadRequest", 'FilePath string json:"-" url:"-"'),
    });
    expect(imported.operation("things.download").parameters).toEqual([
      { name: "file_path", in: "path", required: true, schema: { type: "string" }, "x-databricks-style": "file" },
    ]);
    expect(pathOf(imported)).toBe("/api/2.0/fs/files{file_path}");
  });
});

describe("trap 1: names with slashes among others", () => {
  it("says when a name is a field of the body as well", async () => {
    const imported = await importThings({
      impl: method({
        name: "Update",
        verb: "Patch",
        path: "/api/2.0/things/%v",
        args: ["request.Thing.Name"],
        request: "UpdateRequest",
        body: "request.Thing",
      }),
      model:
        struct("UpdateRequest", 'Thing Thing json:"thing"') +
        struct("Thing", "// Format: things/{thing_id}", 'Name string json:"name,omitempty"'),
    });
    expect(imported.operation("things.update")["x-databricks-resource-name"]).toEqual({
      argument: "name",
      pattern: "things/{thing_id}",
      path: "/api/2.0/things/{name}",
      inBody: true,
    });
  });

  it("follows the most used spelling of one URL template", async () => {
    const named = (name: string, verb: string): string =>
      method({ name, verb, path: "/api/2.0/%v", args: ["request.Name"], request: `${name}Request` });
    const request = (name: string, form: string): string =>
      struct(`${name}Request`, `// Format: ${form}`, 'Name string json:"-" url:"-"');
    const imported = await importThings({
      impl: named("Get", "Get") + named("Delete", "Delete") + named("Head", "Head"),
      model:
        request("Get", "things/{thing}") +
        request("Delete", "things/{thing_id}") +
        request("Head", "things/{thing_id}"),
    });
    expect(Object.keys(imported.document("things").paths)).toEqual(["/api/2.0/things/{thing_id}"]);
    expect(imported.parameters("things.get")).toEqual(["path thing_id!"]);
  });
});
