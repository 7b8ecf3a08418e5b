import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { OpenApiDocument, Schema } from "../model/openapi.ts";
import { parseRef, type SchemaIndex } from "../model/schema-refs.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";

/** Key of the object that stands for a reference to another service while openapi-typescript reads one document. */
const EXTERNAL = "x-external";

/**
 * Types of one service: paths, components and operations, as openapi-typescript spells them.
 *
 * @throws Error for a reference to a component that another service does not have
 */
export async function emitTypes(
  service: string,
  document: OpenApiDocument,
  schemas: SchemaIndex,
): Promise<GeneratedFile> {
  const foreign = new Set<string>();
  const local = replaceForeignRefs(document, schemas, foreign) as OpenApiDocument;
  const nodes = await openapiTS(local as unknown as OpenAPI3, {
    defaultNonNullable: false,
    transform: (schema) => spell(schema as Schema),
  });
  const body = astToString(nodes);
  const imports = [
    ...(/\bInt64\b/.test(body) ? ['import type { Int64 } from "../../src/http/int64.ts";'] : []),
    ...[...foreign].sort().map((each) => `import type { components as ${each} } from "../${each}/types.ts";`),
  ];
  return { path: `${service}/types.ts`, content: [HEADER, ...imports, body].join("\n") };
}

function replaceForeignRefs(node: unknown, schemas: SchemaIndex, foreign: Set<string>): unknown {
  if (Array.isArray(node)) return node.map((each) => replaceForeignRefs(each, schemas, foreign));
  if (typeof node !== "object" || node === null) return node;
  const ref = (node as Schema).$ref;
  if (typeof ref === "string" && !ref.startsWith("#")) {
    const { service, name } = parseRef(ref, "");
    schemas.get({ service, name });
    foreign.add(service);
    return { type: "object", [EXTERNAL]: `${service}["schemas"]["${name}"]` };
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, replaceForeignRefs(value, schemas, foreign)]),
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
