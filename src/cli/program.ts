import { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { DatabricksError } from "../errors/databricks-error.ts";
import { apiCommand } from "./api-command.ts";
import { callCommand } from "./call-command.ts";
import { completeCommand, completionCommand } from "./completion-command.ts";
import { configCommand } from "./config-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { describeExitCodes, exitCodes } from "./exit-code-table.ts";
import { installCommand } from "./install-command.ts";
import { localCommand } from "./local-command.ts";
import { serveCommand } from "./serve-command.ts";
import { sqlCommand } from "./sql-command.ts";
import { toolsCommand } from "./tools-command.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs the command line. What goes wrong is told on standard error and by the exit code.
 *
 * @param argv as in `process.argv`
 */
export async function run(argv: readonly string[]): Promise<void> {
  const program = createProgram();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof DatabricksError)) throw error;
    const { perform } = await import("./perform.ts");
    await perform({}, () => Promise.reject(error));
  }
}

const start = `
To start:
  databricks-mcp sql --local "select 1"    without an account
  databricks-mcp doctor                    with one: tells what is missing
  databricks-mcp install --client cursor   gives the server to an agent's client`;

/** The commands, declared; what they do is loaded when they are run. */
export function createProgram(): Command {
  const program = new Command("databricks-mcp")
    .description(manifest.description)
    .version(manifest.version)
    .addHelpText("after", start)
    .addHelpText("afterAll", describeExitCodes());
  program.addCommand(serveCommand(), { isDefault: true });
  const others = [toolsCommand, callCommand, apiCommand, sqlCommand, configCommand, doctorCommand, installCommand];
  for (const declare of [...others, localCommand, completionCommand]) program.addCommand(declare());
  program.addCommand(completeCommand(createProgram), { hidden: true });
  exitWithOurCodes(program);
  return program;
}

/** Wrong usage ends the process with its own code, in every command. */
function exitWithOurCodes(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.ok : exitCodes.usage));
  command.commands.forEach(exitWithOurCodes);
}
