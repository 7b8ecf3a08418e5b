import { Command } from "commander";
import type { CallOptions } from "./call.ts";
import { perform, repeated, wholeNumber, withCommon } from "./common-options.ts";

const notes = `
Values of --arg are read by the type that the tool's schema gives them; repeat
a list's name to add to it.
  databricks-mcp call sql_query --arg statement='select 1' --arg max_rows=10
  databricks-mcp call jobs_list --arg limit=5
  databricks-mcp call jobs_create --json-args @job.json`;

/** Adds the options that give arguments; see `parse-arguments.ts`. */
export function withArguments(command: Command): Command {
  return command
    .option("--arg <name=value>", "an argument; also name=@file and name:=json; repeatable", repeated)
    .option("--json-args <json>", "arguments as a JSON object, @file with one, or - for standard input");
}

/** `call`: any tool. */
export function callCommand(): Command {
  const command = new Command("call")
    .description("call a tool, as an agent does: of the core surface, or of any operation")
    .argument("<tool>", "name of the tool, such as sql_query or jobs_list")
    .option("--max-result-bytes <n>", "limit of the answer's text, instead of the one for agents", wholeNumber(2000))
    .addHelpText("after", notes)
    .action((tool: string, options: CallOptions) =>
      perform(options, async (run) => (await import("./call.ts")).call(tool, options, run)),
    );
  return withCommon(withArguments(command));
}
