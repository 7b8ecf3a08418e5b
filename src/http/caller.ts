import type { Operation } from "./operation.ts";

/** What a caller may say about one call, beside its arguments. */
export interface CallOptions {
  /** Ends the call, waits included, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Makes the request that an operation and its arguments describe. Generated clients know nothing else. */
export interface Caller {
  /**
   * Sends one operation and reads its answer.
   *
   * @param operation which request, from `generated/<service>/operations.ts`
   * @param args arguments by wire name: path, query and body together
   * @throws ArgumentError before anything is sent; ApiError for an error answer; TransportError without an answer
   */
  call<Result>(operation: Operation, args: object, options?: CallOptions): Promise<Result>;
}
