import { Command, Option } from "commander";
import { perform, wholeNumber, withOutput } from "./common-options.ts";
import type { LocalCommandOptions } from "./local.ts";

/** `local`: an embedded workspace that goes on until it is ended. */
export function localCommand(): Command {
  const command = new Command("local")
    .description("run an embedded local workspace until Ctrl+C; other commands start one by themselves with --local")
    .addOption(new Option("--port <n>", "port on 127.0.0.1 (default: any free one)").argParser(wholeNumber(0, 65_535)))
    .option("--data <dir>", "where it keeps its data (default: it forgets everything)")
    .action((options: LocalCommandOptions) =>
      perform(options, async (run) => (await import("./local.ts")).local(options, run)),
    );
  return withOutput(command);
}
