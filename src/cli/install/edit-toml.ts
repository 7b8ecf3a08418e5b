import { parse, patch, stringify } from "@decimalturn/toml-patch";
import { type Editor, type Fields, isFields, SyntaxProblem } from "./document.ts";

/** Servers are sections, what is inside of them is inline. */
const format = { inlineTableStart: 2 };

/** TOML, of which comments and layout stay. */
export const tomlEditor: Editor = {
  parse: parseToml,
  set(text, key, name, entry) {
    const fields = parseToml(text);
    const servers = isFields(fields[key]) ? fields[key] : {};
    // A patch would put a new section's fields before the first of its siblings, as dotted keys.
    if (!(name in servers) && !isInline(text, key)) return appended(text, section(key, name, entry));
    return patch(text, { ...fields, [key]: { ...servers, [name]: entry } }, format);
  },
  remove(text, key, name) {
    const fields = parseToml(text);
    const { [name]: _, ...rest } = isFields(fields[key]) ? fields[key] : {};
    const { [key]: __, ...others } = fields;
    const next = patch(text, Object.keys(rest).length > 0 ? { ...fields, [key]: rest } : others, format);
    return next.trim() === "" ? "" : next;
  },
};

function parseToml(text: string): Fields {
  try {
    const value: unknown = parse(text);
    return isFields(value) ? value : {};
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The package draws a picture: place, line, a caret, and what is wrong there.
    const [, line = "1", column = "1"] = /\((\d+), (\d+)\)/.exec(message) ?? [];
    throw new SyntaxProblem(message.split("\n").at(-1) ?? message, Number(line), Number(column));
  }
}

/** `mcp_servers = { … }`, which a section cannot add to. */
function isInline(text: string, key: string): boolean {
  return new RegExp(String.raw`^\s*"?${key}"?\s*=`, "m").test(text);
}

function section(key: string, name: string, entry: Fields): string {
  const text = stringify({ [key]: { [name]: entry } }, format);
  return text.slice(text.indexOf("\n") + 1).trim();
}

function appended(text: string, addition: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.trim() === "" ? "" : `${text.replace(/\s*$/, "")}${eol}${eol}`;
  return `${before}${addition.replaceAll("\n", eol)}${eol}`;
}
