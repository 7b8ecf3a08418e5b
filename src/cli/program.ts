import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { defaultResultBytes } from "../mcp/result.ts";
import { type ServeOptions, serve, UsageError } from "./serve.ts";

/** Smallest result limit that still holds an answer's frame, in bytes. */
const leastResultBytes = 2000;

/**
 * Runs the command line. A wrong option ends the process with code 2 and a message on standard error.
 *
 * @param argv as in `process.argv`
 */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command("databricks-mcp")
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program
    .command("serve", { isDefault: true })
    .description("serve MCP over standard input and output (default)")
    .addOption(new Option("--surface <name>", "which tools to show").choices(["core", "operations"]))
    .option("--toolsets <names>", "services of the operations surface, comma-separated, or all", list)
    .option("--profile <name>", "profile of ~/.databrickscfg")
    .option("--read-only", "only tools that change nothing")
    .option("--max-result-bytes <n>", "limit of one answer's text", resultBytes, defaultResultBytes)
    .action((options: ServeOptions) => serve(options));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof UsageError) program.error(`error: ${error.message}`);
    throw error;
  }
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function resultBytes(text: string): number {
  const bytes = Number(text);
  if (Number.isSafeInteger(bytes) && bytes >= leastResultBytes) return bytes;
  throw new InvalidArgumentError(`expected a whole number of at least ${leastResultBytes}`);
}
