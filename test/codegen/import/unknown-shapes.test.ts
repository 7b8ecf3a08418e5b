import { describe, expect, it } from "vitest";
import { iterator, method, struct } from "./go-source.ts";
import { importMini, importThings, type MiniService } from "./mini-sdk.ts";

const GET = { name: "Get", path: "/api/2.0/things", request: "GetRequest", response: "Thing" };
const REQUEST = struct("GetRequest", 'Id string json:"-" url:"id"');
const MODEL = REQUEST + struct("Thing", 'Name string json:"name"');

/** A service that imports, with the given files in place of its own. */
const things = (files: MiniService): MiniService => ({ impl: method(GET), model: MODEL, ...files });

/** The place of the last line that holds some text, as errors spell it. */
function place(files: MiniService, file: string, text: string): string {
  const lines = `package things\n${files[file]}`.split("\n");
  return `service/things/${file}.go:${lines.findLastIndex((line) => line.includes(text)) + 1}: expected`;
}

it("a known shape of Go is imported", async () => {
  await expect(importThings(things({}))).resolves.toBeDefined();
});

describe("an unknown shape of Go stops the import with file, line and what was expected", () => {
  it.each<[string, string, string, string]>([
    ["statement", method({ ...GET, before: "queryParams.Add(1)" }), "queryParams.Add", "a statement of a request"],
    ["header", method({ ...GET, before: 'headers["If-Match"] = "x"' }), "If-Match", "the header Accept or"],
    ["verb", method({ ...GET, verb: "Trace" }), "MethodTrace", "http.Method<Verb>"],
    ["URL", method({ ...GET, args: ["request.Id"] }), "path :=", "0 path arguments"],
    ["path argument", method({ ...GET, path: "/a/%v", args: ["a.next()"] }), "path :=", "request.<Field>"],
    ["field", method({ ...GET, path: "/a/%v", args: ["request.No"] }), ") Get(", "a field No of the request"],
    ["body", method({ ...GET, verb: "Post", body: "contents" }), "client.Do(", "request.<Field>"],
    ["answer", method(GET).replace("&answer)", "&other)"), "client.Do(", "a declared variable for the answer, or nil"],
    ["sending method", "func (a *thingsImpl) Send() error { return a.client.Call() }", "Send", "a method that sends"],
    ["query", method({ ...GET, verb: "Post" }), ") Get(", "every url-tagged field in queryParams"],
    ["end of the file", `${method(GET)}\nfunc (\n`, "func (", "valid Go"],
  ])("a method's %s", async (_, impl, line, expected) => {
    const found = `${place({ impl }, "impl", line)} ${expected}`;
    await expect(importThings(things({ impl }))).rejects.toThrow(found);
  });
});

const field = (text: string): string => REQUEST + struct("Thing", text);

describe("an unknown shape of Go in a model stops the import", () => {
  it.each<[string, string, string, string]>([
    ["type", field('A func() json:"a"'), "A func", "a type that JSON can carry"],
    ["map key", field('A map[int]string json:"a"'), "A map", "a type that JSON can carry"],
    ["type of Go", field('A http.Header json:"a"'), "A http", "a type of a service, or a known type of Go"],
    ["built-in type", field('A float32 json:"a"'), "A float32", "a type that a model file declares"],
    ["type of another service", field('A others.Part json:"a"'), "A others", "a type that a model file declares"],
    ["tag", field('A string yaml:"a"'), "A string", "json, url and header tags"],
    ["tag without quotes", field("A string json:a"), "A string", "a quoted string"],
    ["field without tags", "type More struct {\n	A string\n}\n", "A string", "<Name> <type> `json:… url:…`"],
    ["embedded field", "type More struct {\n	Thing\n}\n", "Thing", "a field_identifier"],
    ["constant", "const A = 1\n", "const A", "const <Name> <Enum> = <literal>"],
    ["constant's value", "const A State = 1\n", "const A", "a string literal"],
    [
      "list of objects in a query",
      struct("GetRequest", 'Id []Thing json:"-" url:"id"') + struct("Thing", 'Name string json:"name"'),
      "Id []",
      "a scalar, a list of scalars or an object in the query",
    ],
    [
      "map in a query",
      struct("GetRequest", 'Id map[string]string json:"-" url:"id"'),
      "Id map",
      "a scalar, a list of scalars or an object in the query",
    ],
  ])("a model's %s", async (_, model, line, expected) => {
    const found = `${place({ model }, "model", line)} ${expected}`;
    await expect(importThings(things({ model }))).rejects.toThrow(found);
  });
});

describe("an unknown file stops the import", () => {
  it("a request in a hand-written file that is not read", async () => {
    const ext_more = "func f(ctx context.Context) {\n	a.api.Do(ctx)\n}\n";
    await expect(importThings(things({ ext_more }))).rejects.toThrow(
      "service/things/ext_more.go:2: expected requests in impl.go, ext_impl.go or ext_api.go only",
    );
  });

  it("a version that is no constant", async () => {
    const files = { "version/version.go": "package version\n" };
    await expect(importMini({ services: { things: things({}) }, files })).rejects.toThrow(
      'version/version.go:1: expected const Version = "<version>"',
    );
  });
});

describe("an operation whose parts do not fit stops the import", () => {
  it("an unknown twin", async () => {
    const list = (api: string): string => method({ api, name: "List", path: "/api/2.0/things" });
    const impl = list("Things") + list("Others");
    await expect(importThings({ impl })).rejects.toThrow(
      `${place({ impl }, "impl", "othersImpl")} one operation for GET /api/2.0/things, found: things.list, others.list`,
    );
  });

  it("a data plane without a control plane", async () => {
    const info = "dpi, err := a.dataPlaneInfoQuery(ctx, request)";
    const impl = method({ ...GET, api: "ThingsDataPlane", before: info });
    await expect(importThings(things({ impl }))).rejects.toThrow(
      `${place({ impl }, "impl", ") Get(")} a control plane operation with the same method, found: thingsDataPlane.get`,
    );
  });

  it("a resource name without a pattern, where its neighbours have one", async () => {
    const get = (name: string): string =>
      method({ name, path: "/api/2.0/things/%v", args: ["request.Name"], request: `${name}Request` });
    const impl = get("Get") + get("Find");
    const model =
      struct("GetRequest", "// Format: things/{id}", 'Name string json:"-" url:"-"') +
      struct("FindRequest", "// The name.", 'Name string json:"-" url:"-"');
    await expect(importThings({ impl, model })).rejects.toThrow(
      `${place({ impl }, "impl", ") Find(")} a documented pattern of the resource name in /api/2.0/things/%v, found: Things.Find`,
    );
  });

  it("an iterator over no request", async () => {
    const impl = method(GET) + iterator({});
    await expect(importThings(things({ impl }))).rejects.toThrow(
      `${place({ impl }, "impl", ") List(")} a method that sends a request, found: Things.List`,
    );
  });
});

const wait = (statement: string): string =>
  `func (a *ThingsAPI) Get(ctx context.Context, x GetRequest) (*WaitGet[Thing], error) {\n${statement}, nil\n}`;

describe("a wait whose parts do not fit stops the import", () => {
  it.each([
    ["of another form", wait("return &WaitGet[Thing]{Response: nil}"), "return", "return &Wait…[R]{…, Poll"],
    [
      "without its poller",
      wait(`return &WaitGet[Thing]{
		Poll: func() (*Thing, error) { return a.WaitGet(ctx, x.Id, timeout, callback) },
		timeout: 5 * time.Minute,
	}`),
      ") Get(",
      "a poller, found: Things.WaitGet",
    ],
    [
      "for what is not a field",
      wait("return &WaitGet[Thing]{Poll: func() { a.WaitGet(ctx, id, t, c) }, timeout: 5 * time.Minute}"),
      "return",
      "a field of the request or of the response, found: id",
    ],
    [
      "for a field inside a field",
      wait("return &WaitGet[Thing]{Poll: func() { a.WaitGet(ctx, x.Id.Part, t, c) }, timeout: 5 * time.Minute}"),
      "return",
      "a field of the request or of the response, found: x . Id . Part",
    ],
  ])("a wait %s", async (_, api, line, expected) => {
    await expect(importThings(things({ api }))).rejects.toThrow(`${place({ api }, "api", line)} ${expected}`);
  });

  it("a long-running operation without its Wait", async () => {
    const api = "func (a *ThingsAPI) Get(ctx context.Context) (GetOperationInterface, error) { return nil, nil }";
    await expect(importThings(things({ api }))).rejects.toThrow("api.go:2: expected GetOperation.Wait, found: Get");
  });
});
