import { emitClient } from "./emit/client.ts";
import { emitCatalog, emitSchemas, emitTools } from "./emit/data.ts";
import type { GeneratedFile } from "./emit/generated-file.ts";
import { emitIndex } from "./emit/index.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitTypes } from "./emit/types.ts";
import { emitScalars, emitValidators } from "./emit/validators.ts";
import { loadSpecs } from "./load/load.ts";
import { type ApiModel, buildModel } from "./model/operations.ts";
import { planCatalog, planTools } from "./plan/tools.ts";
import { planValidators } from "./plan/validator-schemas.ts";

/** Every file of `generated/`, from the documents and annotations in a `specs/` directory. Writes nothing. */
export async function generate(specs: string): Promise<GeneratedFile[]> {
  const model = buildModel(loadSpecs(specs));
  const tools = planTools(model);
  const validators = planValidators(model);
  const services = await Promise.all(model.services.map((service) => emitService(service, model, tools, validators)));
  return [emitIndex(model), emitCatalog(model, planCatalog(model)), ...emitScalars(), ...services.flat()];
}

async function emitService(
  service: string,
  model: ApiModel,
  tools: ReturnType<typeof planTools>,
  validators: ReturnType<typeof planValidators>,
): Promise<GeneratedFile[]> {
  const operations = model.operations.filter((each) => each.service === service);
  const ids = new Set(operations.map(({ id }) => id));
  const document = model.documents.get(service);
  if (!document) return [];
  return [
    await emitTypes(service, document, model),
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
