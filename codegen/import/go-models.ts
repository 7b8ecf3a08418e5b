import {
  child,
  childOrNone,
  type GoDeclaration,
  type GoNode,
  goText,
  type Place,
  parts,
  placeOf,
  stringValue,
  UnknownShapeError,
  unquote,
} from "./go-syntax.ts";

/** A Go type, in the terms of JSON. `named` points to a struct, enum or alias, perhaps of another service. */
export type GoType =
  | { readonly kind: Scalar }
  | { readonly kind: "array" | "map"; readonly items: GoType }
  | { readonly kind: "named"; readonly service: string; readonly name: string };

type Scalar =
  | "string"
  | "boolean"
  | "integer"
  | "int64"
  | "number"
  | "any"
  | "timestamp"
  | "duration"
  | "fieldMask"
  | "bytes";

/** Where a field travels and under which name. A field may be in the JSON body, the query, a header, or (none of them) the path. */
export interface Field {
  readonly goName: string;
  readonly type: GoType;
  readonly json?: { readonly name: string; readonly required: boolean };
  readonly query?: { readonly name: string; readonly required: boolean };
  readonly header?: string;
  readonly comment: string;
  readonly at: Place;
}

export interface Struct {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Enum {
  readonly kind: "enum";
  readonly name: string;
  /** Go constant to the value on the wire, in source order. */
  readonly constants: ReadonlyMap<string, string>;
}

export interface Alias {
  readonly kind: "alias";
  readonly name: string;
  readonly type: GoType;
}

export type Model = Struct | Enum | Alias;

/** The declarations a model file is made of; functions there only marshal. */
export const MODEL_DECLARATIONS = ["type_declaration", "const_declaration"] as const;

/** Reads the structs, enums and aliases of one service. */
export function readModels(service: string, declarations: readonly GoDeclaration[]): Map<string, Model> {
  const models = new Map<string, Model>();
  const enumValues: EnumValues = new Map();
  for (const { node } of declarations) {
    if (node.type === "const_declaration") addEnumValue(node, enumValues);
    else for (const spec of parts(node)) addType(service, spec, models);
  }
  return new Map([...models].map(([name, model]) => [name, withValues(model, enumValues)]));
}

type EnumValues = Map<string, Map<string, string>>;

/** A string alias that has constants is an enum. */
function withValues(model: Model, enumValues: EnumValues): Model {
  const constants = enumValues.get(model.name);
  return constants ? { kind: "enum", name: model.name, constants } : model;
}

function addEnumValue(node: GoNode, enumValues: EnumValues): void {
  for (const spec of parts(node)) {
    const [constant, type, values] = parts(spec);
    if (!constant || type?.type !== "type_identifier" || !values)
      throw new UnknownShapeError(spec, "const <Name> <Enum> = <literal>", goText(spec));
    const [literal] = parts(values);
    if (!literal) throw new UnknownShapeError(spec, "an enum value", goText(spec));
    const constants = enumValues.get(type.text) ?? new Map<string, string>();
    enumValues.set(type.text, constants.set(constant.text, stringValue(literal)));
  }
}

function addType(service: string, spec: GoNode, models: Map<string, Model>): void {
  if (spec.type !== "type_spec") throw new UnknownShapeError(spec, "a type declaration", goText(spec));
  const [name, type] = parts(spec);
  if (!name || !type) throw new UnknownShapeError(spec, "type <Name> <type>", goText(spec));
  if (type.type === "interface_type") return;
  const model: Model =
    type.type === "struct_type"
      ? { kind: "struct", name: name.text, fields: readFields(service, type) }
      : { kind: "alias", name: name.text, type: readType(service, type) };
  models.set(name.text, model);
}

function readFields(service: string, struct: GoNode): Field[] {
  const fields: Field[] = [];
  let comment: string[] = [];
  for (const node of child(struct, "field_declaration_list").children) {
    if (node.type === "comment") comment.push(node.text.replace(/^\/\/ ?/, ""));
    if (node.type !== "field_declaration") continue;
    const field = readField(service, node, comment.join("\n"));
    if (field) fields.push(field);
    comment = [];
  }
  return fields;
}

/** Fields that only steer the Go client, never sent. */
const CLIENT_FIELDS = new Set(["ForceSendFields"]);

function readField(service: string, node: GoNode, comment: string): Field | undefined {
  const goName = child(node, "field_identifier").text;
  if (CLIENT_FIELDS.has(goName)) return undefined;
  const [, type, tag] = parts(node);
  if (!type || tag?.type !== "raw_string_literal")
    throw new UnknownShapeError(node, "<Name> <type> `json:… url:…`", goText(node));
  const tags = readTags(tag);
  const [json, query] = [wireName(tags.json), wireName(tags.url)];
  const header = wireName(tags.header);
  return {
    goName,
    type: readType(service, type),
    ...(json && { json }),
    ...(query && { query }),
    ...(header && { header: header.name }),
    comment,
    at: placeOf(node),
  };
}

/** Struct tags as Go's reflect.StructTag defines them: `key:"value"` pairs with spaces between. */
function readTags(tag: GoNode): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const pair of stringValue(tag).trim().split(" ")) {
    const colon = pair.indexOf(":");
    const key = pair.slice(0, colon);
    if (!["json", "url", "header"].includes(key)) throw new UnknownShapeError(tag, "json, url and header tags", pair);
    tags[key] = unquote(tag, pair.slice(colon + 1));
  }
  return tags;
}

function wireName(tag: string | undefined): { name: string; required: boolean } | undefined {
  if (tag === undefined || tag === "-") return undefined;
  const [name = "", ...options] = tag.split(",");
  return { name, required: !options.includes("omitempty") };
}

const BUILT_IN: Readonly<Record<string, Scalar>> = {
  string: "string",
  bool: "boolean",
  int: "integer",
  int64: "int64",
  float64: "number",
  any: "any",
};

const QUALIFIED: Readonly<Record<string, Scalar>> = {
  "json.RawMessage": "any",
  "time.Time": "timestamp",
  "duration.Duration": "duration",
  "fieldmask.FieldMask": "fieldMask",
  "io.ReadCloser": "bytes",
};

/** Reads a type expression of a field, a parameter or a result. */
export function readType(service: string, node: GoNode): GoType {
  const [first, second] = parts(node);
  if (node.type === "pointer_type" && first) return readType(service, first);
  if (node.type === "slice_type" && first) return { kind: "array", items: readType(service, first) };
  if (node.type === "map_type" && first?.text === "string" && second)
    return { kind: "map", items: readType(service, second) };
  if (node.type === "type_identifier") {
    const scalar = BUILT_IN[node.text];
    return scalar ? { kind: scalar } : { kind: "named", service, name: node.text };
  }
  if (node.type === "qualified_type") return qualifiedType(node);
  throw new UnknownShapeError(node, "a type that JSON can carry", goText(node));
}

function qualifiedType(node: GoNode): GoType {
  const [module, name] = [child(node, "package_identifier").text, child(node, "type_identifier").text];
  const scalar = QUALIFIED[`${module}.${name}`];
  if (scalar) return { kind: scalar };
  if (childOrNone(node, ".") && /^[a-z0-9]+$/.test(module) && !["json", "time", "io", "http"].includes(module)) {
    return { kind: "named", service: module, name };
  }
  throw new UnknownShapeError(node, "a type of a service, or a known type of Go", `${module}.${name}`);
}
