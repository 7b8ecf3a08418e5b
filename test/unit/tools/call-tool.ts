import { DatabricksClient } from "../../../src/client/databricks-client.ts";
import { tools } from "../../../src/tools/index.ts";
import type { ToolAnswer } from "../../../src/tools/tool.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

/** Calls a curated tool against the server at `host`, as an agent that stays to the end. */
export async function callTool(
  host: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<ToolAnswer> {
  const tool = tools.find((each) => each.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  const client = new DatabricksClient({ host, token: "t0ken", clock: new FakeClock() });
  return tool.call(args, { client: () => client, signal: new AbortController().signal, progress: () => {} });
}

/** The lines of an answer's text. */
export function lines({ text }: ToolAnswer): string[] {
  return text.split("\n");
}
