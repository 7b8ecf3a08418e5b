import { describe, expect, it } from "vitest";
import { method, struct } from "./go-source.ts";
import { importMini, importThings } from "./mini-sdk.ts";

describe("trap 2: the same verb and path for several operations", () => {
  it("tells operations apart by the form of their resource names", async () => {
    const get = (name: string): string =>
      method({ name, path: "/api/2.0/things/%v", args: ["request.Name"], request: `${name}Request` });
    const request = (name: string, form: string): string =>
      struct(`${name}Request`, `// Format: ${form}`, 'Name string json:"-" url:"-"');
    const imported = await importThings({
      impl: get("GetProject") + get("GetBranch"),
      model:
        request("GetProject", "projects/{project_id}") + request("GetBranch", "projects/{project_id}/branches/{b}"),
    });
    expect(imported.routes).toEqual({
      "GET /api/2.0/things/projects/{project_id}": "things.getProject",
      "GET /api/2.0/things/projects/{project_id}/branches/{b}": "things.getBranch",
    });
    expect(imported.lock.aliases).toEqual({});
  });

  it("keeps one of two forms of a request and records the choice", async () => {
    const imported = await importThings({
      impl: method({ api: "ThingsV2", name: "List", path: "/api/2.0/things" }),
      ext_impl: method({ name: "List", path: "/api/2.0/things" }),
    });
    expect(imported.routes).toEqual({ "GET /api/2.0/things": "thingsV2.list" });
    expect(imported.lock.aliases).toEqual({
      "things.list": { of: "thingsV2.list", reason: "earlier, hand-written form of a generated operation" },
    });
    expect(imported.lock.counts).toMatchObject({ sdkOperations: 2, operations: 1, aliases: 1 });
  });

  it("lists aliases in name order", async () => {
    const get = (api: string, path: string): string => method({ api, name: "Get", path });
    const imported = await importThings({
      impl: get("V2", "/api/2.0/a") + get("V3", "/api/2.0/b"),
      ext_impl: get("Zebras", "/api/2.0/a") + get("Ants", "/api/2.0/b"),
    });
    expect(Object.keys(imported.lock.aliases)).toEqual(["ants.get", "zebras.get"]);
  });

  it("prefers bundledeployments to bundle, and writes no document that would be empty", async () => {
    const list = method({ api: "Bundle", name: "List", path: "/api/2.0/bundles" });
    const imported = await importMini({
      services: {
        bundle: { impl: list },
        bundledeployments: { impl: list.replaceAll("bundleImpl", "deploymentsImpl") },
      },
    });
    expect(imported.files.map(({ name }) => name)).toEqual(["bundledeployments.json", "lock.json"]);
    expect(imported.lock.aliases["bundle.list"]?.of).toBe("deployments.list");
  });

  it("prefers the permissions API to its twin for workspace objects", async () => {
    const get = { name: "GetPermissions", path: "/api/2.0/permissions/%v/%v", request: "GetRequest" };
    const model = struct("GetRequest", 'Kind string json:"-" url:"-"', 'Id string json:"-" url:"-"');
    const args = ["request.Kind", "request.Id"];
    const imported = await importMini({
      services: {
        iam: { impl: method({ ...get, api: "Permissions", name: "Get", args }), model },
        workspace: { impl: method({ ...get, api: "Workspace", args }), model },
      },
    });
    expect(imported.lock.aliases["workspace.getPermissions"]?.of).toBe("permissions.get");
  });
});

describe("trap 2: the same class in two services", () => {
  it("prefixes the account API where a workspace API has the same class", async () => {
    const list = (path: string, account: boolean): string => method({ name: "List", path, account });
    const imported = await importMini({
      services: { things: { impl: list("/api/2.0/things", false) }, others: { impl: list("/api/2.0/accounts", true) } },
    });
    expect(Object.values(imported.routes).sort()).toEqual(["accountThings.list", "things.list"]);
  });
});

describe("trap 3: hand-written Go", () => {
  it.each(["ext_impl", "ext_api"])("reads operations and models of %s.go", async (file) => {
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things/1" }),
      [file]: method({ name: "List", path: "/api/2.0/things", response: "Listed" }),
      ext_model: struct("Listed", 'Count int json:"count"'),
    });
    expect(imported.routes["GET /api/2.0/things"]).toBe("things.list");
    expect(imported.schema("things", "Listed")?.properties).toEqual({ count: { type: "integer" } });
  });

  it("passes over the other forms of workspace import and export", async () => {
    const imported = await importMini({
      services: {
        workspace: {
          impl: method({ api: "Workspace", name: "Export", path: "/api/2.0/workspace/export" }),
          ext_utilities: "func (a *WorkspaceAPI) Upload() error { return a.workspaceImpl.client.Do(ctx) }",
        },
      },
    });
    expect(Object.values(imported.routes)).toEqual(["workspace.export"]);
  });

  it("names internal methods as their callers know them", async () => {
    const imported = await importThings({ impl: method({ name: "internalList", path: "/api/2.0/things" }) });
    expect(Object.values(imported.routes)).toEqual(["things.list"]);
  });
});
