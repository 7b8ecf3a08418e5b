import { WireNames } from "./extensions.ts";
import type { Model } from "./go-models.ts";
import type { ServiceFacts } from "./go-service.ts";
import type { LaunchStages } from "./launch-stages.ts";
import { snakeCase } from "./naming.ts";
import type { FindModel, ParameterFacts } from "./operation-facts.ts";
import { pageTokenPagination } from "./page-token.ts";
import { modelSchema, type Schema, typeSchema } from "./schemas.ts";
import type { NamedOperation } from "./twins.ts";

/** An OpenAPI 3.1 document, as plain data. */
export type Document = { readonly [key: string]: unknown };

/** What the documents of all services share. */
export interface DocumentContext {
  readonly sdkVersion: string;
  readonly find: FindModel;
  readonly reachable: ReadonlySet<Model>;
  readonly stages: LaunchStages;
  /** Every operation of the API, kept or alias, by `<service>.<Api>.<Method>`. */
  readonly operations: ReadonlyMap<string, NamedOperation>;
  /** The id that an operation has in `specs/`: its own, or that of the operation it is an alias of. */
  readonly canonical: (id: string) => string;
}

/** Key of an operation before it has a name of its own. */
export const goKey = (service: string, api: string, method: string): string => `${service}.${api}.${method}`;

/** The OpenAPI document of one service, with the operations that were kept. */
export function serviceDocument(
  service: ServiceFacts,
  operations: readonly NamedOperation[],
  context: DocumentContext,
): Document {
  const paths = new Map<string, Record<string, unknown>>();
  for (const operation of operations) {
    const { path } = operation.facts;
    paths.set(path, {
      ...paths.get(path),
      [operation.request.verb.toLowerCase()]: operationObject(operation, context),
    });
  }
  const models = [...service.models.values()].filter((model) => context.reachable.has(model)).sort(byName);
  return {
    openapi: "3.1.0",
    info: {
      title: `Databricks ${service.name}`,
      version: context.sdkVersion,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "https://{host}", variables: { host: { default: "workspace.cloud.databricks.com" } } }],
    security: [{ bearer: [] }],
    tags: [...new Set(operations.map(({ api }) => api))].sort().map((name) => ({ name })),
    paths: Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: Object.fromEntries(models.map((model) => [model.name, modelSchema(model, service.name)])),
    },
  };
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

function operationObject(operation: NamedOperation, context: DocumentContext): Record<string, unknown> {
  const { request, facts, api, id, service } = operation;
  const stage = context.stages.get(goKey(service.name, request.api, request.method));
  return {
    operationId: id,
    tags: [api],
    summary: derivedSummary(id),
    ...(service.deprecated.has(`${request.api}.${request.method}`) && { deprecated: true }),
    ...(facts.parameters.length > 0 && {
      parameters: facts.parameters.map((each) => parameterObject(each, service.name)),
    }),
    ...requestBody(operation),
    responses: { "200": answerObject(operation) },
    "x-databricks-scope": request.scope,
    ...(stage && { "x-databricks-launch-stage": stage }),
    ...resourceName(operation),
    ...bodyArgument(operation),
    ...idempotency(operation, context),
    ...continuations(operation, context),
  };
}

/** The SDK's name of the argument that holds the body; a body that is a bare map has none there, and is `contents` here. */
function bodyArgument({ facts: { body } }: NamedOperation): Record<string, unknown> {
  if (!body || body.kind === "fields") return {};
  return { "x-databricks-body-argument": body.kind === "value" ? "contents" : body.argument };
}

/** Words for an operation until people have written better ones: the parts of its name. `jobs.runNow`: "Jobs: run now". */
export function derivedSummary(id: string): string {
  const words = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  const [api = "", method = ""] = id.split(".");
  const title = words(api);
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${words(method)}`;
}

function parameterObject(parameter: ParameterFacts, home: string): Record<string, unknown> {
  const { name, required, style, inBody, type } = parameter;
  return {
    name,
    in: parameter.in,
    ...(required && { required }),
    schema: typeSchema(type, home),
    ...(style && { "x-databricks-style": style }),
    ...(inBody && { "x-databricks-in-body": true }),
  };
}

function requestBody({ facts, service }: NamedOperation): Record<string, unknown> {
  const { body } = facts;
  if (!body) return {};
  const media = body.kind === "bytes" ? "application/octet-stream" : "application/json";
  const schema: Schema =
    body.kind === "bytes" ? { type: "string", format: "binary" } : typeSchema(body.type, service.name);
  return { requestBody: { required: true, content: { [media]: { schema } } } };
}

function answerObject({ facts, service }: NamedOperation): Record<string, unknown> {
  const { mediaType, type, headers } = facts.answer;
  return {
    description: "Success",
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map((each) => [each.name, { schema: typeSchema(each.type, service.name) }])),
    }),
    ...(mediaType && type && { content: { [mediaType]: { schema: typeSchema(type, service.name) } } }),
  };
}

function resourceName({ facts }: NamedOperation): Record<string, unknown> {
  if (!facts.resourceName) return {};
  const { argument, pattern, inBody } = facts.resourceName;
  return {
    "x-databricks-resource-name": { argument, pattern, path: facts.documentedPath, ...(inBody && { inBody: true }) },
  };
}

/** The argument that makes a repeat safe: one that the SDK fills with a random id, or a documented `idempotency_token`. */
function idempotency({ request, facts }: NamedOperation, { find }: DocumentContext): Record<string, unknown> {
  const body = facts.body?.kind === "fields" ? find(facts.body.type) : undefined;
  const fields = body?.kind === "struct" ? body.fields : [];
  const token = fields.find(({ json }) => json?.name === "idempotency_token")?.json?.name;
  const argument = request.idempotencyField ? snakeCase(request.idempotencyField) : token;
  return argument ? { "x-databricks-idempotency": argument } : {};
}

function continuations(
  operation: NamedOperation,
  { find, operations, canonical }: DocumentContext,
): Record<string, unknown> {
  const { service, request } = operation;
  const names = new WireNames(operation, find);
  const mine = ({ api, method }: { api: string; method: string }): boolean =>
    api === request.api && method === request.method;
  const iterator = service.iterators.find(mine);
  const pagination = iterator ? names.pagination(iterator) : pageTokenPagination(operation, find);
  const waiter = service.waiters.find(mine);
  const poller = waiter && service.pollers.find(({ api, name }) => api === waiter.api && name === waiter.poller);
  const longRunning = service.longRunning.find(mine);
  const polled = (method: string): NamedOperation => {
    const found = operations.get(goKey(service.name, request.api, method)) as NamedOperation;
    return { ...found, id: canonical(found.id) };
  };
  return {
    ...(pagination && { "x-databricks-pagination": pagination }),
    ...(waiter && poller && { "x-databricks-wait": names.wait(waiter, poller, polled(poller.pollMethod)) }),
    ...(longRunning && { "x-databricks-long-running": names.longRunning(longRunning, polled(longRunning.pollMethod)) }),
  };
}
