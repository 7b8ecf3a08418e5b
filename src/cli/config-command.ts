import { Command } from "commander";
import { type CommonOptions, perform, withCommon, withOutput } from "./common-options.ts";

/** `config`: the settings in force. */
export function configCommand(): Command {
  const config = new Command("config")
    .description("show each setting, secrets masked, and where it comes from")
    .action((options: CommonOptions) =>
      perform(options, async () => (await import("./config.ts")).showConfig(options)),
    );
  const profiles = new Command("profiles")
    .description("list the profiles of the configuration file")
    .action((_: object, command: Command) => {
      const options: CommonOptions = command.optsWithGlobals();
      return perform(options, async () => (await import("./config.ts")).showProfiles(options));
    });
  return withCommon(config).addCommand(withOutput(profiles));
}
