import type { OperationModel } from "../model/operations.ts";
import { answerType, argsType } from "./method-types.ts";

/** A method that the caller makes, of one kind: `Caller.maker<types>(requests)`, and what to say of it. */
export interface MadeMethod {
  readonly kind: "PagedMethod" | "WaitedMethod" | "StreamedMethod" | "WholeMethod";
  readonly maker: "paged" | "waited" | "streamed" | "whole";
  /** Type arguments of the kind and of its maker. */
  readonly types: readonly string[];
  readonly requests: readonly string[];
  readonly doc: string;
}

/** The kinds of method that an operation is beyond one request; mostly none. */
export function madeMethods(operation: OperationModel, byId: ReadonlyMap<string, OperationModel>): MadeMethod[] {
  const { wire } = operation;
  return [
    ...(wire.pagination ? [paged(operation, wire.pagination.items)] : []),
    ...(wire.wait ? [waited(operation, pollOf(operation, wire.wait.poll, byId), wire.wait.state)] : []),
    ...(wire.longRunning ? [longRunning(operation, pollOf(operation, wire.longRunning.poll, byId))] : []),
    ...(["bytes", "text"].includes(wire.answer.kind) ? [streamed(operation)] : []),
    ...(wire.subPages ? [whole(operation)] : []),
  ];
}

/** @throws Error when the service has no such operation */
function pollOf(
  { id, service }: OperationModel,
  poll: string,
  byId: ReadonlyMap<string, OperationModel>,
): OperationModel {
  const found = byId.get(poll);
  if (!found) throw new Error(`${id} is waited for with ${poll}, which ${service}.json does not have`);
  return found;
}

function paged(operation: OperationModel, items: string): MadeMethod {
  const answer = answerType(operation);
  const list = items ? field(answer, items) : answer;
  return {
    kind: "PagedMethod",
    maker: "paged",
    types: [argsType(operation), answer, `${list}[number]`],
    requests: [request(operation)],
    doc: `\`.all()\` reads ${items ? `the \`${items}\` of ` : ""}every page.`,
  };
}

function waited(operation: OperationModel, poll: OperationModel, state: string): MadeMethod {
  const polled = answerType(poll);
  return {
    kind: "WaitedMethod",
    maker: "waited",
    types: [argsType(operation), answerType(operation), polled, state.split(".").reduce(field, polled)],
    requests: [request(operation), request(poll)],
    doc: `\`.wait()\` returns the last answer of \`${poll.id}\`.`,
  };
}

function longRunning(operation: OperationModel, poll: OperationModel): MadeMethod {
  const { result, metadata = "" } = operation.wire.longRunning ?? {};
  const polled = `${answerType(poll)} & { metadata?: ${component(metadata)} }`;
  return {
    kind: "WaitedMethod",
    maker: "waited",
    types: [
      argsType(operation),
      answerType(operation),
      polled,
      '"RUNNING" | "DONE"',
      result ? component(result) : "void",
    ],
    requests: [request(operation), request(poll)],
    doc: `\`.wait()\` returns ${result ? `the \`${result}\`` : "when it is done"}.`,
  };
}

function streamed(operation: OperationModel): MadeMethod {
  return {
    kind: "StreamedMethod",
    maker: "streamed",
    types: [argsType(operation), answerType(operation)],
    requests: [request(operation)],
    doc: "`.stream()` gives its `contents` as they come.",
  };
}

function whole(operation: OperationModel): MadeMethod {
  return {
    kind: "WholeMethod",
    maker: "whole",
    types: [argsType(operation), answerType(operation)],
    requests: [request(operation)],
    doc: "`.whole()` reads the lists of every page.",
  };
}

const request = ({ id }: OperationModel): string => `requests[${JSON.stringify(id)}]!`;

const component = (name: string): string => `components["schemas"]["${name}"]`;

/** The type of a field of an object, neither of them absent. */
const field = (object: string, name: string): string => `NonNullable<${object}[${JSON.stringify(name)}]>`;
