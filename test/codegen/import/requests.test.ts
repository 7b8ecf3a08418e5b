import { describe, expect, it } from "vitest";
import { enumeration, type GoMethod, method, struct } from "./go-source.ts";
import { importThings } from "./mini-sdk.ts";

const SAVE = { name: "Save", verb: "Post", path: "/api/2.0/things", request: "SaveRequest" };

const save = (more: Partial<GoMethod>, ...models: readonly string[]) =>
  importThings({ impl: method({ ...SAVE, ...more }), model: models.join("") });

const jsonBody = (schema: object): object => ({ required: true, content: { "application/json": { schema } } });

describe("trap 4: bodies", () => {
  it("takes one object of the request, and names its argument", async () => {
    const imported = await save(
      { body: "request.Thing" },
      struct("SaveRequest", 'Thing Thing json:"the_thing"'),
      struct("Thing", 'Id string json:"id,omitempty"'),
    );
    const { requestBody, ...operation } = imported.operation("things.save");
    expect(requestBody).toEqual(jsonBody({ $ref: "#/components/schemas/Thing" }));
    expect(operation["x-databricks-body-argument"]).toBe("the_thing");
    expect(imported.schema("things", "SaveRequest")).toBeUndefined();
  });

  it("splits a request whose fields travel in path, query and body", async () => {
    const imported = await save(
      {
        verb: "Patch",
        path: "/api/2.0/things/%v",
        args: ["request.ThingId"],
        before: 'if request.Force != false { queryParams["force"] = request.Force }',
      },
      struct(
        "SaveRequest",
        'ThingId string json:"-" url:"-"',
        'Force bool json:"-" url:"force,omitempty"',
        'Comment string json:"comment"',
      ),
    );
    expect(imported.parameters("things.save")).toEqual(["path thing_id!", "query force"]);
    expect(imported.operation("things.save").requestBody).toEqual(
      jsonBody({ $ref: "#/components/schemas/SaveRequest" }),
    );
    expect(imported.schema("things", "SaveRequest")).toEqual({
      type: "object",
      required: ["comment"],
      properties: { comment: { type: "string" } },
    });
  });

  it("sends in the body what has tags for both", async () => {
    const imported = await save({}, struct("SaveRequest", 'Comment string json:"comment" url:"comment"'));
    expect(imported.parameters("things.save")).toEqual([]);
    expect(Object.keys(imported.schema("things", "SaveRequest")?.properties ?? {})).toEqual(["comment"]);
  });

  it("marks a path parameter that the body repeats", async () => {
    const imported = await save(
      { path: "/api/2.0/things/%v", args: ["request.Id"] },
      struct("SaveRequest", 'Id string json:"id"'),
    );
    expect(imported.operation("things.save").parameters?.[0]).toMatchObject({
      name: "id",
      "x-databricks-in-body": true,
    });
  });
});

describe("trap 4: bodies that are no object", () => {
  it("takes a bare map as the body", async () => {
    const imported = await save({ verb: "Patch", request: "Settings" }, "\ntype Settings map[string]string\n");
    expect(imported.operation("things.save")).toMatchObject({
      requestBody: jsonBody({ $ref: "#/components/schemas/Settings" }),
      "x-databricks-body-argument": "contents",
    });
    expect(imported.schema("things", "Settings")).toEqual({ type: "object", additionalProperties: { type: "string" } });
  });

  it("knows requests without a body", async () => {
    const imported = await save(
      { path: "/api/2.0/things/%v/stop", args: ["request.Id"], body: "nil" },
      struct("SaveRequest", 'Id string json:"-" url:"-"'),
    );
    expect(imported.operation("things.save").requestBody).toBeUndefined();
  });
});

const LIST = { name: "List", path: "/api/2.0/things", request: "ListRequest" };

describe("trap 5: queries", () => {
  it.each(["Get", "Delete", "Head"])("of %s requests are the url-tagged fields", async (verb) => {
    const imported = await importThings({
      impl: method({ ...LIST, verb }),
      model: struct("ListRequest", 'Limit int json:"-" url:"limit,omitempty"', 'Owner string json:"-" url:"owner"'),
    });
    expect(imported.parameters("things.list")).toEqual(["query limit", "query owner!"]);
    expect(imported.operation("things.list").requestBody).toBeUndefined();
  });

  it("spell objects with dots and lists by repeating the key", async () => {
    const imported = await importThings({
      impl: method(LIST),
      model:
        struct("ListRequest", 'FilterBy *Filter json:"-" url:"filter_by,omitempty"') +
        struct("Filter", 'Statuses []Status json:"statuses" url:"statuses"', 'Text string json:"text" url:"text"') +
        enumeration("Status", { StatusNew: "NEW" }),
    });
    expect(imported.operation("things.list").parameters).toEqual([
      {
        name: "filter_by.statuses",
        in: "query",
        schema: { type: "array", items: { $ref: "#/components/schemas/Status" } },
      },
      { name: "filter_by.text", in: "query", schema: { type: "string" } },
    ]);
  });

  it("follow an object that holds its own kind once", async () => {
    const imported = await importThings({
      impl: method(LIST),
      model:
        struct("ListRequest", 'Node Node json:"-" url:"node,omitempty"') +
        struct("Node", 'Name string json:"name" url:"name"', 'Parent *Node json:"parent" url:"parent"'),
    });
    expect(imported.parameters("things.list")).toEqual(["query node.name", "query node.parent.name"]);
  });
});

describe("trap 6: update masks", () => {
  const update = (mask: string, before: string) =>
    save(
      { verb: "Patch", body: "request.Thing", before },
      struct("SaveRequest", 'Thing Thing json:"thing"', `UpdateMask ${mask} json:"-" url:"update_mask"`),
      struct("Thing", 'Id string json:"id"'),
    );
  const marshal = `updateMaskJson, updateMaskMarshallError := json.Marshal(request.UpdateMask)
	if updateMaskMarshallError != nil {
		return updateMaskMarshallError
	}
	queryParams["update_mask"] = strings.Trim(string(updateMaskJson), \`"\`)`;

  it.each([
    ["fieldmask.FieldMask", marshal, { type: "string", format: "google-fieldmask" }],
    ["string", 'queryParams["update_mask"] = request.UpdateMask', { type: "string" }],
  ])("in the query, as %s", async (mask, before, schema) => {
    const imported = await update(mask, before);
    expect(imported.operation("things.save").parameters).toEqual([
      { name: "update_mask", in: "query", required: true, schema },
    ]);
  });

  it("in the body", async () => {
    const imported = await save({}, struct("SaveRequest", 'UpdateMask fieldmask.FieldMask json:"update_mask"'));
    expect(imported.schema("things", "SaveRequest")?.properties).toEqual({
      update_mask: { type: "string", format: "google-fieldmask" },
    });
  });
});

describe("trap 11: account scope", () => {
  it("is told by the workspace header, not by the path", async () => {
    const imported = await importThings({
      impl:
        method({ name: "Get", path: "/api/2.0/accounts/things" }) +
        method({ name: "List", path: "/api/2.0/things", account: true }),
    });
    expect(imported.operation("things.get")["x-databricks-scope"]).toBe("workspace");
    expect(imported.operation("things.list")["x-databricks-scope"]).toBe("account");
    expect(imported.lock.counts).toMatchObject({ workspace: 1, account: 1 });
  });

  it("marks the parameter that configuration fills", async () => {
    const imported = await importThings({
      impl: method({
        name: "List",
        path: "/api/2.0/accounts/%v/things",
        args: ["a.client.ConfiguredAccountID()"],
        account: true,
      }),
    });
    expect(imported.operation("things.list").parameters).toEqual([
      { name: "account_id", in: "path", required: true, schema: { type: "string" }, "x-databricks-style": "account" },
    ]);
  });
});

describe("trap 12: paths of every kind", () => {
  it("hold text, also where the SDK declares an object", async () => {
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things/%v", args: ["request.Id"], request: "GetRequest" }),
      model: struct("GetRequest", 'Id Id json:"-" url:"-"') + struct("Id", 'Value string json:"value"'),
    });
    expect(imported.operation("things.get").parameters).toEqual([
      { name: "id", in: "path", required: true, schema: { type: "string" } },
    ]);
  });

  it.each(["/api/1.2/things", "/api/2.2/things", "/api/area/v1/things", "/serving-endpoints/things"])(
    "keeps %s",
    async (path) => {
      const imported = await importThings({ impl: method({ name: "Get", path }) });
      expect(imported.routes).toEqual({ [`GET ${path}`]: "things.get" });
    },
  );

  it("keeps custom verbs after a colon", async () => {
    const imported = await save(
      { path: "/api/2.1/things/%v/sources:sync", args: ["request.Id"], body: "nil" },
      struct("SaveRequest", 'Id string json:"-" url:"-"'),
    );
    expect(imported.routes).toEqual({ "POST /api/2.1/things/{id}/sources:sync": "things.save" });
  });

  it("makes the data plane's form of a request an alias of the control plane's", async () => {
    const query = { name: "Query", verb: "Post", path: "/things/%v/invocations", args: ["request.Name"] };
    const imported = await importThings({
      impl: method({ ...query, request: "QueryInput", response: "Answer" }) + DATA_PLANE,
      model: struct("QueryInput", 'Name string json:"-" url:"-"') + struct("Answer", 'Id string json:"id"'),
    });
    expect(imported.routes).toEqual({ "POST /things/{name}/invocations": "things.query" });
    expect(imported.lock.aliases["thingsDataPlane.query"]?.of).toBe("things.query");
  });
});

const DATA_PLANE = `
func (a *thingsDataPlaneImpl) Query(ctx context.Context, request QueryInput) (*Answer, error) {
	dpi, err := a.dataPlaneInfoQuery(ctx, request)
	if err != nil {
		return nil, err
	}
	dpt, err := a.dpts.Token(ctx, dpi.EndpointUrl, dpi.AuthorizationDetails)
	if err != nil {
		return nil, err
	}
	headers := make(map[string]string)
	opts := []httpclient.DoOption{}
	opts = append(opts, httpclient.WithRequestHeaders(headers))
	opts = append(opts, httpclient.WithRequestData(request))
	var answer Answer
	opts = append(opts, httpclient.WithResponseUnmarshal(&answer))
	opts = append(opts, httpclient.WithToken(dpt))
	err = a.client.ApiClient().Do(ctx, http.MethodPost, dpi.EndpointUrl, opts...)
	return &answer, err
}
`;

describe("retries", () => {
  it.each([
    [
      "that the SDK fills with a random id",
      'if request.RequestId == "" { request.RequestId = uuid.New().String() }',
      "RequestId",
      "request_id",
    ],
    ["documented by its name", "", "IdempotencyToken", "idempotency_token"],
  ])("are made safe by an argument %s", async (_, before, field, argument) => {
    const imported = await save({ before }, struct("SaveRequest", `${field} string json:"${argument},omitempty"`));
    expect(imported.operation("things.save")["x-databricks-idempotency"]).toBe(argument);
  });
});
