import { ArgumentError } from "../errors/argument-error.ts";
import type { Arguments } from "./arguments.ts";
import { stringifyJson, withInt64 } from "./int64.ts";
import type { Operation } from "./operation.ts";

/** A body that can be sent any number of times. */
export interface RequestBody {
  readonly content: string | Uint8Array | Blob;
  readonly type: string;
  /** Length in bytes. */
  readonly size: number;
}

/**
 * Makes the body of a request.
 *
 * @returns undefined when the operation has none
 * @throws ArgumentError
 */
export function requestBody({ body, int64 }: Operation, args: Arguments): RequestBody | undefined {
  if (body === undefined) return undefined;
  if (body.kind === "bytes") return bytesBody(body.argument, args[body.argument]);
  const exact = withInt64(args, int64);
  const value = body.kind === "fields" ? pick(exact, body.fields) : (exact[body.argument] ?? {});
  const content = stringifyJson(value);
  return { content, type: "application/json", size: Buffer.byteLength(content) };
}

function pick(args: Arguments, names: readonly string[]): Arguments {
  return Object.fromEntries(names.filter((name) => name in args).map((name) => [name, args[name]]));
}

/** Only what can be read again from its start, so that every attempt sends all of it. */
function bytesBody(argument: string, value: unknown): RequestBody {
  const type = "application/octet-stream";
  if (value instanceof Blob) return { content: value, type, size: value.size };
  const content = typeof value === "string" ? Buffer.from(value) : value;
  if (content instanceof Uint8Array) return { content, type, size: content.byteLength };
  throw new ArgumentError(
    argument,
    "is not bytes",
    "Give a Uint8Array, a string (sent as UTF-8) or a Blob (see openAsBlob of node:fs).",
  );
}
