import { Command } from "commander";
import { type CommonOptions, perform, withCommon } from "./common-options.ts";

/** `doctor`: finds out why a workspace cannot be worked with. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description("check the configuration, the network, the credentials and what they permit")
    .action((options: CommonOptions) =>
      perform(options, async ({ signal }) => {
        const { runDoctor } = await import("./doctor/doctor.ts");
        await runDoctor(options, signal);
      }),
    );
  return withCommon(command);
}
