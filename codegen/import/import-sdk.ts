import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, type DocumentContext, goKey, serviceDocument } from "./document.ts";
import type { GoType, Model } from "./go-models.ts";
import { readServices, type ServiceFacts } from "./go-service.ts";
import { UnknownShapeError } from "./go-syntax.ts";
import { type LaunchStages, readLaunchStages } from "./launch-stages.ts";
import { apiNames, camelCase } from "./naming.ts";
import { type FindModel, operationFacts } from "./operation-facts.ts";
import { reachableModels } from "./reachable.ts";
import { refuseUnknownPatterns } from "./resource-names.ts";
import { type Alias, alignTemplates, type NamedOperation, resolveTwins } from "./twins.ts";

/** A file of `specs/`, not yet written. */
export interface SpecFile {
  /** Name inside `specs/`. */
  readonly name: string;
  readonly content: string;
}

/** Reads the SDK (and the CLI, for launch stages) and spells every document of `specs/`, and the lock that pins them. */
export async function importSdk(sdk: string, cli?: string): Promise<SpecFile[]> {
  const services = await readServices(sdk);
  const operations = nameOperations(services, modelFinder(services));
  for (const { name, requests } of services)
    refuseUnknownPatterns(
      requests,
      (request) => operations.get(goKey(name, request.api, request.method))?.facts.resourceName?.pattern,
    );
  const { kept, aliases } = resolveTwins(alignTemplates([...operations.values()]));
  const stages = cli ? await readLaunchStages(cli, sdk, (method) => operations.has(method)) : new Map<string, string>();
  const chosen = new Map(aliases.map(({ id, of }) => [id, of]));
  const find = modelFinder(services);
  const context: DocumentContext = {
    sdkVersion: sdkVersion(sdk),
    find,
    reachable: reachableModels(kept, find),
    stages,
    operations,
    canonical: (id) => chosen.get(id) ?? id,
  };
  const documents = services.map((service) => document(service, kept, context)).filter((each) => each !== undefined);
  return [...documents, lockFile(documents, { sdk, operations: kept, aliases, stages })];
}

function modelFinder(services: readonly ServiceFacts[]): FindModel {
  const byService = new Map(services.map(({ name, models }) => [name, models]));
  return (type: GoType): Model | undefined =>
    type.kind === "named" ? byService.get(type.service)?.get(type.name) : undefined;
}

function nameOperations(services: readonly ServiceFacts[], find: FindModel): Map<string, NamedOperation> {
  const apiName = apiNames(services);
  return new Map(
    services.flatMap((service) =>
      service.requests.map((request) => {
        const api = apiName(service.name, request.api);
        const named: NamedOperation = {
          id: `${api}.${camelCase(request.method)}`,
          api,
          service,
          request,
          facts: operationFacts(request, find),
        };
        return [goKey(service.name, request.api, request.method), named] as const;
      }),
    ),
  );
}

/** The version is a Go constant; the file holds nothing else. */
function sdkVersion(sdk: string): string {
  const source = readFileSync(join(sdk, "version", "version.go"), "utf8");
  const [, version] = source.split('"');
  if (!version) throw new UnknownShapeError({ file: "version/version.go", line: 1 }, 'const Version = "<version>"');
  return version;
}

/** A service of which another one superseded every operation has no document. */
function document(
  service: ServiceFacts,
  kept: readonly NamedOperation[],
  context: DocumentContext,
): SpecFile | undefined {
  const operations = kept.filter((each) => each.service === service);
  if (operations.length === 0) return undefined;
  return { name: `${service.name}.json`, content: toJson(serviceDocument(service, operations, context)) };
}

const toJson = (document: Document): string => `${JSON.stringify(document, null, 2)}\n`;

interface LockInput {
  readonly sdk: string;
  readonly operations: readonly NamedOperation[];
  readonly aliases: readonly Alias[];
  readonly stages: LaunchStages;
}

function lockFile(documents: readonly SpecFile[], { sdk, operations, aliases, stages }: LockInput): SpecFile {
  const account = operations.filter(({ request }) => request.scope === "account").length;
  const lock = {
    sdk: { repository: "databricks/databricks-sdk-go", version: sdkVersion(sdk) },
    specSha: readFileSync(join(sdk, ".codegen", "_openapi_sha"), "utf8").trim(),
    counts: {
      sdkOperations: operations.length + aliases.length,
      operations: operations.length,
      aliases: aliases.length,
      workspace: operations.length - account,
      account,
      launchStages: stages.size,
    },
    documents: Object.fromEntries(
      documents.map(({ name, content }) => [name, createHash("sha256").update(content).digest("hex")]),
    ),
    aliases: Object.fromEntries(aliases.map(({ id, of, reason }) => [id, { of, reason }])),
  };
  return { name: "lock.json", content: toJson(lock) };
}
