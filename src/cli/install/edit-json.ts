import { findNodeAtLocation, type Node, type ParseError, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import { type Editor, type Fields, isFields, SyntaxProblem } from "./document.ts";

/** JSON as such, or as editors read it: with comments and trailing commas. */
export function jsonEditor(comments: boolean): Editor {
  return {
    parse: (text) => parseJson(text, comments),
    set(text, key, name, entry) {
      const json = text.trim() === "" ? "{}\n" : text;
      const present = nodeAt(json, [key, name]);
      if (present) return spliced(json, present, printed(json, entry, 2));
      return nodeAt(json, [key]) ? inserted(json, [key], name, entry) : inserted(json, [], key, { [name]: entry });
    },
    remove: (text, key, name) => removed(text, [key], name),
  };
}

function parseJson(text: string, comments: boolean): Fields {
  if (text.trim() === "") return {};
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  const [error] = errors;
  if (error) throw problemAt(text, error.offset, inWords(printParseErrorCode(error.error)));
  if (!isFields(value)) throw problemAt(text, 0, "expected an object");
  return value;
}

function problemAt(text: string, offset: number, problem: string): SyntaxProblem {
  const before = text.slice(0, offset).split("\n");
  return new SyntaxProblem(problem, before.length, (before.at(-1)?.length ?? 0) + 1);
}

/** `CommaExpected` → `comma expected`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function nodeAt(text: string, path: readonly string[]): Node | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root && findNodeAtLocation(root, [...path]);
}

type Range = Pick<Node, "offset" | "length">;

function spliced(text: string, { offset, length }: Range, insertion: string): string {
  return text.slice(0, offset) + insertion + text.slice(offset + length);
}

/** Adds a property as the last one, on lines of its own. The edits of jsonc-parser would lay out its neighbours anew. */
function inserted(text: string, path: readonly string[], name: string, value: Fields): string {
  const parent = nodeAt(text, path);
  const depth = path.length + 1;
  const property = `${lineStart(text, depth)}${JSON.stringify(name)}: ${printed(text, value, depth)}`;
  const last = parent?.children?.at(-1);
  if (last) return spliced(text, { offset: end(last), length: 0 }, `,${property}`);
  const offset = (parent?.offset ?? 0) + 1;
  const oneLine = !text.slice(offset, parent && end(parent)).includes("\n");
  return spliced(text, { offset, length: 0 }, property + (oneLine ? lineStart(text, depth - 1) : ""));
}

function removed(text: string, path: readonly string[], name: string): string {
  const properties = nodeAt(text, path)?.children ?? [];
  const at = properties.findIndex(({ children }) => children?.[0]?.value === name);
  const [before, property, after] = [properties[at - 1], properties[at], properties[at + 1]];
  if (!property) return text;
  if (before) return without(text, end(before), end(property));
  if (after) return without(text, property.offset, after.offset);
  const [comma = ""] = /^\s*,/.exec(text.slice(end(property))) ?? [];
  const lead = /\s*$/.exec(text.slice(0, property.offset))?.[0].length ?? 0;
  return without(text, property.offset - lead, end(property) + comma.length);
}

function without(text: string, from: number, to: number): string {
  return spliced(text, { offset: from, length: to - from }, "");
}

function end({ offset, length }: Range): number {
  return offset + length;
}

/** A value in the layout of the text, at a depth of objects. */
function printed(text: string, value: Fields, depth: number): string {
  return JSON.stringify(value, null, indentOf(text)).replaceAll("\n", lineStart(text, depth));
}

function lineStart(text: string, depth: number): string {
  return (text.includes("\r\n") ? "\r\n" : "\n") + indentOf(text).repeat(depth);
}

/** As the first indented line does it. */
function indentOf(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
}
