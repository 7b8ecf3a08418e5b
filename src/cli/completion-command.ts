import { Argument, Command } from "commander";
import { perform } from "./common-options.ts";

/** `completion`: a script for the shell. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("print a script that completes commands, options, tools and operations in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      `
  bash:  echo 'source <(databricks-mcp completion bash)' >> ~/.bashrc
  zsh:   echo 'source <(databricks-mcp completion zsh)' >> ~/.zshrc
         (after compinit)
  fish:  databricks-mcp completion fish \\
           > ~/.config/fish/completions/databricks-mcp.fish`,
    )
    .action((shell: string) => perform({}, async () => (await import("./completion-scripts.ts")).printScript(shell)));
}

/** `__complete`: what the scripts ask; the words behind the program's name, of which the last is to be completed. */
export function completeCommand(createProgram: () => Command): Command {
  return new Command("__complete")
    .argument("[words...]")
    .helpOption(false)
    .action((words: string[]) =>
      perform({ quiet: true }, async () => (await import("./complete.ts")).printCandidates(createProgram(), words)),
    );
}
