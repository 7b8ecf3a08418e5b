import { type Command, InvalidArgumentError, Option } from "commander";
import type { Run } from "./run.ts";

/** Which workspace a command works with. */
export interface WorkspaceOptions {
  /** Profile of the configuration file, instead of what the environment or the file choose. */
  readonly profile?: string;
  /** An embedded workspace on this machine. */
  readonly local?: true;
  /** Folder in which the local workspace keeps its data; it forgets everything without one. */
  readonly data?: string;
}

/** What every command takes. */
export interface CommonOptions extends WorkspaceOptions {
  /** Results and errors for programs, no progress. */
  readonly json?: true;
  /** No progress. */
  readonly quiet?: true;
}

/** Adds the options that choose the workspace. */
export function withWorkspace(command: Command): Command {
  return command
    .addOption(new Option("--profile <name>", "profile of ~/.databrickscfg").conflicts("local"))
    .option("--local", "an embedded workspace on this machine instead of Databricks")
    .addOption(new Option("--data <dir>", "where the local workspace keeps its data").implies({ local: true }));
}

/** Adds `--json` and `--quiet`. */
export function withOutput(command: Command): Command {
  return command
    .option("--json", "JSON on standard output, errors as JSON on standard error, no progress")
    .option("-q, --quiet", "no progress on standard error");
}

/** Adds what every command takes that talks to a workspace. */
export function withCommon(command: Command): Command {
  return withOutput(withWorkspace(command));
}

/** Loads what runs commands, and does the work of one; see `perform.ts`. */
export async function perform(options: CommonOptions, work: (run: Run) => Promise<void>): Promise<void> {
  const { perform } = await import("./perform.ts");
  await perform(options, work);
}

/** Collects an option that may be given several times. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Splits names at commas. */
export function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Makes a parser of whole numbers from `least` to `most`, which throws commander's InvalidArgumentError. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new InvalidArgumentError(`expected a whole number ${range}`);
  };
}
