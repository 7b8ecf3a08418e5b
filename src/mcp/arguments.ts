import type { Ajv } from "@modelcontextprotocol/server/validators/ajv";
import { parseJson } from "../http/int64.ts";
import type { JsonSchema, Tool } from "../tools/tool.ts";
import { nearest } from "./nearest.ts";
import { errorAnswer } from "./result.ts";

type Arguments = Readonly<Record<string, unknown>>;
type Validate = ReturnType<InstanceType<typeof Ajv>["compile"]>;
type Problem = NonNullable<Validate["errors"]>[number];

let engine: Promise<InstanceType<typeof Ajv>> | undefined;

/** The tool with its arguments checked against `inputSchema` before each call; the validator is made on the first one. */
export function checked(tool: Tool): Tool {
  let validate: Promise<Validate> | undefined;
  return {
    ...tool,
    async call(args, context) {
      const repaired = parseTexts(args, tool.inputSchema);
      validate ??= compile(tool.inputSchema);
      const valid = await validate;
      if (valid(repaired)) return tool.call(repaired, context);
      const problems = (valid.errors ?? []).map((problem) => describe(problem, tool.inputSchema));
      return errorAnswer(`Invalid arguments for ${tool.name}:\n${[...new Set(problems)].join("\n")}`);
    },
  };
}

/** Parses objects and arrays that a model has sent as JSON text. */
export function parseTexts(args: Arguments, schema: JsonSchema): Arguments {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const type = propertiesOf(schema)[name]?.type;
      return [name, typeof value === "string" && (type === "object" || type === "array") ? parsed(value) : value];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

async function compile(schema: JsonSchema): Promise<Validate> {
  engine ??= import("@modelcontextprotocol/server/validators/ajv").then(({ Ajv, addFormats }) => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
    addFormats(ajv);
    return ajv;
  });
  return (await engine).compile(schema);
}

function describe({ instancePath, keyword, message, params }: Problem, schema: JsonSchema): string {
  const path = instancePath.slice(1).replaceAll("/", ".");
  if (keyword === "additionalProperties") {
    const unknown = String(params.additionalProperty);
    const allowed = path === "" ? Object.keys(propertiesOf(schema)) : [];
    const near = nearest(unknown, allowed);
    const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `allowed: ${allowed.join(", ")}`;
    return `- ${path ? `${path}.` : ""}${unknown}: unknown argument${allowed.length > 0 ? `; ${hint}` : ""}`;
  }
  if (keyword === "required") return `- ${path ? `${path}.` : ""}${params.missingProperty}: required`;
  if (keyword === "enum") return `- ${path}: must be one of ${JSON.stringify(params.allowedValues)}`;
  return `- ${path || "arguments"}: ${message ?? keyword}`;
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}
