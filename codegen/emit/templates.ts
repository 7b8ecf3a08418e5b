import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

const DIRECTORY = join(import.meta.dirname, "..", "templates");

/** Fills a template of codegen/templates. Text that the view does not have is an error, not an empty string. */
export function render<View extends object>(name: string, view: View): string {
  const source = readFileSync(join(DIRECTORY, `${name}.hbs`), "utf8");
  return Handlebars.compile<View>(source, { noEscape: true, strict: true })(view);
}

/** Text that may stand in a doc comment: it can neither close the comment nor break the line. */
export const commentSafe = (text: string): string => text.replaceAll("*/", "*\\/").replace(/[\r\n\u2028\u2029]+/g, " ");
