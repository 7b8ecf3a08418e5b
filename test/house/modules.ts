import { globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "..", "..");

/** A source file of the repository. */
export interface Module {
  /** Path from the root of the repository: `src/http/query.ts`. */
  readonly path: string;
  readonly text: string;
}

/** One import of a module: from another module, a file, or a package. */
export interface Import {
  readonly from: string;
  /** Path from the root of the repository for a file of ours, else the name of a package. */
  readonly to: string;
  /** Gone when the code runs. */
  readonly typeOnly: boolean;
}

/** Modules by a glob pattern from the root of the repository. */
export const modules = (pattern: string): Module[] =>
  globSync(pattern, { cwd: ROOT })
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(ROOT, path), "utf8") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** Everything that a module imports: statements, re-exports, `import()` in code and in types. */
export function importsOf({ path, text }: Module): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier))
      found.push({ from: path, to: resolved(path, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    if (nested || ts.isSourceFile(node)) ts.forEachChild(node, visit);
  };
  const nested = text.includes("import(");
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

const resolved = (path: string, specifier: string): string =>
  specifier.startsWith(".") ? posix.normalize(posix.join(dirname(path), specifier)) : specifier;
