import { type Command, Option } from "commander";
import { names } from "./common-options.ts";

/** Adds the options that choose the tools to show; see `surface-choice.ts`. */
export function withSurface(command: Command): Command {
  return command
    .addOption(new Option("--surface <name>", "which tools to show").choices(["core", "operations"]))
    .option("--toolsets <names>", "services of the operations surface, comma-separated, or all", names)
    .option("--read-only", "only tools that change nothing");
}
