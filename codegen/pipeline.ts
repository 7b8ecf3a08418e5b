import type { OperationTool } from "../src/http/service.ts";
import { emitClient } from "./emit/client.ts";
import { emitCatalog, emitSchemas, emitTools } from "./emit/data.ts";
import type { GeneratedFile } from "./emit/generated-file.ts";
import { emitIndex } from "./emit/index.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitTypes } from "./emit/types.ts";
import { emitScalars, emitValidators } from "./emit/validators.ts";
import { loadSpecs } from "./load/load.ts";
import type { OpenApiDocument } from "./model/openapi.ts";
import { type ApiModel, buildModel } from "./model/operations.ts";
import { planCatalog, planTools } from "./plan/tools.ts";
import { planValidators, type ValidatorPlan } from "./plan/validator-schemas.ts";

/** Every file of `generated/`, from the documents and annotations in a `specs/` directory. Writes nothing. */
export async function generate(specs: string): Promise<GeneratedFile[]> {
  const model = buildModel(loadSpecs(specs));
  const tools = planTools(model);
  const validators = planValidators(model);
  const services = await Promise.all(
    [...model.documents].map(([service, document]) => emitService(service, document, model, tools, validators)),
  );
  return [emitIndex(model), emitCatalog(model, planCatalog(model)), ...emitScalars(), ...services.flat()];
}

async function emitService(
  service: string,
  document: OpenApiDocument,
  model: ApiModel,
  tools: readonly OperationTool[],
  validators: ValidatorPlan,
): Promise<GeneratedFile[]> {
  const operations = model.operations.filter((each) => each.service === service);
  const ids = new Set(operations.map(({ id }) => id));
  return [
    await emitTypes(service, document, model.schemas),
    emitOperations(service, operations),
    emitClient(service, operations),
    emitTools(
      service,
      tools.filter(({ operation }) => ids.has(operation)),
    ),
    emitSchemas(service, operations, model),
    ...emitValidators(service, operations, validators, model),
  ];
}
