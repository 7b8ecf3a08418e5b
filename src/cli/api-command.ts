import { Command, Option } from "commander";
import type { ApiCallOptions } from "./api-call.ts";
import type { ApiDescribeOptions } from "./api-describe.ts";
import type { ApiSearchOptions } from "./api-search.ts";
import { withArguments } from "./call-command.ts";
import { perform, wholeNumber, withCommon, withOutput } from "./common-options.ts";

/** `api`: every operation of the REST API. */
export function apiCommand(): Command {
  return new Command("api")
    .description("find, describe and call any operation of the REST API")
    .addCommand(searchCommand())
    .addCommand(describeCommand())
    .addCommand(callCommand());
}

function searchCommand(): Command {
  const command = new Command("search")
    .description("find operations by words")
    .argument("<words...>", "words, an id, or part of a path")
    .option("--service <name>", "only this service, such as jobs or sql")
    .addOption(new Option("--risk <risk>", "only of this risk").choices(["read", "write", "destructive"]))
    .option("--limit <n>", "operations to show", wholeNumber(1), 20)
    .action((words: string[], options: ApiSearchOptions) =>
      perform(options, async () => (await import("./api-search.ts")).searchApi(words, options)),
    );
  return withOutput(command);
}

function describeCommand(): Command {
  const command = new Command("describe")
    .description("show what an operation takes and answers")
    .argument("<operation>", "operation id, such as jobs.create")
    .option("--path <path>", "only the schema at this path, such as tasks[].new_cluster")
    .addOption(new Option("--part <part>", "what --path is in").choices(["input", "output"]))
    .option("--depth <n>", "levels of objects to show", wholeNumber(1))
    .action((operation: string, options: ApiDescribeOptions) =>
      perform(options, async () => (await import("./api-describe.ts")).describeApi(operation, options)),
    );
  return withOutput(command);
}

const callNotes = `
  databricks-mcp api call jobs.list --arg limit=5
  databricks-mcp api call jobs.list --all | jq .settings.name
  databricks-mcp api call files.download --arg file_path=/Volumes/m/a/b/c.csv \\
    --output c.csv`;

function callCommand(): Command {
  const command = new Command("call")
    .description("call an operation and print its whole answer")
    .argument("<operation>", "operation id, such as jobs.list")
    .option("--all", "every item of every page, one JSON line each")
    .option("-y, --yes", "do not ask before a destructive operation")
    .option("-o, --output <file>", "write the answer to a file")
    .addHelpText("after", callNotes)
    .action((operation: string, options: ApiCallOptions) =>
      perform(options, async (run) => (await import("./api-call.ts")).callApi(operation, options, run)),
    );
  return withCommon(withArguments(command));
}
