import { ArgumentError } from "../errors/argument-error.ts";
import { checkExact } from "./int64.ts";
import type { Operation } from "./operation.ts";

/** Arguments by wire name: path, query and body together. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Checks that every argument has a place in the request, drops undefined ones, and fills the idempotency argument.
 *
 * @throws ArgumentError
 */
export function completeArguments(operation: Operation, args: object): Arguments {
  const given: Arguments = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const known = argumentNames(operation);
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new ArgumentError(
      unknown,
      `is unknown to ${operation.id}`,
      `Use ${[...known].join(", ") || "no arguments"}.`,
    );
  }
  const { idempotency } = operation;
  return idempotency && !given[idempotency] ? { ...given, [idempotency]: crypto.randomUUID() } : given;
}

function argumentNames({ parameters, body }: Operation): Set<string> {
  const inBody = body?.kind === "fields" ? body.fields : body ? [body.argument] : [];
  return new Set([...parameters.map(({ name }) => name), ...inBody]);
}

/**
 * The text of a path or query value.
 *
 * @throws ArgumentError for a value that has none
 */
export function scalarText(value: unknown, argument: string): string {
  if (typeof value === "number") checkExact(value, argument);
  const isScalar = ["string", "number", "bigint", "boolean"].includes(typeof value);
  const text = isScalar ? String(value) : "";
  if (isScalar && !/\p{Cs}/u.test(text)) return text;
  throw new ArgumentError(argument, "has no text", "Give a string, a number or a boolean.");
}
