import { Command, Option } from "commander";
import { perform, withOutput, withWorkspace } from "./common-options.ts";
import { clientNames } from "./install/client-names.ts";
import type { InstallOptions } from "./install/install.ts";

/** `install`: enters this server into the configuration of an agent's client. */
export function installCommand(): Command {
  const command = new Command("install")
    .description("add this server to the configuration of an agent's client")
    .addOption(new Option("--client <client>", "which client").choices(clientNames).makeOptionMandatory())
    .addOption(new Option("--scope <scope>", "for you, or for the project in this folder").choices(["user", "project"]))
    .option("--name <name>", "name of the server in the client", "databricks")
    .option("--dry-run", "show what would change, write nothing")
    .option("--remove", "take the server out again")
    .action((options: InstallOptions) =>
      perform(options, async () => {
        const { runInstall } = await import("./install/install.ts");
        await runInstall(options);
      }),
    );
  return withOutput(withWorkspace(command));
}
