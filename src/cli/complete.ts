import type { Argument, Command, Option } from "commander";
import { type Candidate, candidatesFor, type Place } from "./candidates.ts";
import { write } from "./output.ts";

/** What may stand in a place, and what the shell shall do beside it. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** `files` and `dirs`: offer paths; `nospace`: the word goes on. */
  readonly directive?: "files" | "dirs" | "nospace";
}

/** Where the cursor is. */
interface Position {
  readonly command: Command;
  /** Arguments of the command so far. */
  readonly given: readonly string[];
  /** The option whose value comes next. */
  readonly option: Option | undefined;
}

/** Prints what can stand for the last word, for the scripts of `completion-scripts.ts`. */
export async function printCandidates(program: Command, words: readonly string[]): Promise<void> {
  const { candidates, directive = "" } = await complete(program, words);
  const lines = candidates.map(({ value, about = "" }) => `${value}\t${about.replace(/\s+/g, " ")}`);
  await write([...lines, `:${directive}\n`].join("\n"));
}

/** Finds what can stand for the last of the words. A configuration that cannot be read has no candidates. */
export async function complete(program: Command, words: readonly string[]): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const position = locate(program, words.slice(0, -1));
  const [, name = "", value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  const assigned = value === undefined ? undefined : optionOf(position.command, name);
  if (assigned) {
    const { candidates, ...rest } = await fill(position, assigned, value ?? "");
    return { candidates: candidates.map((each) => ({ ...each, value: `${name}=${each.value}` })), ...rest };
  }
  if (position.option) return fill(position, position.option, current);
  if (current.startsWith("-")) return { candidates: startingWith(current, optionsOf(position.command)) };
  return completeArgument(position, current);
}

function locate(program: Command, words: readonly string[]): Position {
  let command = program;
  let given: string[] = [];
  let option: Option | undefined;
  for (const word of words) {
    const sub: Command | undefined =
      given.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
    if (option) option = undefined;
    else if (word.startsWith("-")) option = awaiting(command, word);
    else if (sub) [command, given] = [sub, []];
    else given.push(word);
  }
  return { command, given, option };
}

/** The option that takes the next word as its value. */
function awaiting(command: Command, word: string): Option | undefined {
  const option = optionOf(command, word);
  return option?.required ? option : undefined;
}

function optionOf(command: Command, flag: string): Option | undefined {
  return withDefault(command).find(({ long, short }) => flag === long || flag === short);
}

/** Without a command's name, the options are those of the default command, too. */
function withDefault(command: Command): readonly Option[] {
  const serve = command.parent ? undefined : command.commands.find((each) => each.name() === "serve");
  return [...command.createHelp().visibleOptions(command), ...(serve?.options ?? [])];
}

function optionsOf(command: Command): Candidate[] {
  return withDefault(command).map(({ long, short, description }) => ({
    value: long ?? short ?? "",
    about: description,
  }));
}

async function completeArgument({ command, given, option }: Position, current: string): Promise<Completion> {
  const commands = given.length === 0 ? command.createHelp().visibleCommands(command) : [];
  const names = commands.map((each) => ({ value: each.name(), about: each.description() }));
  const argument: Argument | undefined = command.registeredArguments[given.length];
  const rest = argument ? await fill({ command, given, option }, argument, current) : { candidates: [] };
  return { ...rest, candidates: [...startingWith(current, names), ...rest.candidates] };
}

async function fill({ command, given }: Position, place: Option | Argument, current: string): Promise<Completion> {
  if (place.argChoices)
    return {
      candidates: startingWith(
        current,
        place.argChoices.map((value) => ({ value })),
      ),
    };
  const name = "attributeName" in place ? place.attributeName() : place.name();
  const at: Place = { name, given, command: command.name(), current };
  const { candidates, ...rest } = await candidatesFor(at);
  return { candidates: startingWith(current, candidates), ...rest };
}

function startingWith(current: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(current));
}
