/** A JSON object of any shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** The value itself when it is an object, else an empty one. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The value at a dotted path, itself at none; undefined where the path ends early. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  return path.split(".").reduce((inner, name) => objectOf(inner)[name], value);
}

/** The text at a dotted path. */
export function textAt(value: unknown, path: string | undefined): string | undefined {
  const text = path === undefined ? undefined : valueAt(value, path);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** The array at a dotted path; an empty one where there is none, or null. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

/** A copy with another value at a dotted path. */
export function withValueAt(object: JsonObject, path: string, value: unknown): JsonObject {
  const [name = "", ...rest] = path.split(".");
  const inner = rest.length > 0 ? withValueAt(objectOf(object[name]), rest.join("."), value) : value;
  return { ...object, [name]: inner };
}
