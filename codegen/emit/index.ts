import type { ApiModel } from "../model/operations.ts";
import { className } from "./client.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";
import { render } from "./templates.ts";

/** What templates/index.hbs shows. */
interface IndexView {
  readonly header: string;
  readonly services: readonly { readonly name: string }[];
  readonly apis: readonly { readonly name: string; readonly service: string; readonly className: string }[];
}

/** `generated/index.ts`: everything generated, behind dynamic imports. */
export function emitIndex(model: ApiModel): GeneratedFile {
  const homes = new Map(model.operations.map(({ api, service }) => [api, service]));
  const apis = [...homes].map(([name, service]) => ({ name, service, className: className(name) }));
  const view: IndexView = { header: HEADER, services: model.services.map((name) => ({ name })), apis };
  return { path: "index.ts", content: render("index", view) };
}
