import { GoPattern, interpret, type Rule, statements } from "./go-pattern.ts";
import { apiOf } from "./go-requests.ts";
import {
  child,
  type GoDeclaration,
  type GoNode,
  type GoReader,
  goText,
  type Place,
  parts,
  placeOf,
  UnknownShapeError,
} from "./go-syntax.ts";

/** How a state is polled, in Go names: which method, where the state stands, which constants end the wait. */
export interface PollerFacts {
  readonly api: string;
  /** `WaitGetClusterRunning`. */
  readonly name: string;
  readonly pollMethod: string;
  /** Request fields of the poll, filled from the poller's arguments in this order. */
  readonly pollFields: readonly string[];
  readonly stateField: readonly string[];
  readonly messageField?: readonly string[];
  readonly at: Place;
  /** Names of enum constants. */
  readonly success: readonly string[];
  readonly failure: readonly string[];
}

/** A method after which a poller applies, and where the poll's arguments come from. */
export interface WaiterFacts {
  readonly api: string;
  readonly method: string;
  readonly poller: string;
  readonly sources: readonly { readonly from: "request" | "response"; readonly field: string }[];
  readonly timeoutMinutes: number;
  readonly at: Place;
}

/** A method that answers with a long-running operation, and what that completes with (nothing, for deletions). */
export interface LongRunningFacts {
  readonly api: string;
  readonly method: string;
  readonly pollMethod: string;
  readonly result?: string;
  readonly metadata?: string;
  readonly at: Place;
}

interface PollState {
  pollMethod?: string;
  pollFields: string[];
  response?: string;
  stateField?: string[];
  messageField?: string[];
  success: string[];
  failure: string[];
}

/** Reads `api.go`: pollers, the methods that start a wait, and long-running operations. */
export class WaiterReader {
  private readonly pollRules: readonly Rule<PollState>[];
  private readonly operationWait: GoPattern;

  constructor(reader: GoReader) {
    const rule = (go: string, apply: Rule<PollState>["apply"]): Rule<PollState> => ({
      pattern: new GoPattern(reader, go),
      apply,
    });
    this.pollRules = pollRules(rule);
    this.operationWait = new GoPattern(reader, "operation, err := a.impl.__method(ctx, __request)");
  }

  readPoller(declaration: GoDeclaration): PollerFacts | undefined {
    const { node } = declaration;
    const [, name] = parts(node);
    const block = child(node, "block");
    if (!name?.text.startsWith("Wait") || !goText(block).includes("retries . Poll [")) return undefined;
    const poll = find(block, "func_literal");
    if (!poll) throw new UnknownShapeError(block, "a polling function", name.text);
    const state = interpret(
      child(poll, "block"),
      this.pollRules,
      { pollFields: [], success: [], failure: [] },
      "a statement of a poller",
    );
    const { pollMethod, stateField } = state;
    if (!pollMethod || !stateField) throw new UnknownShapeError(poll, "a poll and a state", name.text);
    return { ...state, api: apiOf(node), name: name.text, pollMethod, stateField, at: placeOf(node) };
  }

  readWaiter(declaration: GoDeclaration): WaiterFacts | undefined {
    const { node } = declaration;
    const [, name, , result] = parts(node);
    if (!name || !result || !/^\( \* Wait\w+ \[/.test(goText(result))) return undefined;
    return { api: apiOf(node), method: name.text, at: placeOf(node), ...readStart(node) };
  }

  /** Reads a pair that the SDK keeps apart: the method, and the `Wait` of the operation type it returns. */
  readLongRunning(declarations: readonly GoDeclaration[]): LongRunningFacts[] {
    const methods = new Map(declarations.map(({ node }) => [`${apiOf(node)}.${parts(node)[1]?.text}`, node]));
    return declarations.flatMap(({ node }) => {
      const [, name, , result] = parts(node);
      const returned = result && /^\( (\w+)OperationInterface , error \)$/.exec(goText(result))?.[1];
      if (!name || !returned || apiOf(node).endsWith("Operation")) return [];
      return [this.longRunning(apiOf(node), name.text, node, methods, returned)];
    });
  }

  private longRunning(
    api: string,
    method: string,
    at: GoNode,
    methods: Map<string, GoNode>,
    returned: string,
  ): LongRunningFacts {
    const wait = methods.get(`${returned}Operation.Wait`);
    const metadata = methods.get(`${returned}Operation.Metadata`);
    if (!wait) throw new UnknownShapeError(at, `${returned}Operation.Wait`, method);
    const polls = descendants(wait)
      .map((each) => this.operationWait.match(each))
      .find(Boolean);
    if (!polls?.method) throw new UnknownShapeError(wait, "operation, err := a.impl.<Get>(…)", method);
    const [result, meta] = [resultType(wait), metadata && resultType(metadata)];
    return {
      api,
      method,
      pollMethod: polls.method.text,
      at: placeOf(at),
      ...(result && { result }),
      ...(meta && { metadata: meta }),
    };
  }
}

function pollRules(rule: (go: string, apply: Rule<PollState>["apply"]) => Rule<PollState>): Rule<PollState>[] {
  const nothing = (): void => {};
  return [
    rule("__response, err := a.__method(ctx, __request)", ({ response, method, request }, state) => {
      state.response = (response as GoNode).text;
      state.pollMethod = (method as GoNode).text;
      state.pollFields = keyedFields(request as GoNode).map(([key]) => key);
    }),
    rule("if err != nil { return nil, retries.Halt(err) }", nothing),
    rule("if callback != nil { callback(__response) }", nothing),
    rule('statusMessage := fmt.Sprintf("current status: %s", status)', nothing),
    rule("statusMessage := __message", ({ message }, state) => {
      state.messageField = fieldPath(message as GoNode, state);
    }),
    rule("if __present { statusMessage = __message }", ({ message }, state) => {
      state.messageField = fieldPath(message as GoNode, state);
    }),
    rule("status := __status", ({ status }, state) => {
      state.stateField = fieldPath(status as GoNode, state);
    }),
    { pattern: new AnySwitch(), apply: ({ statement }, state) => readCases(statement as GoNode, state) },
  ];
}

/** `switch status {…}` has any number of cases, which one pattern cannot say. */
class AnySwitch {
  match(node: GoNode): { statement: GoNode } | undefined {
    return node.type === "expression_switch_statement" ? { statement: node } : undefined;
  }
}

function readCases(node: GoNode, state: PollState): void {
  for (const each of node.children.filter(({ type }) => type === "expression_case")) {
    const values = parts(child(each, "expression_list")).map((value) => value.text);
    const halts = goText(each).includes("retries . Halt ( err )");
    (halts ? state.failure : state.success).push(...values);
  }
}

function fieldPath(node: GoNode, state: PollState): string[] {
  const [root, ...path] = goText(node).split(" . ");
  if (root !== state.response || path.length === 0)
    throw new UnknownShapeError(node, "a field of the polled response", goText(node));
  return path;
}

/** `X{A: a, B: b}` as pairs of name and value. */
function keyedFields(literal: GoNode): [string, GoNode][] {
  const list = literal.children.find(({ type }) => type === "literal_value");
  return (list ? parts(list) : []).map((element) => {
    const [key, value] = parts(element);
    if (element.type !== "keyed_element" || !key || !value)
      throw new UnknownShapeError(element, "<Field>: <value>", goText(element));
    return [goText(key), value];
  });
}

const START = "return &Wait…[R]{…, Poll: func(…) {…}, timeout: <n> * time.Minute}";

function readStart(method: GoNode): Pick<WaiterFacts, "sources" | "poller" | "timeoutMinutes"> {
  const last = statements(child(method, "block")).at(-1);
  const literal = last && find(last, "composite_literal");
  const fields = new Map(literal ? keyedFields(literal) : []);
  const [poll, timeout] = [fields.get("Poll"), fields.get("timeout")];
  const call = poll && find(poll, "call_expression");
  const [callee, args] = call ? parts(call) : [];
  const minutes = timeout && /^(\d+) \* time \. Minute$/.exec(goText(timeout))?.[1];
  const poller = callee && /^a \. (Wait\w+)$/.exec(goText(callee))?.[1];
  if (!poller || !args || !minutes) throw new UnknownShapeError(last ?? method, START);
  return { sources: pollSources(method, args), poller, timeoutMinutes: Number(minutes) };
}

/** What a poller is called with, between the context and the timeout: fields of the request or of the response. */
function pollSources(method: GoNode, args: GoNode): WaiterFacts["sources"] {
  const [, , parameters] = parts(method);
  const request = parameters && goText(parameters).match(/, (\w+) /)?.[1];
  return parts(args)
    .slice(1, -2)
    .map((each) => {
      const [root, field, ...deeper] = goText(each).split(" . ");
      if (!root || !field || deeper.length > 0)
        throw new UnknownShapeError(each, "a field of the request or of the response", goText(each));
      return { from: root === request ? ("request" as const) : ("response" as const), field };
    });
}

/** The first result of a method, when it is not the error. */
function resultType(method: GoNode): string | undefined {
  const [, , , result] = parts(method);
  const text = result && goText(result);
  if (text === "error") return undefined;
  const type = text && /^\( \* (\w+) , error \)$/.exec(text)?.[1];
  if (!type) throw new UnknownShapeError(method, "a result error or (*Type, error)", text);
  return type;
}

function find(node: GoNode, type: string): GoNode | undefined {
  return descendants(node).find((each) => each.type === type);
}

function descendants(node: GoNode): GoNode[] {
  return [node, ...node.children.flatMap(descendants)];
}
