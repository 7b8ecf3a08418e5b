import { DatabricksClient, type DatabricksClientOptions } from "../client/databricks-client.ts";
import { Methods } from "../client/methods.ts";
import type { Caller, CallOptions, Streamed } from "../http/caller.ts";
import { systemClock } from "../http/clock.ts";
import type { Operation } from "../http/operation.ts";
import type { Destination } from "./destination.ts";
import { UsageError } from "./usage-error.ts";

/** How answers are printed. */
export interface Printing {
  /** Every item of every page, instead of one answer. */
  readonly all?: true;
  /** On one line. */
  readonly json?: true;
}

/**
 * A client that prints what Databricks answers, whole and as it comes. It stands below the tools of agents, whose
 * checks it keeps, and whose limits on results do not touch it. Callers see an empty answer.
 */
export class PrintingClient extends DatabricksClient {
  readonly #destination: Destination;
  readonly #printing: Printing;

  constructor(options: DatabricksClientOptions, destination: Destination, printing: Printing) {
    super(options);
    this.#destination = destination;
    this.#printing = printing;
  }

  override async call<Result>(operation: Operation, args: object, options: CallOptions = {}): Promise<Result> {
    const inner: Caller = { call: (...request) => super.call(...request) };
    if (this.#printing.all) await this.#printAll(inner, operation, args, options);
    else if (operation.answer.kind === "bytes" || operation.answer.kind === "text") {
      await this.#printContents(
        await inner.call<Streamed>(this.#mayPrint(operation), args, { ...options, stream: true }),
      );
    } else await this.#print(await inner.call(operation, args, options));
    return {} as Result;
  }

  async #printAll(inner: Caller, operation: Operation, args: object, options: CallOptions): Promise<void> {
    const methods = new Methods(inner, systemClock);
    if (operation.subPages) return this.#print(await methods.whole(operation)(args, options));
    if (!operation.pagination) throw new UsageError(`${operation.id} is not a list: call it without --all`);
    for await (const item of methods.paged(operation).all(args, options)) {
      await this.#destination.write(`${JSON.stringify(item)}\n`);
    }
  }

  async #print(answer: unknown): Promise<void> {
    const spaces = this.#printing.json ? undefined : 2;
    await this.#destination.write(`${JSON.stringify(answer ?? {}, null, spaces)}\n`);
  }

  async #printContents({ contents }: Streamed): Promise<void> {
    for await (const chunk of contents) await this.#destination.write(chunk);
  }

  #mayPrint(operation: Operation): Operation {
    if (operation.answer.kind === "text" || !this.#destination.isTerminal) return operation;
    throw new UsageError(
      `${operation.id} answers bytes, which are not for terminals`,
      "Pass --output FILE, or pipe it.",
    );
  }
}
