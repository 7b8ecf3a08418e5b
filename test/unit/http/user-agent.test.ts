import { expect, it } from "vitest";
import { userAgent } from "../../../src/http/user-agent.ts";

it.each<[string, Record<string, string>, string]>([
  ["nothing", {}, ""],
  ["a known agent, by presence alone", { CLAUDECODE: "" }, " agent/claude-code"],
  ["another", { CURSOR_AGENT: "1" }, " agent/cursor"],
  ["one within another", { CURSOR_AGENT: "1", CLINE_ACTIVE: "true" }, " agent/multiple"],
  ["one that names itself", { AGENT: "my agent\n1" }, " agent/my-agent-1"],
  ["one that names itself otherwise", { AGENT: "", AI_AGENT: "x".repeat(99) }, ` agent/${"x".repeat(64)}`],
])("tells the agent: %s", (_, env, agent) => {
  expect(userAgent("pat", undefined, env)).toMatch(
    new RegExp(String.raw`^databricks-mcp-toolkit/\d+\.\d+\.\d+\S* node/\d+\.\d+\.\d+ os/\w+ auth/pat${agent}$`),
  );
});

it.each([
  ["goes before what the environment tells", "Claude Code", "Claude-Code"],
  ["is spelled as the official SDKs allow", `a/b (c)\n${"x".repeat(99)}`, `a-b--c--${"x".repeat(56)}`],
  ["may be missing", "", "claude-code"],
])("a given agent %s", (_, given, agent) => {
  expect(userAgent("pat", given, { CLAUDECODE: "1" })).toMatch(new RegExp(` agent/${agent}$`));
});
