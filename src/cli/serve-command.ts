import { Command } from "commander";
import { defaultResultBytes } from "../mcp/result.ts";
import { wholeNumber, withWorkspace } from "./common-options.ts";
import type { ServeOptions } from "./serve.ts";
import { withSurface } from "./surface-options.ts";
import { UsageError } from "./usage-error.ts";

/** Smallest result limit that still holds an answer's frame, in bytes. */
const leastResultBytes = 2000;

/** `serve`: the MCP server; what the program does when no command is named. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .description("serve MCP over standard input and output (default)")
    .allowExcessArguments()
    .option("--max-result-bytes <n>", "limit of one answer's text", wholeNumber(leastResultBytes), defaultResultBytes)
    .action((options: ServeOptions, { args }: Command) => start(options, args));
  return withWorkspace(withSurface(command));
}

/** An argument is a command that does not exist: serve takes none, but is what an unknown command leads to. */
async function start(options: ServeOptions, [unknown]: readonly string[]): Promise<void> {
  if (unknown !== undefined) throw new UsageError(`unknown command '${unknown}'`, "databricks-mcp --help lists them");
  if (process.stdin.isTTY) {
    process.stderr.write(
      "Serving MCP on standard input and output; Ctrl+C ends it. For people: databricks-mcp --help\n",
    );
  }
  const { serve } = await import("./serve.ts");
  await serve(options);
}
