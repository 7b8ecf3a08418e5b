import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

/** A node of a Go syntax tree, detached from the parser: comments are left out, punctuation is kept. */
export interface GoNode {
  readonly type: string;
  /** Source text of a leaf; empty for inner nodes. */
  readonly text: string;
  readonly children: readonly GoNode[];
  readonly file: string;
  /** Line in the file, counted from 1. */
  readonly line: number;
}

/** Where a node stands, for messages. */
export type Place = Pick<GoNode, "file" | "line">;

export const placeOf = ({ file, line }: GoNode): Place => ({ file, line });

/** One top-level declaration: its node, and the comment above it without the slashes. */
export interface GoDeclaration {
  readonly node: GoNode;
  readonly comment: string;
}

/** Raised for Go that the importer does not know: names file, line, and what was expected there. */
export class UnknownShapeError extends Error {
  override name = "UnknownShapeError" as const;
  constructor(at: Place, expected: string, found?: string) {
    super(`${at.file}:${at.line}: expected ${expected}${found ? `, found: ${found}` : ""}`);
  }
}

let grammar: Promise<Parser> | undefined;

function loadParser(): Promise<Parser> {
  grammar ??= (async () => {
    await Parser.init();
    const wasm = createRequire(import.meta.url).resolve("tree-sitter-go/tree-sitter-go.wasm");
    const parser = new Parser();
    parser.setLanguage(await Language.load(wasm));
    return parser;
  })();
  return grammar;
}

/** Reads Go sources. `wanted` names the declaration types to detach; the bodies of others are never walked. */
export class GoReader {
  private readonly parser: Parser;

  private constructor(parser: Parser) {
    this.parser = parser;
  }

  static async create(): Promise<GoReader> {
    return new GoReader(await loadParser());
  }

  readFile(path: string, label: string, wanted: readonly string[]): GoDeclaration[] {
    return this.readText(readFileSync(path, "utf8"), label, wanted);
  }

  readText(source: string, file: string, wanted: readonly string[]): GoDeclaration[] {
    const tree = this.parser.parse(source);
    if (!tree) throw new UnknownShapeError({ file, line: 1 }, "Go source");
    try {
      return declarations(tree.rootNode, file, wanted);
    } finally {
      tree.delete();
    }
  }
}

function declarations(root: Node, file: string, wanted: readonly string[]): GoDeclaration[] {
  if (root.hasError) throw new UnknownShapeError({ file, line: errorLine(root) }, "valid Go");
  const found: GoDeclaration[] = [];
  let comment: string[] = [];
  let commentEnd = -1;
  for (const node of root.children) {
    if (node.type === "comment") {
      if (node.startPosition.row !== commentEnd + 1) comment = [];
      comment.push(commentText(node.text));
      commentEnd = node.endPosition.row;
    } else if (node.isNamed) {
      const attached = node.startPosition.row === commentEnd + 1 ? comment.join("\n") : "";
      if (wanted.includes(node.type)) found.push({ node: detach(node, file), comment: attached });
      comment = [];
    }
  }
  return found;
}

function errorLine(node: Node): number {
  const broken = node.children.find((child) => child.hasError || child.isError || child.isMissing);
  return broken ? errorLine(broken) : node.startPosition.row + 1;
}

const commentText = (text: string): string => text.replace(/^\/\/ ?/, "");

function detach(node: Node, file: string): GoNode {
  const cursor = node.walk();
  const visit = (): GoNode => {
    const { type, line } = { type: cursor.nodeType, line: cursor.startPosition.row + 1 };
    const children: GoNode[] = [];
    const whole = type === "interpreted_string_literal" || type === "raw_string_literal";
    if (!whole && cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeType !== "\n" && cursor.nodeType !== ";") children.push(visit());
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return { type, text: children.length === 0 ? cursor.nodeText : "", children, file, line };
  };
  const detached = visit();
  cursor.delete();
  return detached;
}

/** Source text of a node, its leaves joined; good for messages and for comparing expressions. */
export function goText(node: GoNode): string {
  return node.children.length === 0 ? node.text : node.children.map(goText).join(" ").trim();
}

/** The value of a Go string literal, interpreted or raw. */
export function stringValue(node: GoNode): string {
  if (node.type === "raw_string_literal") return node.text.slice(1, -1);
  if (node.type === "interpreted_string_literal") return unquote(node, node.text);
  throw new UnknownShapeError(node, "a string literal", goText(node));
}

/** The value of a quoted string whose escapes Go and JSON share; `at` is where the error points. */
export function unquote(at: GoNode, quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === "string") return value;
  } catch {}
  throw new UnknownShapeError(at, "a quoted string", quoted);
}

/** Children that carry meaning: no comments, no punctuation. */
export function parts(node: GoNode): GoNode[] {
  return node.children.filter(
    (child) => child.type !== "comment" && /^[a-z_]+$/.test(child.type) && !KEYWORDS.has(child.type),
  );
}

const KEYWORDS = new Set([
  "func",
  "type",
  "struct",
  "interface",
  "const",
  "var",
  "return",
  "if",
  "else",
  "map",
  "switch",
  "case",
  "default",
]);

/** The first child of a type, or an error naming what was expected. */
export function child(node: GoNode, type: string): GoNode {
  const found = node.children.find((candidate) => candidate.type === type);
  if (!found) throw new UnknownShapeError(node, `a ${type} in ${node.type}`, goText(node).slice(0, 80));
  return found;
}

export function childOrNone(node: GoNode, type: string): GoNode | undefined {
  return node.children.find((candidate) => candidate.type === type);
}
