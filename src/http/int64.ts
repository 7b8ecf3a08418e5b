import { parse, stringify } from "lossless-json";
import { ArgumentError } from "../errors/argument-error.ts";
import type { Arguments } from "./arguments.ts";

/** A 64-bit integer: a number where that is exact (up to 2^53 - 1 either way), else its decimal digits. */
export type Int64 = number | string;

/** Reads the digits of an integer without losing any. */
export function parseInt64(digits: string): Int64 {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;
}

/**
 * Parses JSON; an integer that no number can hold becomes its digits as a string.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  // Integers of up to 15 digits are exact in the native parser, which is several times faster.
  return /\d{16}/.test(text) ? parse(text, null, parseNumber) : JSON.parse(text);
}

function parseNumber(text: string): Int64 {
  return /^-?\d+$/.test(text) ? parseInt64(text) : Number(text);
}

/** Writes JSON; a bigint becomes a bare number. */
export function stringifyJson(value: unknown): string {
  return stringify(value) ?? "null";
}

/**
 * Makes the int64 fields of a request exact: strings of digits at the given paths become bigints.
 *
 * @param paths see `Operation.int64`
 * @throws ArgumentError for a number that has already lost digits
 */
export function withInt64(args: Arguments, paths: readonly string[] = []): Arguments {
  const exact: Record<string, unknown> = { ...args };
  for (const path of paths) {
    const [name = "", ...steps] = path.replaceAll("[]", ".[]").split(".");
    if (Object.hasOwn(exact, name)) exact[name] = convert(exact[name], steps, path);
  }
  return exact;
}

function convert(value: unknown, [step, ...rest]: readonly string[], path: string): unknown {
  if (step === undefined) return exactDigits(value, path);
  if (Array.isArray(value)) return step === "[]" ? value.map((item) => convert(item, rest, path)) : value;
  if (typeof value !== "object" || value === null) return value;
  const changed = Object.entries(value)
    .filter(([key]) => step === "*" || step === key)
    .map(([key, each]) => [key, convert(each, rest, path)]);
  return { ...value, ...Object.fromEntries(changed) };
}

function exactDigits(value: unknown, path: string): unknown {
  if (typeof value === "string" && /^-?\d+$/.test(value)) return BigInt(value);
  if (typeof value === "number") checkExact(value, path);
  return value;
}

/**
 * Refuses numbers that cannot stand for what the caller meant.
 *
 * @throws ArgumentError
 */
export function checkExact(value: number, path: string): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return;
  throw new ArgumentError(path, "is a number that JavaScript cannot hold exactly", "Give its digits as a string.");
}
