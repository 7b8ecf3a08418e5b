import { ArgumentError } from "../errors/argument-error.ts";
import { type Arguments, scalarText } from "./arguments.ts";
import type { Parameter } from "./operation.ts";

/**
 * Fills a URL template, or a URL that ends with one. Nothing that a caller gives can leave its place in the path.
 *
 * @param accountId fills a parameter of style `account` that the caller left out
 * @throws ArgumentError for a missing value, or one that is not of the expected form
 */
export function fillPath(
  template: string,
  parameters: readonly Parameter[],
  args: Arguments,
  accountId?: string,
): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string, offset: number) => {
    const parameter = parameters.find((each) => each.in === "path" && each.name === name) ?? { name, in: "path" };
    const spelled = spell(parameter, pathText(parameter, args[name], accountId));
    return template[offset - 1] === "/" ? spelled.replace(/^\//, "") : spelled;
  });
}

function pathText({ name, style, pattern }: Parameter, value: unknown, accountId: string | undefined): string {
  const given = value ?? (style === "account" ? accountId : undefined);
  if (given !== undefined && given !== "") return scalarText(given, name);
  throw style === "account"
    ? new ArgumentError(name, "is missing", "Set DATABRICKS_ACCOUNT_ID (accountId in code) to the id of the account.")
    : new ArgumentError(name, "is missing", expectation(style, pattern));
}

function spell({ name, style, pattern }: Parameter, text: string): string {
  const refuse = (problem: string): never => {
    throw new ArgumentError(name, problem, expectation(style, pattern));
  };
  checkSafe(text, refuse);
  if (style !== "file" && style !== "resource") return encodeURIComponent(text);
  if (style === "file" && !text.startsWith("/")) refuse("is not an absolute path");
  const segments = text.replace(style === "file" ? /^\/+/ : "", "").split("/");
  // A directory may end with a slash.
  const inner = style === "file" && segments.length > 1 && segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  if (inner.includes("")) refuse("has an empty segment");
  if (style === "resource" && pattern && !matches(pattern.split("/"), segments))
    refuse("does not have the expected form");
  return (style === "file" ? "/" : "") + segments.map(encodeURIComponent).join("/");
}

/** `..` would be resolved by URL parsers, percent-encoded or not, and so reach another endpoint. */
function checkSafe(text: string, refuse: (problem: string) => never): void {
  if (/[\\\p{Cc}]/u.test(text)) refuse("holds a backslash or a control character");
  const decoded = text.replace(/%2e/gi, ".").replace(/%2f|%5c/gi, "/");
  if (decoded.split("/").some((segment) => segment === "." || segment === "..")) refuse('has a segment "." or ".."');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern[0] === "{...}") {
    const tail = pattern.slice(1);
    return segments.length >= tail.length && matches(tail, segments.slice(segments.length - tail.length));
  }
  return (
    pattern.length === segments.length &&
    pattern.every((each, index) => segmentPattern(each).test(segments[index] ?? ""))
  );
}

function segmentPattern(pattern: string): RegExp {
  const literals = pattern.split(/\{[^{}]+\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literals.join(".+?")}$`, "s");
}

function expectation(style: Parameter["style"], pattern: string | undefined): string {
  if (style === "file") return "Give an absolute path such as /Volumes/catalog/schema/volume/file.";
  if (style === "resource") return `Give a resource name of the form ${pattern ?? "collection/id"}.`;
  return 'Give an id or name that is not empty, "." or "..".';
}
