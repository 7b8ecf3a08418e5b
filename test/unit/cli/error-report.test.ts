import { expect, it } from "vitest";
import { describeError, errorAsJson } from "../../../src/cli/error-report.ts";
import { toolError } from "../../../src/cli/tool-error.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { parseHost } from "../../../src/config/host.ts";

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

it("tells what is wrong, and what to do about it", () => {
  expect(describeError(new UsageError("no statement", "Give one."))).toBe("error: no statement\n→ Give one.");
  expect(describeError(new Error("odd"))).toBe("error: odd");
});

it("knows a way for those who have no workspace", () => {
  expect(describeError(caught(() => parseHost(undefined)))).toMatch(
    /^error: no Databricks host is configured\.\n→ Set DATABRICKS_HOST .* Without an account: --local .*$/,
  );
  expect(describeError(caught(() => parseHost("ftp://x")))).not.toContain("--local");
});

it("names people's command where agents read of their tool", () => {
  const text =
    'Invalid arguments for jobs.create; nothing was sent.\noperation_describe with operation "jobs.create" shows every argument.';
  const lines = describeError(toolError(text)).split("\n");
  expect(lines[1]).toBe("databricks-mcp api describe jobs.create shows every argument.");
  expect(JSON.parse(errorAsJson(toolError(text))).error).toMatchObject({ name: "InvalidArgumentsError", exit_code: 2 });
});
