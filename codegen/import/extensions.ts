import type { IteratorFacts } from "./go-iterators.ts";
import type { Model, Struct } from "./go-models.ts";
import { UnknownShapeError } from "./go-syntax.ts";
import type { LongRunningFacts, PollerFacts, WaiterFacts } from "./go-waiters.ts";
import { camelCase, snakeCase } from "./naming.ts";
import type { FindModel } from "./operation-facts.ts";
import type { NamedOperation } from "./twins.ts";

/** `x-databricks-pagination`, in wire names. */
export interface Pagination {
  readonly kind: IteratorFacts["kind"];
  readonly items: string;
  readonly request?: string;
  readonly in?: "query" | "body";
  readonly response?: string;
  readonly zero?: string;
  readonly defaults?: Readonly<Record<string, number>>;
  readonly dedupe?: string;
}

/** `x-databricks-wait`, in wire names and wire values. */
export interface Wait {
  readonly poll: string;
  readonly arguments: Readonly<Record<string, { readonly from: "request" | "response"; readonly field: string }>>;
  readonly state: string;
  readonly message?: string;
  readonly success: readonly string[];
  readonly failure: readonly string[];
  readonly timeoutMinutes: number;
}

/** `x-databricks-long-running`. Schemas are named, not referred to: they are in the same document. */
export interface LongRunning {
  readonly poll: string;
  readonly result?: string;
  readonly metadata?: string;
}

/** Turns facts in Go names into facts in wire names, for one operation. */
export class WireNames {
  private readonly operation: NamedOperation;
  private readonly find: FindModel;

  constructor(operation: NamedOperation, find: FindModel) {
    this.operation = operation;
    this.find = find;
  }

  pagination(facts: IteratorFacts): Pagination {
    const { request: req, response: resp } = this.operation.request;
    const request = req && facts.requestField ? this.wire(req, [facts.requestField]) : undefined;
    const bodied = this.operation.facts.body !== undefined;
    const response = resp && facts.responseField ? this.wire(resp, [facts.responseField]) : undefined;
    const items = resp?.kind === "array" ? "" : resp ? this.wire(resp, [facts.itemsField]) : "";
    const defaults = Object.entries(facts.defaults).map(([field, value]) => [
      req ? this.wire(req, [field]) : field,
      value,
    ]);
    return {
      kind: facts.kind,
      items,
      ...(request && { request, in: bodied ? "body" : "query" }),
      ...(facts.kind === "next-request" && { in: "body" }),
      ...(response && { response }),
      ...(facts.zeroField && req && { zero: this.wire(req, [facts.zeroField]) }),
      ...(defaults.length > 0 && { defaults: Object.fromEntries(defaults) }),
      ...(facts.dedupeField && { dedupe: camelCase(facts.dedupeField) }),
    };
  }

  wait(waiter: WaiterFacts, poller: PollerFacts, poll: NamedOperation): Wait {
    const { request, response } = this.operation.request;
    const polled = poll.request;
    const sources = waiter.sources.map(({ from, field }, index) => {
      const origin = from === "request" ? request : response;
      const target = polled.request && this.wire(polled.request, [poller.pollFields[index] ?? ""]);
      return [target, { from, field: origin ? this.wire(origin, [field]) : field }];
    });
    if (!polled.response) throw new UnknownShapeError(polled.at, "a polled response", poller.name);
    return {
      poll: poll.id,
      arguments: Object.fromEntries(sources),
      state: this.wire(polled.response, poller.stateField),
      ...(poller.messageField && { message: this.wire(polled.response, poller.messageField) }),
      success: this.values(poller.success),
      failure: this.values(poller.failure),
      timeoutMinutes: waiter.timeoutMinutes,
    };
  }

  longRunning(facts: LongRunningFacts, poll: NamedOperation): LongRunning {
    const { result, metadata } = facts;
    return { poll: poll.id, ...(result && { result }), ...(metadata && { metadata }) };
  }

  /** `["State", "LifeCycleState"]` of a run is `state.life_cycle_state`. */
  private wire(type: NonNullable<NamedOperation["request"]["request"]>, path: readonly string[]): string {
    let model: Model | undefined = this.find(type);
    return path
      .map((goName) => {
        const field = (model as Struct | undefined)?.fields?.find((each) => each.goName === goName);
        if (!field)
          throw new UnknownShapeError(
            this.operation.request.at,
            `a field ${path.join(".")} of ${model?.name}`,
            this.operation.id,
          );
        model = this.find(field.type);
        return field.json?.name ?? field.query?.name ?? snakeCase(goName);
      })
      .join(".");
  }

  private values(constants: readonly string[]): string[] {
    const enums = [...this.operation.service.models.values()].filter((each) => each.kind === "enum");
    return constants.map((constant) => {
      const value = enums.map((each) => each.constants.get(constant)).find((each) => each !== undefined);
      if (value === undefined)
        throw new UnknownShapeError(this.operation.request.at, `an enum constant ${constant}`, this.operation.id);
      return value;
    });
  }
}
