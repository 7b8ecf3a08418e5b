import { diffModels } from "../../../codegen/import/diff.ts";
import { importedSpecs } from "../../../codegen/import/imported-specs.ts";
import { type ApiModel, buildModel } from "../../../codegen/model/operations.ts";
import { enumeration, type GoMethod, method, struct } from "./go-source.ts";
import { importThings, type MiniService } from "./mini-sdk.ts";

/** The one method of the service that the tests of differences start from. */
export const SAVE: GoMethod = {
  name: "Save",
  verb: "Post",
  path: "/api/2.0/things/%v",
  args: ["request.ThingId"],
  request: "SaveRequest",
  response: "Saved",
};

/** Its models. */
export const MODEL =
  struct(
    "SaveRequest",
    'ThingId string json:"-" url:"-"',
    'Comment string json:"comment,omitempty"',
    'Part Part json:"part"',
  ) +
  struct(
    "Part",
    'Size int json:"size,omitempty"',
    'Mode Mode json:"mode,omitempty"',
    'All []Leaf json:"all,omitempty"',
  ) +
  struct("Leaf", 'Inner *Part json:"inner,omitempty"') +
  struct("Saved", 'Id string json:"id"', 'State State json:"state,omitempty"', 'Tags map[string]Leaf json:"tags"') +
  enumeration("Mode", { ModeA: "A", ModeB: "B" }) +
  enumeration("State", { StateOn: "ON", StateOff: "OFF" });

/** The service. */
export const BASE: MiniService = { impl: method(SAVE), model: MODEL };

/** The model of the API that a service gives. */
export const modelOf = async (service: MiniService): Promise<ApiModel> =>
  buildModel(importedSpecs((await importThings(service)).files));

/** What a change from one service to another is called, line by line, tools left out. */
export async function difference(before: MiniService, after: MiniService): Promise<string[]> {
  const changes = diffModels(await modelOf(before), await modelOf(after), { stages: false });
  return changes.map(({ part, subject, text, release }) => `${release} ${part}: ${subject} ${text}`);
}

/** The service with another text in its models. */
export const edited = (from: string, to: string): MiniService => {
  if (!MODEL.includes(from)) throw new Error(`not in the model: ${from}`);
  return { ...BASE, model: MODEL.replace(from, to) };
};
