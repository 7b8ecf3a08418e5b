import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { OpenApiDocument, Schema } from "../model/openapi.ts";
import type { ApiModel } from "../model/operations.ts";
import { parseRef } from "../model/schema-refs.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";

/** Key that stands for a reference to another service while openapi-typescript reads one document. */
const EXTERNAL = "x-external";

/** Types of one service: paths, components and operations, as openapi-typescript spells them. */
export async function emitTypes(service: string, document: OpenApiDocument, model: ApiModel): Promise<GeneratedFile> {
  const foreign = new Set<string>();
  const local = replaceForeignRefs(document, service, foreign) as OpenApiDocument;
  const nodes = await openapiTS(local as unknown as OpenAPI3, {
    defaultNonNullable: false,
    transform: (schema) => spell(schema as Schema),
  });
  for (const each of foreign)
    if (!model.documents.has(each)) throw new Error(`${service}.json refers to ${each}.json, which is not there`);
  const body = astToString(nodes);
  const imports = [
    ...(body.includes("Int64") ? ['import type { Int64 } from "../../src/http/int64.ts";'] : []),
    ...[...foreign]
      .filter((each) => body.includes(`${each}["schemas"]`))
      .sort()
      .map((each) => `import type { components as ${each} } from "../${each}/types.ts";`),
  ];
  return { path: `${service}/types.ts`, content: [HEADER, ...imports, body].join("\n") };
}

function replaceForeignRefs(node: unknown, home: string, foreign: Set<string>): unknown {
  if (Array.isArray(node)) return node.map((each) => replaceForeignRefs(each, home, foreign));
  if (typeof node !== "object" || node === null) return node;
  const ref = (node as Schema).$ref;
  if (typeof ref === "string" && !ref.startsWith("#")) {
    const { service, name } = parseRef(ref, home);
    foreign.add(service);
    return { [EXTERNAL]: `${service}["schemas"]["${name}"]` };
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, replaceForeignRefs(value, home, foreign)]),
  );
}

/**
 * Types that openapi-typescript would spell otherwise: integers of 64 bits keep their digits, enums stay open since
 * servers know values before we do, and bytes are bytes.
 */
function spell(schema: Schema): ts.TypeNode | undefined {
  const external = schema[EXTERNAL];
  if (typeof external === "string") return named(external);
  if (schema.format === "int64") return named("Int64");
  if (schema.format === "binary") return named("Uint8Array");
  if (schema.enum) return named(`${schema.enum.map((value) => JSON.stringify(value)).join(" | ")} | (string & {})`);
  return undefined;
}

/** A type by its text: the factory prints what it is given. */
const named = (text: string): ts.TypeNode => ts.factory.createTypeReferenceNode(text);
