import type { IncomingMessage } from "node:http";
import type { ZodType } from "zod";
import { services } from "../../generated/index.ts";
import { parseInt64 } from "../http/int64.ts";
import type { Operation, Parameter } from "../http/operation.ts";
import { invalid } from "./local-error.ts";
import { readJson } from "./read-body.ts";
import type { Match } from "./routes.ts";

type Arguments = Record<string, unknown>;

/**
 * The flat arguments of a request, as the specs name them. The body of an upload is left to the handler.
 *
 * @throws LocalError 400 for a request that is not what the specs say
 */
export async function readArguments(match: Match, request: IncomingMessage, url: URL): Promise<Arguments> {
  const { operation, service, path } = match;
  const args: Arguments = {
    ...(await bodyArguments(operation, request)),
    ...queryArguments(operation, url.searchParams),
    ...path,
  };
  const validator = (await services[service]?.validators())?.[operation.id];
  readPathNumbers(args, path, validator);
  if (operation.body?.kind !== "bytes") check(args, validator);
  return args;
}

/** Operations do not tell the types of what stands in a path: digits are a number where the specs want one. */
function readPathNumbers(args: Arguments, path: Match["path"], validator: ZodType | undefined): void {
  const wanted = validator?.safeParse(args).error?.issues.map((issue) => issue.path[0]) ?? [];
  for (const [name, text] of Object.entries(path)) {
    if (wanted.includes(name) && /^-?\d+$/.test(text)) args[name] = parseInt64(text);
  }
}

function check(args: Arguments, validator: ZodType | undefined): void {
  const issue = validator?.safeParse(args).error?.issues[0];
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
  const text = query.get(name);
  return text === null ? undefined : scalar(text, type);
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
