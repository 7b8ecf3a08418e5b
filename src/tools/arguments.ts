import { ArgumentError } from "../errors/argument-error.ts";

/** Arguments of a call, as they passed the tool's schema. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A required text argument. @throws ArgumentError when it is missing or empty */
export function text(args: Arguments, name: string): string {
  const value = optionalText(args, name);
  if (value === undefined) throw new ArgumentError(name, "is missing", "Pass it.");
  return value;
}

/** An optional text argument; models often send `""` for one that they leave out. */
export function optionalText(args: Arguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An optional number argument. */
export function optionalNumber(args: Arguments, name: string): number | undefined {
  const value = args[name];
  return typeof value === "number" ? value : undefined;
}
