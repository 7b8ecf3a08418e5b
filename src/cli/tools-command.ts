import { Command } from "commander";
import { perform, withOutput } from "./common-options.ts";
import { withSurface } from "./surface-options.ts";
import type { ToolsOptions } from "./tools.ts";

/** `tools`: what agents see. */
export function toolsCommand(): Command {
  const tools = new Command("tools")
    .description("list the tools that agents see")
    .action((options: ToolsOptions) => perform(options, async () => (await import("./tools.ts")).listTools(options)));
  const describe = new Command("describe")
    .description("show one tool: what it does, its arguments, how it behaves")
    .argument("<tool>", "name of the tool")
    .action((name: string, _: object, command: Command) => {
      const options: ToolsOptions = command.optsWithGlobals();
      return perform(options, async () => (await import("./tools.ts")).describeTool(name, options));
    });
  return withSurface(withOutput(tools)).addCommand(withSurface(withOutput(describe)));
}
