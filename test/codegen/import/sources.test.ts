import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { enumeration, method, struct } from "./go-source.ts";
import { importMini, type MiniSdk } from "./mini-sdk.ts";

const PROSE = "Quokkas nap here";

const get = (api: string): string =>
  `// ${PROSE}\n${method({ api, name: "Get", path: `/api/2.0/${api}`, response: "Thing", before: `// ${PROSE}` })}`;

/** Two services whose every comment is the planted sentence. */
const PLANTED: MiniSdk = {
  services: Object.fromEntries(
    ["Zebras", "Things"].map((api) => [
      api.toLowerCase(),
      {
        impl: `// ${PROSE}\n${get(api)}`,
        model: `// ${PROSE}\n${struct("Thing", `// ${PROSE}`, 'State State json:"state"', 'Id int64 json:"id"')}
// ${PROSE}${enumeration("State", { StateOn: "ON" })}`,
        interface: `// ${PROSE}\ntype ${api}Service interface {\n	// ${PROSE}\n	Get(ctx context.Context) (*Thing, error)\n}\n`,
      },
    ]),
  ),
};

describe("an import", () => {
  it("carries no sentence of the SDK", async () => {
    expect((await importMini(PLANTED)).text).not.toContain("Quokkas");
  });

  it("gives the same bytes for the same input", async () => {
    expect((await importMini(PLANTED)).files).toEqual((await importMini(PLANTED)).files);
  });

  it("has one document per service in name order, and the lock", async () => {
    const { files } = await importMini(PLANTED);
    expect(files.map(({ name }) => name)).toEqual(["things.json", "zebras.json", "lock.json"]);
  });

  it("pins its source and its documents in the lock", async () => {
    const { lock, files } = await importMini(PLANTED);
    const hashes = files
      .slice(0, -1)
      .map(({ name, content }) => [name, createHash("sha256").update(content).digest("hex")]);
    expect(lock).toEqual({
      sdk: { repository: "databricks/databricks-sdk-go", version: "9.8.7" },
      specSha: "0123456789abcdef0123456789abcdef01234567",
      counts: { sdkOperations: 2, operations: 2, aliases: 0, workspace: 2, account: 0, launchStages: 0 },
      documents: Object.fromEntries(hashes),
      aliases: {},
    });
  });

  it("passes over tests and folders without operations", async () => {
    const services = {
      ...PLANTED.services,
      common: { model: struct("Shared", 'A int json:"a"') },
      things: { ...PLANTED.services.things, things_test: "func f() { client.Do(ctx) }" },
    };
    expect((await importMini({ services })).files).toEqual((await importMini(PLANTED)).files);
  });
});

const command = (calls: string, stage = 'cmd.Annotations["launch_stage"] = "PUBLIC_PREVIEW"'): string => `
package things

func newGet() *cobra.Command {
	cmd := &cobra.Command{}
	${stage}
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		${calls}
		return nil
	}
	return cmd
}
`;

const staged = async (calls: string, stage?: string): Promise<[string | undefined, string | undefined]> => {
  const imported = await importMini({
    services: {
      things: {
        impl:
          method({ name: "Get", path: "/api/2.0/things" }) +
          method({ api: "NestedThings", name: "Get", path: "/api/2.0/nested" }) +
          method({ api: "AccountThings", name: "Get", path: "/api/2.0/accounts/things", account: true }),
      },
    },
    files: {
      "workspace_client.go":
        "package databricks\n\ntype WorkspaceClient struct {\n	Things things.ThingsInterface\n}\n",
      "account_client.go":
        "package databricks\n\ntype AccountClient struct {\n	Things things.AccountThingsInterface\n}\n",
    },
    cli: {
      "cmd/workspace/things/things.go": command(calls, stage),
      "cmd/account/things/things.go": command("a.Things.Get(ctx)", 'cmd.Annotations["launch_stage"] = "GA"'),
      "cmd/account/groups.go": "package account\n",
    },
  });
  const stage_ = (id: string): string | undefined => imported.operation(id)["x-databricks-launch-stage"];
  expect(stage_("accountThings.get")).toBe("GA");
  return [stage_("things.get"), stage_("nestedThings.get")];
};

describe("launch stages from the CLI", () => {
  it.each<[string, string, (string | undefined)[]]>([
    ["of the method a command calls", "w.Things.Get(ctx)", ["PUBLIC_PREVIEW", undefined]],
    ["of a nested API", "w.Things.NestedThings().Get(ctx)", [undefined, "PUBLIC_PREVIEW"]],
    [
      "of the first operation among the calls",
      "w.Things.NameToIdMap(ctx)\nw.Things.Get(ctx)",
      ["PUBLIC_PREVIEW", undefined],
    ],
    ["of nothing that is no operation", "other.Things.Get(ctx)", [undefined, undefined]],
  ])("are those %s", async (_, calls, expected) => {
    expect(await staged(calls)).toEqual(expected);
  });

  it("are left out where a command has none", async () => {
    expect(await staged("w.Things.Get(ctx)", "")).toEqual([undefined, undefined]);
  });
});
