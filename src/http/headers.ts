import { ArgumentError } from "../errors/argument-error.ts";

/** Header fields by name. */
export type HeaderFields = Readonly<Record<string, string>>;

/** Headers that say how the body travels, or who asks: one part of the request decides about each. */
const reserved = ["authorization", "connection", "content-length", "host", "transfer-encoding"];

/**
 * Checks headers that a caller adds.
 *
 * @returns the same by name in lower case
 * @throws ArgumentError for one that cannot be sent, or that is not the caller's to set
 */
export function checkedHeaders(fields: HeaderFields = {}): HeaderFields {
  const entries = Object.entries(fields).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  for (const [name, value] of entries) {
    if (reserved.includes(name)) {
      throw new ArgumentError(`headers.${name}`, "cannot be set", "It follows from the settings and the body.");
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new ArgumentError(
        `headers.${name}`,
        "is no header",
        "Give names and values that HTTP allows, on one line.",
      );
    }
  }
  return Object.fromEntries(entries);
}
