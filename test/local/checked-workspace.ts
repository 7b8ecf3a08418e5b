import { Ajv } from "ajv";
import { afterAll, onTestFinished } from "vitest";
import { services } from "../../generated/index.ts";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { type LocalOptions, type LocalWorkspace, startLocalWorkspace } from "../../src/local/index.ts";

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const added = new Map<string, Promise<void>>();

/** The schemas of a service and of those it refers to. */
function add(service: string): Promise<void> {
  const adding = added.get(service) ?? load(service);
  added.set(service, adding);
  return adding;
}

async function load(service: string): Promise<void> {
  const schemas = await services[service]?.schemas();
  if (!schemas) throw new Error(`no service ${service}`);
  ajv.addSchema({ $id: service, ...schemas });
  const others = [...JSON.stringify(schemas).matchAll(/"\$ref":"([a-z0-9]+)#/g)].map(([, name = ""]) => name);
  added.set(service, Promise.resolve());
  await Promise.all([...new Set(others)].map(add));
}

/**
 * Compares an answer with the specs.
 *
 * @throws Error telling where they disagree
 */
export async function checkAnswer(operation: string, service: string, answer: unknown): Promise<void> {
  await add(service);
  const schemas = await services[service]?.schemas();
  const output = schemas?.operations[operation]?.output;
  if (!output) return;
  const validate = ajv.getSchema(`${service}#/operations/${operation}/output`);
  if (validate && !validate(JSON.parse(JSON.stringify(answer ?? {})))) {
    throw new Error(`the answer of ${operation} is not what the specs say: ${ajv.errorsText(validate.errors)}`);
  }
}

/** A local workspace whose every answer is compared with the specs, with a client. */
export type CheckedWorkspace = LocalWorkspace & { readonly client: DatabricksClient };

async function open(options: LocalOptions): Promise<CheckedWorkspace> {
  const workspace = await startLocalWorkspace({
    timings: { warehouseStart: 50, clusterStart: 50, pipelineStep: 20, endpointUpdate: 50 },
    ...options,
    inspect: (operation, service, answer) =>
      "contents" in Object(answer) && operation.answer.kind !== "json"
        ? undefined
        : checkAnswer(operation.id, service, answer),
  });
  const { host, token } = workspace;
  return { ...workspace, client: new DatabricksClient({ host, token }) };
}

/** A workspace of one test: it ends with it. */
export async function checkedWorkspace(options: LocalOptions = {}): Promise<CheckedWorkspace> {
  const workspace = await open(options);
  onTestFinished(() => workspace.close());
  return workspace;
}

/** One workspace for the tests of a file that need no fresh one, opened by the first that asks: it ends with the file. */
export function sharedWorkspace(options: LocalOptions = {}): () => Promise<CheckedWorkspace> {
  let opened: Promise<CheckedWorkspace> | undefined;
  afterAll(async () => (await opened)?.close());
  return () => {
    opened ??= open(options);
    return opened;
  };
}

/** Sends a request as it is. */
export async function send(
  { host, token }: LocalWorkspace,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(host + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}
