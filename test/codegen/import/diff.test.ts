import { describe, expect, it } from "vitest";
import { diffModels } from "../../../codegen/import/diff.ts";
import { describeChanges } from "../../../codegen/import/diff-report.ts";
import { importedSpecs } from "../../../codegen/import/imported-specs.ts";
import { type ApiModel, buildModel } from "../../../codegen/model/operations.ts";
import { BASE, difference, edited, MODEL, modelOf, SAVE } from "./diff-base.ts";
import { type GoMethod, iterator, method, struct } from "./go-source.ts";
import { importMini, type MiniService } from "./mini-sdk.ts";

const sent = (more: Partial<GoMethod>): MiniService => ({ ...BASE, impl: method({ ...SAVE, ...more }) });

const TWO: MiniService = { ...BASE, impl: method(SAVE) + method({ name: "Get", path: "/api/2.0/things" }) };

describe("operations that differ", () => {
  it.each<[string, MiniService, MiniService, string]>([
    ["appear", BASE, TWO, "minor operations: things.get appears"],
    ["vanish", TWO, BASE, "major operations: things.get vanishes"],
    [
      "are sent elsewhere",
      BASE,
      sent({ path: "/api/2.1/things/%v" }),
      "minor facts: things.save route: POST /api/2.0/things/{thing_id} becomes POST /api/2.1/things/{thing_id}",
    ],
    [
      "change verb",
      BASE,
      sent({ verb: "Patch" }),
      "minor facts: things.save route: POST /api/2.0/things/{thing_id} becomes PATCH /api/2.0/things/{thing_id}",
    ],
    ["change scope", BASE, sent({ account: true }), "major facts: things.save scope: workspace becomes account"],
  ])("%s", async (_, before, after, line) => {
    expect(await difference(before, after)).toEqual([line]);
  });

  it("vanish as aliases", async () => {
    const twin = method({ api: "Others", name: "Get", path: "/api/2.0/things" });
    const before = { ...BASE, ext_impl: method({ name: "Get", path: "/api/2.0/things" }) };
    const lines = await difference(before, { ...before, impl: method(SAVE) + twin });
    expect(lines).toEqual([
      "major operations: things.get vanishes, as an alias of others.get",
      "minor operations: others.get appears",
    ]);
  });
});

const COMMENT = 'Comment string `json:"comment,omitempty"`';

describe("arguments that differ", () => {
  it.each<[string, string, string, string[]]>([
    [
      "appear",
      COMMENT,
      `${COMMENT}\n	New bool \`json:"new,omitempty"\``,
      ["minor arguments: things.save new appears"],
    ],
    [
      "appear and are required",
      COMMENT,
      `${COMMENT}\n	New bool \`json:"new"\``,
      ["major arguments: things.save new appears and is required"],
    ],
    ["vanish", COMMENT, "", ["major arguments: things.save comment vanishes"]],
    [
      "are renamed",
      '"comment,omitempty"',
      '"note,omitempty"',
      ["major arguments: things.save comment vanishes", "minor arguments: things.save note appears"],
    ],
    ["become required", '"comment,omitempty"', '"comment"', ["major arguments: things.save comment becomes required"]],
    ["become optional", '"part"', '"part,omitempty"', ["minor arguments: things.save part becomes optional"]],
    [
      "change type",
      "Comment string",
      "Comment int64",
      ["major fields: things.save comment string becomes integer (int64)"],
    ],
  ])("%s", async (_, from, to, lines) => {
    expect(await difference(BASE, edited(from, to))).toEqual(lines);
  });

  it("move between query and body", async () => {
    const moved = {
      impl: method({ ...SAVE, before: 'queryParams["comment"] = request.Comment' }),
      model: MODEL.replace('json:"comment,omitempty"', 'json:"-" url:"comment,omitempty"'),
    };
    expect(await difference(BASE, moved)).toEqual([
      "minor arguments: things.save comment moves from the body to the query",
    ]);
  });

  it.each([
    ["things/{thing}", []],
    ["all/things/{thing_id}", ["major arguments: things.get name takes all/things/{thing_id}, not things/{thing_id}"]],
  ])("have the form of a resource name: %s", async (form, lines) => {
    const named = (comment: string): MiniService => ({
      impl: method({ name: "Get", path: "/api/2.0/%v", args: ["request.Name"], request: "GetRequest" }),
      model: struct("GetRequest", `// Format: ${comment}`, 'Name string json:"-" url:"-"'),
    });
    expect(await difference(named("things/{thing_id}"), named(form))).toEqual(lines);
  });
});

const LIST = {
  name: "internalList",
  path: "/api/2.0/things",
  request: "ListThingsRequest",
  response: "ListThingsResponse",
};

const listed = (impl: string): MiniService => ({
  impl,
  model:
    struct("ListThingsRequest", 'Owner string json:"-" url:"owner"') +
    struct("ListThingsResponse", 'Things []string json:"things"'),
});

const PAGINATION = '{"kind":"single","items":"things"}';

describe("other facts that differ", () => {
  it.each<[string, MiniService, MiniService, string]>([
    [
      "pagination gained",
      listed(method(LIST)),
      listed(iterator({}) + method(LIST)),
      `minor facts: things.list pagination: none becomes ${PAGINATION}`,
    ],
    [
      "pagination lost",
      listed(iterator({}) + method(LIST)),
      listed(method(LIST)),
      `major facts: things.list pagination: ${PAGINATION} becomes none`,
    ],
    ["an answer lost", BASE, sent({ response: "" }), "major facts: things.save answers none, not json"],
    [
      "deprecation",
      BASE,
      {
        ...BASE,
        interface: "type ThingsService interface {\n	// Deprecated: gone.\n	Save(ctx context.Context) error\n}\n",
      },
      "minor facts: things.save deprecated: none becomes true",
    ],
  ])("%s", async (_, before, after, line) => {
    expect(await difference(before, after)).toEqual([line]);
  });

  it("launch stages, when both sides have them", async () => {
    const staged = async (stage: string): Promise<ApiModel> => {
      const files = { "workspace_client.go": CLIENT, "account_client.go": "package databricks\n" };
      const cli = { "cmd/workspace/things/things.go": command(stage), "cmd/account/none.go": "" };
      return buildModel(importedSpecs((await importMini({ services: { things: BASE }, files, cli })).files));
    };
    const [before, after] = [await staged("PUBLIC_BETA"), await staged("GA")];
    expect(diffModels(before, after, { stages: true })).toMatchObject([
      { release: "patch", text: "launch stage: PUBLIC_BETA becomes GA" },
    ]);
    expect(diffModels(before, after, { stages: false })).toEqual([]);
  });
});

const CLIENT = "package databricks\n\ntype WorkspaceClient struct {\n	Things things.ThingsInterface\n}\n";

const command = (stage: string): string =>
  `package things\n\nfunc newSave() {\n	cmd.Annotations["launch_stage"] = "${stage}"\n	w.Things.Save(ctx)\n}\n`;

describe("the summary", () => {
  const summary = async (before: MiniService, after: MiniService): Promise<string> =>
    describeChanges(diffModels(await modelOf(before), await modelOf(after), { stages: false }));

  it("asks for a patch release when only words differ", async () => {
    const commented: MiniService = { ...BASE, model: MODEL.replace("type Part", "// Another sentence.\ntype Part") };
    expect(await summary(BASE, commented)).toBe("No differences.\n\npatch release\n");
  });

  it("names changes, tools, and the release that the greatest change asks for", async () => {
    const before: MiniService = { ...TWO, model: MODEL };
    const after: MiniService = {
      impl: method(SAVE),
      model: MODEL.replace("const ModeB", "const ModeC Mode = `C`\nconst ModeB"),
    };
    expect(await summary(before, after)).toBe(`Operations
  major  things.get: vanishes

Fields and values
  minor  things.Mode: value "C" appears (things.save)

Tools
  major  things.get (things_get)
  minor  things.save (things_save)

major release
`);
  });

  it("asks for a minor release when things only appear", async () => {
    expect((await summary(BASE, TWO)).split("\n").at(-2)).toBe("minor release");
  });
});
