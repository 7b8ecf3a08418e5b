import { type GoType, readType } from "./go-models.ts";
import { GoPattern, interpret, type Rule } from "./go-pattern.ts";
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
  UnknownShapeError,
} from "./go-syntax.ts";

/** A dotted Go expression rooted in the request: `request.Branch.Name` is `["Branch", "Name"]`. */
export type RequestPath = readonly string[];

/** What fills a `%v` of a path: the configured account, or a field of the request. */
export type PathArgument =
  | { readonly kind: "account" }
  | { readonly kind: "field"; readonly path: RequestPath; readonly style: "plain" | "file" };

/** What one method of an `impl` type sends, read from its body. */
export interface RequestFacts {
  readonly service: string;
  /** API class without its suffix: `Jobs`. */
  readonly api: string;
  /** Go method name as users know it: `RunNow` (never `internalList`). */
  readonly method: string;
  readonly at: Place;
  readonly verb: string;
  /** URL with `%v` for each argument. */
  readonly path: string;
  readonly pathArguments: readonly PathArgument[];
  readonly request?: GoType;
  /** Query parameters that the method sets itself, wire name to field. */
  readonly query: ReadonlyMap<string, RequestPath>;
  /** False when the request object is not handed to the HTTP layer at all. */
  readonly sendsRequest: boolean;
  /** Set when one field of the request is the body. */
  readonly bodyField?: RequestPath;
  readonly response?: GoType;
  readonly accept?: string;
  readonly contentType?: string;
  readonly scope: "workspace" | "account";
  /** Field that gets a random id when the caller leaves it empty. */
  readonly idempotencyField?: string;
  /** The URL and token come from another call (data plane). */
  readonly dataPlane?: true;
}

interface State {
  readonly service: string;
  readonly method: GoNode;
  verb?: string;
  path?: string;
  pathArguments: PathArgument[];
  query: Map<string, RequestPath>;
  headers: Record<string, string>;
  variables: Map<string, GoType>;
  body?: GoNode;
  out?: GoNode;
  workspace: boolean;
  idempotencyField?: string;
  dataPlane: boolean;
}

/** Reads every method of `impl.go` that sends a request; iterators are read elsewhere. */
export class RequestReader {
  private readonly rules: readonly Rule<State>[];

  constructor(reader: GoReader) {
    const rule = (go: string, apply: Rule<State>["apply"]): Rule<State> => ({
      pattern: new GoPattern(reader, go),
      apply,
    });
    this.rules = [...wireRules(rule), ...plumbingRules(rule), ...dataPlaneRules(rule)];
  }

  read(service: string, declaration: GoDeclaration): RequestFacts | undefined {
    const { node } = declaration;
    if (!sendsRequest(node)) return undefined;
    const signature = readSignature(service, node);
    const state = interpret(
      child(node, "block"),
      this.rules,
      newState(service, node),
      "a statement of a request method",
    );
    return toFacts(service, signature, state);
  }
}

type MakeRule = (go: string, apply: Rule<State>["apply"]) => Rule<State>;

function wireRules(rule: MakeRule): Rule<State>[] {
  return [
    rule("path := __url", ({ url }, state) => readPath(url as GoNode, state)),
    rule('queryParams["update_mask"] = strings.Trim(string(updateMaskJson), __quote)', () => {}),
    rule("updateMaskJson, updateMaskMarshallError := json.Marshal(__mask)", ({ mask }, state) => {
      state.query.set("update_mask", requestPath(mask as GoNode));
    }),
    rule("queryParams[__key] = __value", ({ key, value }, state) => setQuery(key as GoNode, value as GoNode, state)),
    rule("if __present { queryParams[__key] = __value }", ({ key, value }, state) =>
      setQuery(key as GoNode, value as GoNode, state),
    ),
    rule("headers[__key] = __value", ({ key, value }, state) => setHeader(key as GoNode, value as GoNode, state)),
    rule('if cfg.WorkspaceID != "" { headers["X-Databricks-Workspace-Id"] = cfg.WorkspaceID }', (_, state) => {
      state.workspace = true;
    }),
    rule('if request.__field == "" { request.__field = uuid.New().String() }', ({ field }, state) => {
      state.idempotencyField = (field as GoNode).text;
    }),
    rule("err := a.client.Do(ctx, __verb, path, headers, __query, __body, __out)", ({ verb, body, out }, state) => {
      state.verb = readVerb(verb as GoNode);
      state.body = body as GoNode;
      state.out = out as GoNode;
    }),
  ];
}

function plumbingRules(rule: MakeRule): Rule<State>[] {
  const nothing = (): void => {};
  return [
    rule("var __name __type", ({ name, type }, state) => {
      state.variables.set((name as GoNode).text, readType(state.service, type as GoNode));
    }),
    rule("queryParams := make(map[string]any)", nothing),
    rule("headers := make(map[string]string)", nothing),
    rule("cfg := a.client.Config", nothing),
    rule("if updateMaskMarshallError != nil { return nil, updateMaskMarshallError }", nothing),
    rule("if updateMaskMarshallError != nil { return updateMaskMarshallError }", nothing),
    rule("return __response, err", nothing),
    rule("return err", nothing),
  ];
}

/** The one method that asks the control plane for its URL and token first (`servingEndpointsDataPlane.query`). */
function dataPlaneRules(rule: MakeRule): Rule<State>[] {
  const nothing = (): void => {};
  return [
    rule("dpi, err := a.__info(ctx, request)", (_, state) => {
      state.dataPlane = true;
    }),
    rule("dpt, err := a.dpts.Token(ctx, dpi.EndpointUrl, dpi.AuthorizationDetails)", nothing),
    rule("if err != nil { return nil, err }", nothing),
    rule("opts := []httpclient.DoOption{}", nothing),
    rule("opts = append(opts, httpclient.WithRequestData(__body))", ({ body }, state) => {
      state.body = body as GoNode;
    }),
    rule("opts = append(opts, httpclient.WithResponseUnmarshal(__out))", ({ out }, state) => {
      state.out = out as GoNode;
    }),
    rule("opts = append(opts, httpclient.__option(__value))", nothing),
    rule("err = a.client.ApiClient().Do(ctx, __verb, dpi.EndpointUrl, opts...)", ({ verb }, state) => {
      state.verb = readVerb(verb as GoNode);
    }),
  ];
}

/** Convenience methods and iterators call other methods; only these talk to the HTTP layer. */
export function sendsRequest(method: GoNode): boolean {
  const text = goText(child(method, "block"));
  return text.includes("client . Do (") || text.includes("ApiClient ( ) . Do (");
}

interface Signature {
  readonly name: string;
  readonly request?: GoType;
}

function readSignature(service: string, method: GoNode): Signature {
  const [, name, parameters] = parts(method);
  if (!name || !parameters) throw new UnknownShapeError(method, "func (a *xImpl) Method(ctx, request)");
  const request = parts(parameters)
    .find((each) => each.children[0]?.text === "request")
    ?.children.at(-1);
  return {
    name: name.text,
    ...(request && { request: readType(service, request) }),
  };
}

/** `(a *jobsImpl)` and `(a *JobsAPI)` both belong to the API class `Jobs`. */
export function apiOf(method: GoNode): string {
  const [receiver] = parts(method);
  if (!receiver) throw new UnknownShapeError(method, "a receiver");
  return upperFirst(receiverType(receiver).replace(/(Impl|API)$/, ""));
}

function receiverType(receiver: GoNode): string {
  const [parameter] = parts(receiver);
  const type = parameter?.children.at(-1);
  if (!type) throw new UnknownShapeError(receiver, "(a *Type)", goText(receiver));
  return goText(type).replace("* ", "");
}

function newState(service: string, method: GoNode): State {
  return {
    service,
    method,
    pathArguments: [],
    query: new Map(),
    headers: {},
    variables: new Map(),
    workspace: false,
    dataPlane: false,
  };
}

function toFacts(service: string, signature: Signature, state: State): RequestFacts {
  const { method, verb, body, out } = state;
  if (!verb || !body) throw new UnknownShapeError(method, "a call of client.Do", signature.name);
  const bodyText = goText(body);
  const bodyField = ["request", "nil"].includes(bodyText) ? undefined : requestPath(body);
  const response = out && readResponse(out, state);
  return {
    service,
    api: apiOf(method),
    method: upperFirst(signature.name.replace(/^internal/, "")),
    at: placeOf(method),
    verb,
    path: state.path ?? "",
    pathArguments: state.pathArguments,
    ...(signature.request && { request: signature.request }),
    query: state.query,
    sendsRequest: bodyText !== "nil",
    ...(bodyField && { bodyField }),
    ...(response && { response }),
    ...(state.headers.Accept && { accept: state.headers.Accept }),
    ...(state.headers["Content-Type"] && { contentType: state.headers["Content-Type"] }),
    scope: state.workspace ? "workspace" : "account",
    ...(state.idempotencyField && { idempotencyField: state.idempotencyField }),
    ...(state.dataPlane && { dataPlane: true }),
  };
}

/** What the answer is read into: a variable declared before, or nothing. */
function readResponse(out: GoNode, { variables }: State): GoType | undefined {
  if (goText(out) === "nil") return undefined;
  const type = variables.get(goText(out).replace("& ", ""));
  if (!type) throw new UnknownShapeError(out, "a declared variable for the answer, or nil", goText(out));
  return type;
}

function readVerb(node: GoNode): string {
  const match = goText(node).match(/^http \. Method(Get|Post|Put|Patch|Delete|Head)$/);
  if (!match?.[1]) throw new UnknownShapeError(node, "http.Method<Verb>", goText(node));
  return match[1].toUpperCase();
}

function readPath(url: GoNode, state: State): void {
  const literal = url.children.length === 0 ? url : parts(child(url, "argument_list"))[0];
  if (!literal) throw new UnknownShapeError(url, "a path literal", goText(url));
  state.path = stringValue(literal);
  if (url === literal) return;
  state.pathArguments = parts(child(url, "argument_list")).slice(1).map(pathArgument);
  const holes = state.path.split("%v").length - 1;
  if (holes !== state.pathArguments.length) throw new UnknownShapeError(url, `${holes} path arguments`, goText(url));
}

function pathArgument(node: GoNode): PathArgument {
  const text = goText(node);
  if (text === "a . client . ConfiguredAccountID ( )") return { kind: "account" };
  if (text.startsWith("httpclient . EncodeMultiSegmentPathParameter (")) {
    const [inner] = parts(child(node, "argument_list"));
    return { kind: "field", path: requestPath(inner ?? node), style: "file" };
  }
  return { kind: "field", path: requestPath(node), style: "plain" };
}

/** The headers that say how bodies are spelled; another one would be a parameter. */
const MEDIA_HEADERS = new Set(["Accept", "Content-Type"]);

function setHeader(key: GoNode, value: GoNode, state: State): void {
  const name = stringValue(key);
  if (!MEDIA_HEADERS.has(name)) throw new UnknownShapeError(key, "the header Accept or Content-Type", name);
  state.headers[name] = stringValue(value);
}

function setQuery(key: GoNode, value: GoNode, state: State): void {
  state.query.set(stringValue(key), requestPath(value));
}

/** `request.Branch.Name` as `["Branch", "Name"]`; a leading `&` or `*` is dropped. */
export function requestPath(node: GoNode): RequestPath {
  const [root, ...path] = goText(node)
    .replace(/^[*&] /, "")
    .split(" . ");
  if (root !== "request" || path.length === 0) throw new UnknownShapeError(node, "request.<Field>", goText(node));
  return path;
}

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
