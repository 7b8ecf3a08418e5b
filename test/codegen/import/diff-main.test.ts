import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { method } from "./go-source.ts";
import { withMini } from "./mini-sdk.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

const diff = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(ROOT, "codegen", "import", "diff-main.ts"), ...args], { encoding: "utf8" });

const lock = (): string => readFileSync(join(ROOT, "specs", "lock.json"), "utf8");

describe("npm run specs:diff", () => {
  it("reports differences from specs/, writes nothing, and succeeds", async () => {
    const before = lock();
    const services = { jobs: { impl: method({ api: "Jobs", name: "Nap", path: "/api/2.2/jobs/nap" }) } };
    const { status, stdout, stderr } = await withMini({ services }, async (sdk) => diff("--sdk", sdk));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^databricks-sdk-go \d+\.\d+\.\d+ to 9\.8\.7$/);
    expect(lines).toContain("  major  jobs.runNow: vanishes");
    expect(lines).toContain("  minor  jobs.nap: appears");
    expect(lines.at(-2)).toBe("major release");
    expect(lock()).toBe(before);
  });

  it.each([
    ["without a checkout", [], "--sdk is missing: npm run specs:diff -- --sdk"],
    ["of a folder that is no checkout", ["--sdk", ROOT], "ENOENT"],
  ])("fails %s", (_, args, message) => {
    const { status, stdout, stderr } = diff(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});
