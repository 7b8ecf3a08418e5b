import type { JsonSchema } from "../tools/tool.ts";
import { renderColumns, terminalWidth } from "./text-table.ts";

/** The arguments of an input schema as a table for people; required ones first. */
export function describeArguments(schema: JsonSchema): string {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return "No arguments.";
  return `Arguments:\n${renderFields(["name", "type", "needed", "description"], fields)}`;
}

/** A table of fields; without its last column, the description, when no field has one. */
export function renderFields(columns: readonly string[], fields: readonly (readonly string[])[]): string {
  const shown = fields.some((field) => field.at(-1) !== "") ? columns.length : columns.length - 1;
  const rows = fields.map((field) => field.slice(0, shown));
  return renderColumns(columns.slice(0, shown), rows, { width: terminalWidth(), wrap: shown === columns.length });
}

/** Name, type, `yes` when required, and description of each field. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema): string[][] {
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>)
    .map(([name, field]) => [name, typeName(field), needed.has(name) ? "yes" : "", descriptionOf(field)])
    .toSorted((a, b) => Number(b[2] === "yes") - Number(a[2] === "yes"));
}

/** A type in words: `string`, `list of object`, `A | B`. */
export function typeName({ type, items, enum: values, additionalProperties }: JsonSchema): string {
  if (Array.isArray(values)) return values.map(String).join(" | ");
  if (type === "array") return `list of ${isSchema(items) ? typeName(items) : "anything"}`;
  if (type === "object" && isSchema(additionalProperties)) return `map of ${typeName(additionalProperties)}`;
  return type === undefined ? "anything" : [type].flat().join(" | ");
}

function descriptionOf({ description }: JsonSchema): string {
  return typeof description === "string" ? description.replace(/\s+/g, " ") : "";
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}
