import type { Schema } from "../model/openapi.ts";
import type { ApiModel, OperationModel } from "../model/operations.ts";
import { directRefs } from "../model/schema-refs.ts";
import { fullSchema } from "../plan/input-schema.ts";
import type { ValidatorPlan } from "../plan/validator-schemas.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";
import { validatorName, zodExpression } from "./zod.ts";

/** Checks that every file shares: integers of 64 bits, and bytes. */
const SCALARS = 'import { bytes, int64 } from "../scalars.js";';

/** `scalars.js`: what json-schema-to-zod has no words for. */
export function emitScalars(): GeneratedFile[] {
  const content = [
    HEADER,
    'import * as z from "zod";',
    "",
    // Each branch has the message too: zod shows the message of the branch when only that one nearly fits.
    'const integer = "expected an integer up to 2^53 - 1, or its digits as text";',
    "export const int64 = z.union([z.int(integer), z.string().regex(/^-?\\d{1,19}$/, integer)], integer);",
    "",
    'const content = "expected bytes, or base64 text";',
    "export const bytes = z.union([z.instanceof(Uint8Array), z.base64(content)], content);",
    "",
  ];
  const types = [
    HEADER,
    'import type { ZodType } from "zod";',
    "",
    "export declare const int64: ZodType;",
    "export declare const bytes: ZodType;",
    "",
  ];
  return [
    { path: "scalars.js", content: content.join("\n") },
    { path: "scalars.d.ts", content: types.join("\n") },
  ];
}

/** The input checks of one service, and in a leaf file those that other services use too. */
export function emitValidators(
  service: string,
  operations: readonly OperationModel[],
  plan: ValidatorPlan,
  model: ApiModel,
): GeneratedFile[] {
  const own = plan.own.get(service) ?? [];
  const shared = plan.shared.get(service) ?? [];
  const component = (name: string): Schema => model.schemas.get({ service, name });
  const constants = (names: readonly string[]): string[] =>
    names.map(
      (name) => `export const ${validatorName({ service, name })} = ${zodExpression(component(name), service)};`,
    );
  const inputs = operations.map((each) => [each.id, fullSchema(each.arguments, (schema) => schema)] as const);
  const table = inputs.map(([id, schema]) => `  ${JSON.stringify(id)}: ${zodExpression(schema, service)},`);
  const usedHere = [...own.map(component), ...inputs.map(([, schema]) => schema)];
  const main = file(`${service}/validators`, usedHere, service, new Set(own), [
    ...constants(own),
    "",
    "export const validators = {",
    ...table,
    "};",
  ]);
  main.push({
    path: `${service}/validators.d.ts`,
    content: `${HEADER}\nimport type { ZodType } from "zod";\n\nexport declare const validators: Readonly<Record<string, ZodType>>;\n`,
  });
  if (shared.length === 0) return main;
  return [
    ...main,
    ...file(`${service}/shared-validators`, shared.map(component), service, new Set(shared), constants(shared)),
  ];
}

function file(
  path: string,
  schemas: readonly Schema[],
  service: string,
  here: ReadonlySet<string>,
  lines: readonly string[],
): GeneratedFile[] {
  const elsewhere = schemas
    .flatMap((schema) => directRefs(schema, service))
    .filter((ref) => ref.service !== service || !here.has(ref.name));
  const byService = [...Map.groupBy(elsewhere, (ref) => ref.service)].sort(([a], [b]) => (a < b ? -1 : 1));
  const imports = byService.map(([owner, refs]) => {
    const names = [...new Set(refs.map(validatorName))].sort();
    return `import { ${names.join(", ")} } from "../${owner}/shared-validators.js";`;
  });
  return [
    {
      path: `${path}.js`,
      content: [HEADER, 'import * as z from "zod";', SCALARS, ...imports, "", ...lines, ""].join("\n"),
    },
  ];
}
