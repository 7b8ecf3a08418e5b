type Fields = Readonly<Record<string, unknown>>;

/** Reads one value; undefined means that it does not have the expected shape. */
type Read<Value> = (value: unknown) => Value | undefined;

const text: Read<string> = (value) => (typeof value === "string" ? value : undefined);

/** A protobuf Duration in JSON, such as "42.000000001s", in seconds. */
const seconds: Read<number> = (value) =>
  typeof value === "string" && /^-?\d+(\.\d+)?s$/.test(value) ? Number.parseFloat(value) : undefined;

const texts: Read<Readonly<Record<string, string>>> = (value) =>
  isObject(value) && Object.values(value).every((each) => typeof each === "string")
    ? (value as Readonly<Record<string, string>>)
    : undefined;

function list<Item>(item: Read<Item>): Read<readonly Item[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map(item);
    return items.some((each) => each === undefined) ? undefined : items.filter((each) => each !== undefined);
  };
}

/** Every field may be absent, but none may have another shape. */
function object<Value extends object>(
  fields: { [Name in keyof Value]-?: Read<NonNullable<Value[Name]>> },
): Read<Value> {
  return (value) => {
    if (!isObject(value)) return undefined;
    const read: Record<string, unknown> = {};
    for (const [name, field] of Object.entries<Read<unknown>>(fields)) {
      if (value[name] === undefined) continue;
      read[name] = field(value[name]);
      if (read[name] === undefined) return undefined;
    }
    return read as Value;
  };
}

/** The details that Databricks attaches to errors, by kind (https://google.aip.dev/193), fields as on the wire. */
export interface ErrorDetails {
  readonly error_info?: { reason?: string; domain?: string; metadata?: Readonly<Record<string, string>> };
  readonly request_info?: { request_id?: string; serving_data?: string };
  /** `retry_delay` in seconds. */
  readonly retry_info?: { retry_delay?: number };
  readonly debug_info?: { stack_entries?: readonly string[]; detail?: string };
  readonly quota_failure?: { violations?: readonly { subject?: string; description?: string }[] };
  readonly precondition_failure?: {
    violations?: readonly { type?: string; subject?: string; description?: string }[];
  };
  readonly bad_request?: { field_violations?: readonly { field?: string; description?: string }[] };
  readonly resource_info?: { resource_type?: string; resource_name?: string; owner?: string; description?: string };
  readonly help?: { links?: readonly { description?: string; url?: string }[] };
  /** Details of another kind or shape, as they came. */
  readonly unknown: readonly unknown[];
}

type Kind = Exclude<keyof ErrorDetails, "unknown">;

const readers: { readonly [Name in Kind]: Read<NonNullable<ErrorDetails[Name]>> } = {
  error_info: object({ reason: text, domain: text, metadata: texts }),
  request_info: object({ request_id: text, serving_data: text }),
  retry_info: object({ retry_delay: seconds }),
  debug_info: object({ stack_entries: list(text), detail: text }),
  quota_failure: object({ violations: list(object({ subject: text, description: text })) }),
  precondition_failure: object({ violations: list(object({ type: text, subject: text, description: text })) }),
  bad_request: object({ field_violations: list(object({ field: text, description: text })) }),
  resource_info: object({ resource_type: text, resource_name: text, owner: text, description: text }),
  help: object({ links: list(object({ description: text, url: text })) }),
};

/** Sorts `details[]` of an error answer by kind. Of two of a kind the last counts. */
export function errorDetails(details: readonly unknown[]): ErrorDetails {
  const known: Record<string, unknown> = {};
  const unknown: unknown[] = [];
  for (const detail of details) {
    const kind = kindOf(detail);
    const read = kind && readers[kind](detail);
    if (kind && read) known[kind] = read;
    else unknown.push(detail);
  }
  return { ...known, unknown };
}

/** `type.googleapis.com/google.rpc.RetryInfo` is `retry_info`. */
function kindOf(detail: unknown): Kind | undefined {
  const type = isObject(detail) ? text(detail["@type"]) : undefined;
  const name = type?.match(/^type\.googleapis\.com\/google\.rpc\.(\w+)$/)?.[1];
  const kind = name?.replace(/\B[A-Z]/g, "_$&").toLowerCase();
  return kind !== undefined && Object.hasOwn(readers, kind) ? (kind as Kind) : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
