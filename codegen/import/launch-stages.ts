import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { GoPattern } from "./go-pattern.ts";
import { child, type GoNode, GoReader, goText, parts, stringValue } from "./go-syntax.ts";

/** Launch stages by `<service>.<Api>.<Method>`: `GA`, `PUBLIC_PREVIEW`, `PUBLIC_BETA`, `PRIVATE_PREVIEW`. */
export type LaunchStages = ReadonlyMap<string, string>;

/**
 * Reads launch stages from a checkout of databricks/cli: each generated command carries its stage as an annotation and
 * calls one SDK method (`w.Tables.Create`), perhaps after others that only help to choose its arguments. The SDK's
 * clients tell which class an attribute (`Tables`) is.
 *
 * @param isOperation tells whether `<service>.<Api>.<Method>` is an operation
 */
export async function readLaunchStages(
  cli: string,
  sdk: string,
  isOperation: (method: string) => boolean,
): Promise<LaunchStages> {
  const reader = await GoReader.create();
  const annotation = new GoPattern(reader, 'cmd.Annotations["launch_stage"] = __stage');
  const stages = new Map<string, string>();
  for (const scope of ["workspace", "account"] as const) {
    const classes = clientClasses(reader, join(sdk, `${scope}_client.go`));
    for (const { file, label } of commandFiles(cli, scope)) {
      for (const { node } of reader.readFile(file, label, ["function_declaration"])) {
        const stage = firstMatch(node, annotation);
        const method = stage && calledMethods(node, scope, classes).find(isOperation);
        if (stage && method) stages.set(method, stringValue(stage));
      }
    }
  }
  return stages;
}

function commandFiles(cli: string, scope: string): { file: string; label: string }[] {
  const root = join(cli, "cmd", scope);
  return readdirSync(root)
    .map((name) => ({ file: join(root, name, `${name}.go`), label: `cmd/${scope}/${name}/${name}.go` }))
    .filter(({ file }) => existsSync(file));
}

/** `Tables catalog.TablesInterface` in the struct of a client: attribute `Tables` is class `catalog.Tables`. */
function clientClasses(reader: GoReader, file: string): Map<string, string> {
  const classes = new Map<string, string>();
  for (const { node } of reader.readFile(file, file, ["type_declaration"])) {
    for (const field of descendants(node).filter(({ type }) => type === "field_declaration")) {
      const [name, type] = parts(field);
      const match = type && /^(\w+) \. (\w+)Interface$/.exec(goText(type));
      if (name && match) classes.set(name.text, `${match[1]}.${match[2]}`);
    }
  }
  return classes;
}

/** The SDK methods that a command calls: `w.Tables.Create(…)`, or `w.Settings.AutomaticClusterUpdate().Get(…)`. */
function calledMethods(command: GoNode, scope: string, classes: ReadonlyMap<string, string>): string[] {
  const client = scope === "workspace" ? "w" : "a";
  const calls = descendants(command).filter(({ type }) => type === "call_expression");
  return calls.flatMap((call) => {
    const [callee] = parts(call);
    const [root, attribute = "", ...rest] = callee ? goText(callee).replaceAll(" ( )", "").split(" . ") : [];
    const home = classes.get(attribute);
    if (root !== client || !home || rest.length === 0 || rest.length > 2) return [];
    const [service] = home.split(".");
    return [rest.length === 2 ? `${service}.${rest.join(".")}` : `${home}.${rest[0]}`];
  });
}

function firstMatch(node: GoNode, pattern: GoPattern): GoNode | undefined {
  for (const each of descendants(child(node, "block"))) {
    const captures = pattern.match(each);
    if (captures?.stage) return captures.stage;
  }
  return undefined;
}

function descendants(node: GoNode): GoNode[] {
  return [node, ...node.children.flatMap(descendants)];
}
