import { child, type GoNode, type GoReader, goText, UnknownShapeError } from "./go-syntax.ts";

/** What the holes of a pattern stood for, by hole name. */
export type Captures = Readonly<Record<string, GoNode>>;

/**
 * A Go statement with holes: an identifier that starts with two underscores stands for any one node
 * (`headers[__key] = __value`). Patterns and sources are parsed by the same grammar and compared as trees,
 * so white space and comments never matter.
 */
export class GoPattern {
  private readonly root: GoNode;

  constructor(reader: GoReader, statement: string) {
    const [declaration] = reader.readText(`package p\nfunc f() {\n${statement}\n}\n`, "pattern", [
      "function_declaration",
    ]);
    if (!declaration) throw new Error(`not a Go statement: ${statement}`);
    const [first] = statements(child(declaration.node, "block"));
    if (!first) throw new Error(`not a Go statement: ${statement}`);
    this.root = first;
  }

  match(node: GoNode): Captures | undefined {
    const captures: Record<string, GoNode> = {};
    return matches(this.root, node, captures) ? captures : undefined;
  }
}

function matches(pattern: GoNode, node: GoNode, captures: Record<string, GoNode>): boolean {
  const hole = holeName(pattern);
  if (hole) {
    const earlier = captures[hole];
    if (earlier) return goText(earlier) === goText(node);
    captures[hole] = node;
    return true;
  }
  if (pattern.type !== node.type || pattern.text !== node.text) return false;
  const children = node.children.filter((each) => each.type !== "comment");
  return (
    children.length === pattern.children.length &&
    pattern.children.every((each, index) => {
      const other = children[index];
      return other !== undefined && matches(each, other, captures);
    })
  );
}

/** A hole that stands alone as a statement takes any statement, else any expression, type or name. */
function holeName(pattern: GoNode): string | undefined {
  const [only] = pattern.children;
  if (pattern.type === "expression_statement" && only && pattern.children.length === 1) return holeName(only);
  return pattern.children.length === 0 && pattern.text.startsWith("__") ? pattern.text.slice(2) : undefined;
}

/** The statements of a block, in order. */
export function statements(block: GoNode): GoNode[] {
  const list = block.children.find((each) => each.type === "statement_list") ?? block;
  return list.children.filter((each) => each.type.endsWith("_statement") || each.type.endsWith("_declaration"));
}

/** A pattern with what to do when it matches. */
export interface Rule<State> {
  readonly pattern: Pick<GoPattern, "match">;
  apply(captures: Captures, state: State): void;
}

/** Reads a block statement by statement; a statement that no rule knows stops the import. */
export function interpret<State>(block: GoNode, rules: readonly Rule<State>[], state: State, what: string): State {
  for (const statement of statements(block)) {
    const matched = rules.some((rule) => {
      const captures = rule.pattern.match(statement);
      if (captures) rule.apply(captures, state);
      return captures !== undefined;
    });
    if (!matched) throw new UnknownShapeError(statement, what, goText(statement).slice(0, 160));
  }
  return state;
}
