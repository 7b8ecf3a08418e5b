import { GoPattern, interpret, type Rule } from "./go-pattern.ts";
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
  stringValue,
} from "./go-syntax.ts";

/**
 * How a list goes on after its first page, in Go field names:
 * - `token`: `request.<requestField>` takes `response.<responseField>`;
 * - `offset`: SCIM: start index counted from 1, items received are added;
 * - `page`: a page number counted from 1;
 * - `next-request`: the response holds the whole next request;
 * - `single`: everything comes at once.
 */
export interface IteratorFacts {
  readonly api: string;
  /** Public method: `List`. */
  readonly method: string;
  readonly kind: "token" | "offset" | "page" | "next-request" | "single";
  readonly itemsField: string;
  readonly requestField?: string;
  readonly responseField?: string;
  /** Field sent as zero when the caller leaves it out: zero asks the server for pages of its own size. */
  readonly zeroField?: string;
  /** Values that the first request carries when the caller gives none. */
  readonly defaults: Readonly<Record<string, number>>;
  readonly at: Place;
  /** Field by which repeated items are told apart and dropped. */
  readonly dedupeField?: string;
}

interface State {
  kind?: IteratorFacts["kind"];
  itemsField?: string;
  requestField?: string;
  responseField?: string;
  zeroField?: string;
  dedupeField?: string;
  defaults: Record<string, number>;
}

/** Reads the methods that return `listing.Iterator`. */
export class IteratorReader {
  private readonly rules: readonly Rule<State>[];

  constructor(reader: GoReader) {
    const rule = (go: string, apply: Rule<State>["apply"]): Rule<State> => ({
      pattern: new GoPattern(reader, go),
      apply,
    });
    const next = nextRequestRules(rule);
    this.rules = [...startRules(rule), ...closureRules(rule, next), ...endRules(rule)];
  }

  read(declaration: GoDeclaration): IteratorFacts | undefined {
    const { node } = declaration;
    const [, name, , result] = parts(node);
    if (!name || !result || !goText(result).startsWith("listing . Iterator")) return undefined;
    const block = child(node, "block");
    if (!goText(block).includes("listing . NewIterator")) return undefined;
    const state = interpret(block, this.rules, { defaults: {} } as State, "a statement of an iterator method");
    const { kind = "single", itemsField = "", ...rest } = state;
    return { api: apiOf(node), method: name.text, at: placeOf(node), kind, itemsField, ...rest };
  }
}

type MakeRule = (go: string, apply: Rule<State>["apply"]) => Rule<State>;

function startRules(rule: MakeRule): Rule<State>[] {
  return [
    rule("request := struct{}{}", () => {}),
    rule("request.ForceSendFields = append(request.ForceSendFields, __field)", ({ field }, state) => {
      state.zeroField = stringValue(field as GoNode);
    }),
    rule("request.__field = __number", ({ field, number }, state) => {
      state.defaults[(field as GoNode).text] = Number((number as GoNode).text);
    }),
    rule("if request.__field == 0 { request.__field = __number }", ({ field, number }, state) => {
      state.defaults[(field as GoNode).text] = Number((number as GoNode).text);
    }),
  ];
}

const nextPage = (call: string): string =>
  `getNextPage := func(ctx context.Context, req __request) (*__response, error) {
    ctx = useragent.InContext(ctx, "sdk-feature", "pagination")
    return ${call}
  }`;

function closureRules(rule: MakeRule, next: readonly Rule<State>[]): Rule<State>[] {
  return [
    rule(nextPage("a.__list(ctx, req)"), () => {}),
    rule(nextPage("a.__list(ctx)"), () => {}),
    rule("getItems := func(resp *__response) []__item { return resp.__field }", ({ field }, state) => {
      state.itemsField = (field as GoNode).text;
    }),
    rule("getNextReq := func(resp *__response) *__request { __a; __b; return &request }", ({ a, b }, state) => {
      for (const statement of [a as GoNode, b as GoNode]) {
        interpret({ ...statement, type: "block", children: [statement] }, next, state, "how a page leads to the next");
      }
    }),
  ];
}

function nextRequestRules(rule: MakeRule): Rule<State>[] {
  return [
    rule('if resp.__token == "" { return nil }', ({ token }, state) => {
      state.responseField = (token as GoNode).text;
    }),
    rule("request.__field = resp.__token", ({ field }, state) => {
      state.kind = "token";
      state.requestField = (field as GoNode).text;
    }),
    rule("if len(getItems(resp)) == 0 { return nil }", () => {}),
    rule("request.StartIndex = resp.StartIndex + int64(len(resp.Resources))", (_, state) => {
      Object.assign(state, { kind: "offset", requestField: "StartIndex", responseField: "StartIndex" });
    }),
    rule("request.Page = resp.Page + 1", (_, state) => {
      Object.assign(state, { kind: "page", requestField: "Page", responseField: "Page" });
    }),
    rule("if resp.__next == nil { return nil }", ({ next }, state) => {
      state.responseField = (next as GoNode).text;
    }),
    rule("request = *resp.__next", (_, state) => {
      state.kind = "next-request";
    }),
  ];
}

function endRules(rule: MakeRule): Rule<State>[] {
  return [
    rule("iterator := listing.NewIterator(&request, getNextPage, getItems, getNextReq)", () => {}),
    rule("iterator := listing.NewIterator(&request, getNextPage, getItems, nil)", () => {}),
    rule(
      "dedupedIterator := listing.NewDedupeIterator[__item, string](iterator, func(item __item) string { return item.__field })",
      ({ field }, state) => {
        state.dedupeField = (field as GoNode).text;
      },
    ),
    rule("return __iterator", () => {}),
  ];
}
