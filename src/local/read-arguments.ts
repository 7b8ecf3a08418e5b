import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { services } from "../../generated/index.ts";
import { parseInt64, parseJson } from "../http/int64.ts";
import type { Operation, Parameter } from "../http/operation.ts";
import { invalid, LocalError } from "./local-error.ts";
import type { Match } from "./routes.ts";

type Arguments = Record<string, unknown>;

/**
 * The flat arguments of a request, as the specs name them. The body of an upload is left to the handler.
 *
 * @throws LocalError 400 for a request that is not what the specs say
 */
export async function readArguments(match: Match, request: IncomingMessage, url: URL): Promise<Arguments> {
  const { operation, service, path } = match;
  const args = {
    ...path,
    ...queryArguments(operation, url.searchParams),
    ...(await bodyArguments(operation, request)),
  };
  if (operation.body?.kind !== "bytes") await check(operation, service, args);
  return args;
}

async function check(operation: Operation, service: string, args: Arguments): Promise<void> {
  const validators = await services[service]?.validators();
  const { error } = validators?.[operation.id]?.safeParse(args) ?? {};
  const issue = error?.issues[0];
  if (issue) throw invalid(`${issue.path.join(".") || "request"}: ${issue.message}`);
}

function queryArguments({ parameters }: Operation, query: URLSearchParams): Arguments {
  const args: Arguments = {};
  for (const parameter of parameters.filter((each) => each.in === "query")) {
    const value = queryValue(parameter, query);
    if (value !== undefined) args[parameter.name] = value;
  }
  return args;
}

function queryValue({ name, type }: Parameter, query: URLSearchParams): unknown {
  if (type === "array") return query.has(name) ? query.getAll(name) : undefined;
  if (type === "object") return objectValue(name, query);
  const text = query.get(name);
  return text === null ? undefined : scalar(text, type);
}

/** `filter_by.statuses=A&filter_by.statuses=B` is an object with a list. */
function objectValue(name: string, query: URLSearchParams): Arguments | undefined {
  const prefix = `${name}.`;
  const keys = [...new Set(query.keys())].filter((key) => key.startsWith(prefix));
  if (keys.length === 0) return undefined;
  const value: Arguments = {};
  for (const key of keys) {
    const all = query.getAll(key).map(guess);
    value[key.slice(prefix.length)] = all.length > 1 || /s$/.test(key) ? all : all[0];
  }
  return value;
}

/** Specs do not tell the types inside of query objects. */
function guess(text: string): unknown {
  if (/^-?\d+$/.test(text)) return parseInt64(text);
  return text === "true" || text === "false" ? text === "true" : text;
}

function scalar(text: string, type: Parameter["type"]): unknown {
  if (type === "integer" && /^-?\d+$/.test(text)) return parseInt64(text);
  if (type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

async function bodyArguments({ body }: Operation, request: IncomingMessage): Promise<Arguments> {
  if (!body || body.kind === "bytes") return {};
  const value = await readJson(request);
  if (body.kind === "argument") return value === undefined ? {} : { [body.argument]: value };
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid("The body is not an object.");
  return value as Arguments;
}

/**
 * The JSON of a request's body; undefined when it is empty.
 *
 * @throws LocalError 400 for what is no JSON
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await buffer(request)).toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch {
    throw new LocalError(400, "MALFORMED_REQUEST", "The body is not JSON.");
  }
}
