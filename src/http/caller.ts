import type { HeaderFields } from "./headers.ts";
import type { Operation } from "./operation.ts";

/** What a caller may say about one call, beside its arguments. */
export interface CallOptions {
  /** Ends the call, waits included, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The time in which the call must end, in milliseconds: waits, retries and the answer's body together. */
  readonly deadlineMs?: number;
  /** Sent beside the usual headers, such as `traceparent`; they win over those of the client. Not `Authorization`. */
  readonly headers?: HeaderFields;
}

/** The same for operations given as data. */
export interface OperationCallOptions extends CallOptions {
  /**
   * Gives the `contents` of an answer of bytes or text as a `ReadableStream` of bytes; see `Streamed`. It must be read
   * to its end or cancelled; the signal and the deadline end it too.
   */
  readonly stream?: boolean;
}

/** An answer of bytes or text that is read as it comes, beside its header fields. */
export interface Streamed {
  /** Fails with TransportError when the connection breaks. */
  readonly contents: ReadableStream<Uint8Array>;
}

/** Makes the request that an operation and its arguments describe. Generated clients know nothing else. */
export interface Caller {
  /**
   * Sends one operation and reads its answer.
   *
   * @param operation which request, from `generated/<service>/operations.ts`
   * @param args arguments by wire name: path, query and body together
   * @throws ArgumentError before anything is sent; AuthError without credentials; ApiError for an error answer;
   * TransportError without an answer; OneShotBodyError when a stream would have to be sent again
   */
  call<Result>(operation: Operation, args: object, options?: OperationCallOptions): Promise<Result>;
}
