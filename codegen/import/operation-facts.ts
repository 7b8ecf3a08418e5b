import type { Field, GoType, Model, Struct } from "./go-models.ts";
import type { PathArgument, RequestFacts, RequestPath } from "./go-requests.ts";
import { UnknownShapeError } from "./go-syntax.ts";
import { snakeCase } from "./naming.ts";
import { expandPattern, type ResourceName, resourcePattern } from "./resource-names.ts";

/** A path or query parameter with its wire name. */
export interface ParameterFacts {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly type: GoType;
  /** Set on paths of files (absolute, escaped segment by segment) and on the configured account's id. */
  readonly style?: "file" | "account";
  /** The value is a field of the body too, and travels in both. */
  readonly inBody?: true;
}

/** How the body is made: fields of the request, one object of it, raw bytes, or a value that is itself the body. */
export type BodyFacts =
  | { readonly kind: "fields"; readonly type: GoType }
  | { readonly kind: "object"; readonly argument: string; readonly type: GoType }
  | { readonly kind: "bytes"; readonly argument: string }
  | { readonly kind: "value"; readonly type: GoType };

export interface AnswerFacts {
  readonly mediaType?: string;
  readonly type?: GoType;
  readonly headers: readonly { readonly name: string; readonly type: GoType }[];
}

/** What a request looks like on the wire. */
export interface OperationFacts {
  readonly path: string;
  readonly parameters: readonly ParameterFacts[];
  readonly body?: BodyFacts;
  readonly answer: AnswerFacts;
  readonly resourceName?: ResourceName & Pick<ParameterFacts, "inBody">;
  /** The URL template as documentation shows it, with the resource name as one parameter. */
  readonly documentedPath?: string;
}

/** Finds a model by the type that names it, in any service. */
export type FindModel = (type: GoType) => Model | undefined;

/** Splits a request into path, query, body and answer. */
export function operationFacts(request: RequestFacts, find: FindModel): OperationFacts {
  const struct = structOf(request, find);
  const path = pathFacts(request, struct, find);
  const body = bodyFacts(request, struct, find);
  return {
    ...path,
    parameters: [...path.parameters, ...queryFacts(request, struct, body, find)],
    ...(body && { body }),
    answer: answerFacts(request, find),
  };
}

function structOf(request: RequestFacts, find: FindModel): Struct | undefined {
  const model = request.request && find(request.request);
  return model?.kind === "struct" ? model : undefined;
}

interface PathFacts {
  readonly path: string;
  readonly parameters: ParameterFacts[];
  readonly resourceName?: NonNullable<OperationFacts["resourceName"]>;
  readonly documentedPath?: string;
}

function pathFacts(request: RequestFacts, struct: Struct | undefined, find: FindModel): PathFacts {
  if (request.dataPlane) return { path: "", parameters: [] };
  let facts: PathFacts = { path: "", parameters: [], documentedPath: "" };
  const pieces = request.path.split("%v");
  for (const [index, piece] of pieces.entries()) {
    facts = { ...facts, path: facts.path + piece, documentedPath: facts.documentedPath + piece };
    const argument = request.pathArguments[index];
    if (argument) facts = addPathArgument(facts, argument, request, struct, find);
  }
  const { documentedPath = "", ...rest } = facts;
  return facts.resourceName ? { ...rest, documentedPath } : rest;
}

function addPathArgument(
  facts: PathFacts,
  argument: PathArgument,
  request: RequestFacts,
  struct: Struct | undefined,
  find: FindModel,
): PathFacts {
  if (argument.kind === "account") return withParameter(facts, pathParameter("account_id", "account"), "account_id");
  const field = findField(request, struct, argument.path, find);
  const name = field.json?.name ?? snakeCase(field.goName);
  const inBody = field.json && request.verb !== "GET" && request.verb !== "DELETE" ? { inBody: true as const } : {};
  if (argument.style === "file") return withParameter(facts, pathParameter(name, "file"), name);
  const pattern = resourcePattern(request, field.goName, field.comment);
  if (!pattern) return withParameter(facts, { ...pathParameter(name), type: pathType(field, find), ...inBody }, name);
  const expanded = expandPattern(pattern);
  return {
    path: facts.path + expanded.path,
    parameters: [...facts.parameters, ...expanded.parameters.map((each) => pathParameter(each))],
    resourceName: { argument: name, pattern, ...inBody },
    documentedPath: `${facts.documentedPath}{${name}}`,
  };
}

/** A path holds text, also where the SDK declares an object by mistake (`TransferOwnershipRequest.ObjectId`). */
const pathType = (field: Field, find: FindModel): GoType =>
  find(field.type)?.kind === "struct" ? { kind: "string" } : field.type;

const pathParameter = (name: string, style?: ParameterFacts["style"]): ParameterFacts => ({
  name,
  in: "path",
  required: true,
  type: { kind: "string" },
  ...(style && { style }),
});

/** The path of a file starts with its own slash: `/api/2.0/fs/files{file_path}` stays as documented. */
function withParameter(facts: PathFacts, parameter: ParameterFacts, name: string): PathFacts {
  return {
    ...facts,
    path: `${facts.path}{${name}}`,
    documentedPath: `${facts.documentedPath}{${name}}`,
    parameters: [...facts.parameters, parameter],
  };
}

function findField(request: RequestFacts, struct: Struct | undefined, path: RequestPath, find: FindModel): Field {
  let current: Model | undefined = struct;
  let field: Field | undefined;
  for (const name of path) {
    field = current?.kind === "struct" ? current.fields.find(({ goName }) => goName === name) : undefined;
    if (!field)
      throw new UnknownShapeError(
        request.at,
        `a field ${path.join(".")} of the request`,
        `${request.api}.${request.method}`,
      );
    current = find(field.type);
  }
  return field as Field;
}

function queryFacts(
  request: RequestFacts,
  struct: Struct | undefined,
  body: BodyFacts | undefined,
  find: FindModel,
): ParameterFacts[] {
  const tagged = (struct?.fields ?? []).filter(({ query, json }) => query && (!json || !body));
  const whole = !body && request.sendsRequest;
  const sent = whole ? tagged : tagged.filter(({ query }) => request.query.has(query?.name ?? ""));
  if (sent.length < tagged.length || (!whole && sent.length !== request.query.size)) {
    throw new UnknownShapeError(
      request.at,
      "every url-tagged field in queryParams",
      `${request.api}.${request.method}`,
    );
  }
  return sent.flatMap((field) => flatten(field.query?.name ?? "", field, field.query?.required ?? false, find));
}

/**
 * Objects in a query are spelled with dots, one parameter per leaf: `filter_by.statuses`. An object that holds its own
 * kind (`resource_info.parent_resource_info`) is followed once.
 */
function flatten(
  name: string,
  field: Field,
  required: boolean,
  find: FindModel,
  seen: readonly Model[] = [],
): ParameterFacts[] {
  const model = find(field.type);
  if (model?.kind !== "struct") return [{ name, in: "query", required, type: queryType(field, find) }];
  if (seen.filter((each) => each === model).length > 1) return [];
  return model.fields.flatMap((inner) => {
    const wire = inner.query ?? inner.json;
    return wire ? flatten(`${name}.${wire.name}`, inner, false, find, [...seen, model]) : [];
  });
}

/** Values of one key, or of one repeated key; maps and lists of objects have no spelling in a query. */
function queryType({ type, at, goName }: Field, find: FindModel): GoType {
  const item = type.kind === "array" ? type.items : type;
  if (item.kind === "array" || item.kind === "map" || find(item)?.kind === "struct")
    throw new UnknownShapeError(at, "a scalar, a list of scalars or an object in the query", goName);
  return type;
}

function bodyFacts(request: RequestFacts, struct: Struct | undefined, find: FindModel): BodyFacts | undefined {
  if (["GET", "DELETE", "HEAD"].includes(request.verb) || !request.sendsRequest) return undefined;
  if (request.bodyField) {
    const field = findField(request, struct, request.bodyField, find);
    const argument = field.json?.name ?? snakeCase(field.goName);
    return field.type.kind === "bytes" ? { kind: "bytes", argument } : { kind: "object", argument, type: field.type };
  }
  if (!request.request) throw new UnknownShapeError(request.at, "a request type", request.method);
  return struct ? { kind: "fields", type: request.request } : { kind: "value", type: request.request };
}

function answerFacts(request: RequestFacts, find: FindModel): AnswerFacts {
  const { response, accept } = request;
  const model = response && find(response);
  const fields = model?.kind === "struct" ? model.fields : [];
  const headers = fields.filter(({ header }) => header).map(({ header, type }) => ({ name: header ?? "", type }));
  const bytes = fields.some(({ type }) => type.kind === "bytes");
  if (bytes) return { mediaType: accept ?? "application/octet-stream", type: { kind: "bytes" }, headers };
  if (!response || (headers.length > 0 && headers.length === fields.length)) return { headers };
  return { mediaType: "application/json", type: response, headers };
}
