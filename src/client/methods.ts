import type { Caller, CallOptions, OperationCallOptions, Streamed } from "../http/caller.ts";
import type { Clock } from "../http/clock.ts";
import type {
  MethodCaller,
  MethodParameters,
  PagedMethod,
  StreamedMethod,
  WaitedMethod,
  WaitOptions,
  WholeMethod,
} from "../http/methods.ts";
import type { Operation } from "../http/operation.ts";
import { withAllTasks } from "./expand-tasks.ts";
import { iterable } from "./iterable.ts";
import { waitForOperation } from "./long-running.ts";
import { items, type ReadPage } from "./paging.ts";
import { wholeObject } from "./sub-pages.ts";
import { waitForState } from "./waiting.ts";

/** Makes the methods of generated clients: what their types promise is what `specs/` says of the operation. */
export class Methods implements MethodCaller {
  readonly #caller: Caller;
  readonly #clock: Clock;

  constructor(caller: Caller, clock: Clock) {
    this.#caller = caller;
    this.#clock = clock;
  }

  call<Result>(operation: Operation, args: object, options?: OperationCallOptions): Promise<Result> {
    return this.#caller.call(operation, args, options);
  }

  paged<Args extends object, Answer, Item>(operation: Operation): PagedMethod<Args, Answer, Item> {
    const all = (...[args, options]: MethodParameters<Args>): AsyncIterable<Item> =>
      iterable(() => this.#items<Item>(operation, args ?? {}, options));
    return Object.assign(this.#one<Args, Answer>(operation), { all });
  }

  waited<Args extends object, Answer, Polled, State, Result = Polled>(
    operation: Operation,
    poll: Operation,
  ): WaitedMethod<Args, Answer, Polled, State, Result> {
    const wait = (...[args, options]: MethodParameters<Args, WaitOptions<Polled, State>>): Promise<Result> =>
      this.#wait([operation, poll], args ?? {}, options ?? {});
    return Object.assign(this.#one<Args, Answer>(operation), { wait });
  }

  streamed<Args extends object, Answer>(operation: Operation): StreamedMethod<Args, Answer> {
    const stream = (...[args, options]: MethodParameters<Args>): Promise<Omit<Answer, "contents"> & Streamed> =>
      this.call(operation, args ?? {}, { ...options, stream: true });
    return Object.assign(this.#one<Args, Answer>(operation), { stream });
  }

  whole<Args extends object, Answer>(operation: Operation): WholeMethod<Args, Answer> {
    const whole = (...[args, options]: MethodParameters<Args>): Promise<Answer> =>
      this.#whole(operation, args ?? {}, options);
    return Object.assign(this.#one<Args, Answer>(operation), { whole });
  }

  #one<Args extends object, Answer>(operation: Operation) {
    return (...[args, options]: MethodParameters<Args>) => this.call<Answer>(operation, args ?? {}, options);
  }

  #read(operation: Operation, options?: CallOptions): ReadPage {
    return (args) => this.#caller.call(operation, args, options);
  }

  // From here on JSON comes in; that it is what the types say is the one thing that nobody checks.

  #items<Item>(operation: Operation, args: object, options?: CallOptions): AsyncGenerator<Item, void, undefined> {
    const { id, pagination } = operation;
    if (!pagination) throw new Error(`${id} is not a list`);
    const all = items(operation, pagination, this.#read(operation, options), args);
    return withAllTasks(all, operation, args, this.#caller, options) as AsyncGenerator<Item, void, undefined>;
  }

  async #wait<Polled, State, Result>(
    operations: readonly [Operation, Operation],
    args: object,
    given: WaitOptions<Polled, State>,
  ): Promise<Result> {
    const options = given as WaitOptions;
    const waiter = { caller: this.#caller, clock: this.#clock };
    const [{ id, wait, longRunning }] = operations;
    if (wait) return (await waitForState(waiter, operations, wait, args, options)) as Result;
    if (longRunning) return (await waitForOperation(waiter, operations, longRunning, args, options)) as Result;
    throw new Error(`${id} starts nothing to wait for`);
  }

  async #whole<Answer>(operation: Operation, args: object, options?: CallOptions): Promise<Answer> {
    const read = this.#read(operation, options);
    return (await wholeObject(operation, read, args, await read(args))) as Answer;
  }
}
