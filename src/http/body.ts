import { ArgumentError } from "../errors/argument-error.ts";
import type { Arguments } from "./arguments.ts";
import { stringifyJson, withInt64 } from "./int64.ts";
import { OneShot } from "./one-shot.ts";
import type { Operation } from "./operation.ts";

/** What a body is made of. */
export type Content = string | Uint8Array | Blob | AsyncIterable<Uint8Array>;

/**
 * Bytes to send. A stream can be sent once; the others are sent again where that is safe. A text is sent as UTF-8; a file
 * need not be read into memory (`openAsBlob` of node:fs).
 */
export type Bytes =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/** The body of a request. All but a `OneShot` can be sent any number of times. */
export interface RequestBody {
  readonly content: string | Uint8Array | Blob | OneShot;
  readonly type: string;
  /** Length in bytes; absent when it is not known before the end. */
  readonly size?: number;
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

function bytesBody(argument: string, value: unknown): RequestBody {
  const type = "application/octet-stream";
  if (value instanceof Blob) return { content: value, type, size: value.size };
  const content = typeof value === "string" ? Buffer.from(value) : value;
  if (content instanceof Uint8Array) return { content, type, size: content.byteLength };
  if (isAsyncIterable(content)) return { content: new OneShot(argument, content), type };
  throw new ArgumentError(
    argument,
    "is not bytes",
    "Give a Uint8Array, a string (sent as UTF-8), a Blob (see openAsBlob of node:fs) or a stream of such.",
  );
}

/** A `ReadableStream` of the web is one, and so is one of Node. */
function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
