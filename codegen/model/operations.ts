import type { Operation, Parameter } from "../../src/http/operation.ts";
import { int64Paths } from "./int64-paths.ts";
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter, Schema } from "./openapi.ts";
import { SchemaIndex } from "./schema-refs.ts";
import type { Annotation, Specs } from "./specs.ts";

/** An operation as the pipeline sees it: the request as data, and the schemas of what goes in and comes out. */
export interface OperationModel {
  readonly id: string;
  readonly service: string;
  readonly api: string;
  readonly method: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly deprecated: boolean;
  readonly stage?: string;
  readonly wire: Operation;
  /** Flat arguments by name, in path, query, body order. */
  readonly arguments: readonly ArgumentModel[];
  /** The answer; absent when it is empty or not JSON. */
  readonly output?: Schema;
  readonly source: OpenApiOperation;
}

/** One argument of an operation. `from` tells where it travels first. */
export interface ArgumentModel {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly from: "path" | "query" | "body";
  readonly pattern?: string;
}

/** The whole API: operations in code-unit order of their ids, and the schemas they refer to. */
export interface ApiModel {
  readonly sdkVersion: string;
  readonly services: readonly string[];
  readonly operations: readonly OperationModel[];
  readonly documents: ReadonlyMap<string, OpenApiDocument>;
  readonly schemas: SchemaIndex;
  readonly aliases: ReadonlyMap<string, string>;
}

/**
 * Reads operations out of the documents.
 *
 * @throws Error for an annotation of an operation that is not there, a reference to a component that is not there, and
 * a body of another service, whose fields would lose what they refer to
 */
export function buildModel(specs: Specs): ApiModel {
  const schemas = new SchemaIndex(specs.documents);
  const operations = [...specs.documents].flatMap(([service, { paths }]) =>
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, source]) =>
        new Reader(service, path, verb, source, schemas, specs.annotations).read(),
      ),
    ),
  );
  operations.sort((a, b) => (a.id < b.id ? -1 : 1));
  refuseStrayAnnotations(operations, specs);
  const { sdkVersion, documents, aliases } = specs;
  return { sdkVersion, services: [...documents.keys()], operations, documents, schemas, aliases };
}

function refuseStrayAnnotations(operations: readonly OperationModel[], { annotations, aliases }: Specs): void {
  const known = new Set([...operations.map(({ id }) => id), ...aliases.keys()]);
  const stray = [...annotations.keys()].filter((id) => !known.has(id));
  if (stray.length > 0)
    throw new Error(`specs/annotations name operations that specs/ does not have: ${stray.join(", ")}`);
}

const VERB_RISK: Readonly<Record<string, Operation["risk"]>> = { GET: "read", HEAD: "read", DELETE: "destructive" };

class Reader {
  private readonly service: string;
  private readonly path: string;
  private readonly verb: Operation["method"];
  private readonly source: OpenApiOperation;
  private readonly schemas: SchemaIndex;
  private readonly annotation: Annotation;

  constructor(
    service: string,
    path: string,
    verb: string,
    source: OpenApiOperation,
    schemas: SchemaIndex,
    annotations: ReadonlyMap<string, Annotation>,
  ) {
    this.service = service;
    this.path = path;
    this.verb = verb.toUpperCase() as Operation["method"];
    this.source = source;
    this.schemas = schemas;
    this.annotation = annotations.get(source.operationId) ?? {};
  }

  read(): OperationModel {
    const { operationId: id, tags, summary, deprecated, "x-databricks-launch-stage": stage, responses } = this.source;
    const args = [...this.parameterArguments(), ...this.bodyArguments()];
    const output = responses["200"].content?.["application/json"]?.schema;
    return {
      id,
      service: this.service,
      api: tags[0],
      method: id.slice(id.indexOf(".") + 1),
      summary: this.annotation.summary ?? summary,
      keywords: this.annotation.keywords ?? [],
      deprecated: deprecated ?? false,
      ...(stage && { stage }),
      wire: this.wire(args),
      arguments: unique(args),
      ...(output && { output }),
      source: this.source,
    };
  }

  private wire(args: readonly ArgumentModel[]): Operation {
    const body = this.body();
    const int64 = this.int64(args);
    const { operationId: id, "x-databricks-scope": scope, "x-databricks-idempotency": idempotency } = this.source;
    return {
      id,
      method: this.verb,
      path: this.source["x-databricks-resource-name"]?.path ?? this.path,
      scope,
      risk: this.annotation.risk ?? VERB_RISK[this.verb] ?? "write",
      parameters: this.parameters(),
      ...(body && { body }),
      answer: this.answer(),
      ...(idempotency && { idempotency }),
      ...(int64.length > 0 && { int64 }),
      ...this.behaviour(),
    };
  }

  /** What a typed method does beyond one request. */
  private behaviour(): Pick<Operation, "pagination" | "wait" | "longRunning" | "subPages"> {
    const { subPages } = this.annotation;
    const { "x-databricks-wait": wait, "x-databricks-long-running": longRunning } = this.source;
    const pagination = this.pagination();
    return {
      ...(pagination && { pagination }),
      ...(wait && { wait }),
      ...(longRunning && { longRunning }),
      ...(subPages && { subPages }),
    };
  }

  /** The official SDKs make no iterator of an answer that is the list itself. */
  private pagination(): Operation["pagination"] {
    const { "x-databricks-pagination": known, responses } = this.source;
    if (known || this.verb !== "GET") return known;
    const isList = responses["200"].content?.["application/json"]?.schema?.type === "array";
    return isList ? { kind: "single", items: "" } : undefined;
  }

  private int64(args: readonly ArgumentModel[]): string[] {
    return args
      .filter(({ from }) => from === "body")
      .flatMap(({ name, schema }) => int64Paths(name, schema, this.service, this.schemas));
  }

  private parameters(): Parameter[] {
    const resource = this.source["x-databricks-resource-name"];
    const declared = this.declared().map((each) => wireParameter(each, this.schemas, this.service));
    if (!resource) return declared;
    return [
      { name: resource.argument, in: "path", required: true, style: "resource", pattern: resource.pattern },
      ...declared,
    ];
  }

  /** Parameters that are arguments: the pieces of a resource name are not, the name is. */
  private declared(): OpenApiParameter[] {
    const resource = this.source["x-databricks-resource-name"];
    const template = resource?.path ?? this.path;
    return (this.source.parameters ?? []).filter((each) => each.in === "query" || template.includes(`{${each.name}}`));
  }

  private parameterArguments(): ArgumentModel[] {
    const resource = this.source["x-databricks-resource-name"];
    const declared = this.declared().map(
      (each): ArgumentModel => ({
        name: each.name,
        required: each.required === true && each["x-databricks-style"] !== "account",
        schema: each.schema,
        from: each.in,
      }),
    );
    if (!resource) return declared;
    return [
      { name: resource.argument, required: true, schema: { type: "string" }, from: "path", pattern: resource.pattern },
      ...declared,
    ];
  }

  private bodyArguments(): ArgumentModel[] {
    const body = this.body();
    const content = this.source.requestBody?.content;
    if (!body || !content) return [];
    if (body.kind === "bytes")
      return [{ name: body.argument, required: true, schema: { type: "string", format: "binary" }, from: "body" }];
    const schema = content["application/json"]?.schema ?? {};
    if (body.kind === "argument") return [{ name: body.argument, required: true, schema, from: "body" }];
    const { schema: object, home } = this.schemas.resolve(schema, this.service);
    if (home !== this.service) throw new Error(`${this.source.operationId}: its body is a component of ${home}.json`);
    const required = new Set(object.required);
    return Object.entries(object.properties ?? {}).map(([name, each]) => ({
      name,
      required: required.has(name),
      schema: each,
      from: "body",
    }));
  }

  /** Body fields are arguments of their own unless one of them bears the name of another parameter. */
  private body(): Operation["body"] {
    const content = this.source.requestBody?.content;
    const argument = this.source["x-databricks-body-argument"];
    if (!content) return undefined;
    if (content["application/octet-stream"]) return { kind: "bytes", argument: argument ?? "contents" };
    const { schema } = this.schemas.resolve(content["application/json"]?.schema ?? {}, this.service);
    const fields = Object.keys(schema.properties ?? {});
    const taken = new Set(this.separateNames());
    if (argument && (!schema.properties || fields.some((name) => taken.has(name))))
      return { kind: "argument", argument };
    return { kind: "fields", fields };
  }

  /** Names of parameters that are not fields of the body at the same time. */
  private separateNames(): string[] {
    const resource = this.source["x-databricks-resource-name"];
    const separate = this.declared()
      .filter((each) => !each["x-databricks-in-body"])
      .map(({ name }) => name);
    return resource && !resource.inBody ? [resource.argument, ...separate] : separate;
  }

  private answer(): Operation["answer"] {
    const { content, headers } = this.source.responses["200"];
    const fields = Object.entries(headers ?? {}).map(
      ([name, { schema }]) => [name, schema.type === "integer" ? "integer" : "string"] as const,
    );
    const kind = answerKind(Object.keys(content ?? {})[0]);
    return { kind, ...(fields.length > 0 && { headers: Object.fromEntries(fields) }) };
  }
}

function answerKind(mediaType: string | undefined): Operation["answer"]["kind"] {
  if (!mediaType) return "none";
  if (mediaType === "application/json") return "json";
  return mediaType.startsWith("text/") ? "text" : "bytes";
}

/** An argument that travels in two places is one argument. */
function unique(args: readonly ArgumentModel[]): ArgumentModel[] {
  return args.filter((each, index) => args.findIndex(({ name }) => name === each.name) === index);
}

function wireParameter(parameter: OpenApiParameter, schemas: SchemaIndex, home: string): Parameter {
  const { schema } = schemas.resolve(parameter.schema, home);
  const style = parameter["x-databricks-style"] ?? (parameter.in === "path" ? ("segment" as const) : undefined);
  const type = (parameter.in === "query" ? (schema.type ?? "string") : undefined) as Parameter["type"];
  return {
    name: parameter.name,
    in: parameter.in,
    ...(parameter.required && { required: true }),
    ...(style && { style }),
    ...(type && { type }),
  };
}
