import { type Arguments, scalarText } from "./arguments.ts";
import type { Parameter } from "./operation.ts";

/**
 * Spells the query: arrays repeat the key, objects flatten with dots, spaces are `%20`. Zero, false and the empty
 * string are sent; undefined and null are not.
 *
 * @throws ArgumentError for a value that has no text
 */
export function queryText(parameters: readonly Parameter[], args: Arguments): string {
  return parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name }) => pairs(name, args[name]))
    .map((pair) => pair.map(encodeURIComponent).join("="))
    .join("&");
}

function pairs(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => pairs(name, item));
  if (typeof value === "object") return Object.entries(value).flatMap(([key, each]) => pairs(`${name}.${key}`, each));
  return [[name, scalarText(value, name)]];
}
