import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import { run } from "../../../src/auth/run.ts";
import { windowsScripts } from "../../../src/auth/windows-script.ts";
import { folder, program, start, world } from "./fixtures.ts";
import { serveRoutes } from "./routes.ts";

/** A shell, and a folder with `az.cmd` in PATH. */
function windows(script: string) {
  const shell = program("cmd.exe", script);
  const path = folder();
  writeFileSync(join(path, "az.cmd"), "");
  return { shell, env: { Path: `;C:\\nowhere;${path}`, COMSPEC: shell.path } };
}

describe("a script of Windows", () => {
  it("is run by the shell, which does not look for it in the current folder", async () => {
    const { shell, env } = windows("say(process.env.NoDefaultCurrentDirectoryInExePath)");
    const ended = await windowsScripts(run)("az", ["account", "show", "--resource", "https://a.b/c"], env, 5_000);
    expect(ended).toEqual({ ok: true, stdout: '"1"\n', stderr: "", missing: false });
    expect(shell.runs()).toEqual(["/d /s /c az.cmd account show --resource https://a.b/c"]);
  });

  it.each(["a&calc", "a|b", "%PATH%", "!x!", "a b", 'a"b', "a^b", "a<b", "(a)", "a;b", "a,b", "a=b", "a\nb", "", "é"])(
    "is not given the argument %j",
    async (argument) => {
      const { shell, env } = windows("say(1)");
      const ended = await windowsScripts(run)("az", ["--tenant", argument], env, 5_000);
      expect(ended).toMatchObject({ ok: false, missing: false });
      expect(ended.stderr).toContain("the shell of Windows could misread the argument");
      expect(() => shell.runs()).toThrow("ENOENT");
    },
  );

  it("may be missing", async () => {
    const { env } = windows("say(1)");
    expect(await windowsScripts(run)("other", [], env, 5_000)).toMatchObject({ ok: false, missing: true });
    expect(await windowsScripts(run)("az", [], { COMSPEC: env.COMSPEC }, 5_000)).toMatchObject({ missing: true });
  });
});

it("the Azure CLI on Windows gives tokens", async () => {
  const server = await serveRoutes({});
  const { shell, env } = windows(
    `if (args.includes("account show")) say({ user: { name: "me", type: "user" } });
     else say({ accessToken: "adb", expires_on: ${start + 3_600} });`,
  );
  const parts = { ...world({ env, fetch: server.fetch }), platform: "win32" as const };
  const settings = { host: server.host, cloud: "azure", authType: "azure-cli", azureTenantId: "t-1" } as const;
  const credentials = await resolveCredentials(settings, parts);
  expect(await credentials.headers()).toMatchObject({ Authorization: "Bearer adb" });
  expect(shell.runs()).toContain(
    "/d /s /c az.cmd account get-access-token --resource 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d --output json --tenant t-1",
  );
});
