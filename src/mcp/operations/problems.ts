import type { z } from "zod";
import { type CatalogEntry, services } from "../../../generated/index.ts";
import { nearest } from "../nearest.ts";
import { propertiesOf, SchemaReader } from "./schema-walk.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Most problems that are named at once. */
const shown = 12;

/**
 * Tells an agent what is wrong with the arguments of an operation: each path, what was expected there, and for an
 * unknown name the nearest allowed ones.
 */
export async function explainProblems(entry: CatalogEntry, args: unknown, issues: readonly Issue[]): Promise<string> {
  const lines = await Promise.all(issues.slice(0, shown).map((issue) => explain(entry, args, issue)));
  const rest = issues.length > shown ? [`- and ${issues.length - shown} more`] : [];
  const hint = `operation_describe with operation "${entry.id}" shows every argument.`;
  return [`Invalid arguments for ${entry.id}; nothing was sent.`, ...lines.flat(), ...rest, hint].join("\n");
}

async function explain(entry: CatalogEntry, args: unknown, issue: Issue): Promise<string[]> {
  if (issue.code === "unrecognized_keys") {
    const allowed = await namesAt(entry, issue.path);
    return issue.keys.map((key) => `- ${join([...issue.path, key])}: unknown; ${suggestion(key, allowed)}`);
  }
  if (issue.code === "invalid_union") return [explainUnion(args, issue)];
  return [`- ${join(issue.path) || "arguments"}: ${expectation(issue)}${received(args, issue.path)}`];
}

function suggestion(key: string, allowed: readonly string[]): string {
  const near = nearest(key, allowed);
  if (near.length > 0) return `did you mean ${near.join(" or ")}?`;
  return allowed.length > 0 ? `allowed: ${allowed.slice(0, 40).join(", ")}` : "no other names are allowed here";
}

/** A union fails with the problems of every branch: those of the branch that got furthest help most. */
function explainUnion(args: unknown, issue: Extract<Issue, { code: "invalid_union" }>): string {
  if (issue.message !== "Invalid input") return `- ${join(issue.path)}: ${issue.message}${received(args, issue.path)}`;
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const types = branches
    .flat()
    .flatMap((each) => (each.code === "invalid_type" && each.path.length === 0 ? [each.expected] : []));
  if (types.length === branches.length) {
    return `- ${join(issue.path)}: expected ${types.join(" or ")}${received(args, issue.path)}`;
  }
  const deepest = branches.toSorted((a, b) => depth(b) - depth(a))[0]?.[0];
  const path = [...issue.path, ...(deepest?.path ?? [])];
  return `- ${join(path)}: ${deepest ? expectation(deepest) : issue.message}${received(args, path)}`;
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}

function expectation(issue: Issue): string {
  if (issue.code === "invalid_type") return `expected ${issue.expected}`;
  if (issue.code === "invalid_value")
    return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  return issue.message;
}

function received(args: unknown, path: Path): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], args);
  if (value === undefined) return ", but it is missing";
  if (typeof value === "object")
    return `, got ${value === null ? "null" : Array.isArray(value) ? "an array" : "an object"}`;
  return `, got ${JSON.stringify(value).slice(0, 60)}`;
}

async function namesAt(entry: CatalogEntry, path: Path): Promise<string[]> {
  const schemas = await services[entry.service]?.schemas();
  const input = schemas?.operations[entry.id]?.input;
  const located = input && (await new SchemaReader(entry.service).at(input, join(path).replace(/\[\d+\]/g, "[]")));
  return located ? Object.keys(propertiesOf(located.schema)) : [];
}

function join(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
