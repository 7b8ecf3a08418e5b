import { services } from "../../generated/index.ts";
import type { Operation, Parameter } from "../http/operation.ts";
import { escaped } from "./escaped.ts";

/** An operation and the paths it answers. */
interface Route {
  readonly operation: Operation;
  readonly service: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** The operation that a request is for, and what its path says. */
export interface Match {
  readonly operation: Operation;
  readonly service: string;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the operation of a request among all of the specs. */
export class Routes {
  readonly #byMethod: ReadonlyMap<string, readonly Route[]>;

  private constructor(routes: readonly Route[]) {
    this.#byMethod = Map.groupBy(routes, ({ operation }) => operation.method);
  }

  static async load(): Promise<Routes> {
    const perService = await Promise.all(
      Object.entries(services).map(async ([service, module]) =>
        Object.values(await module.operations()).map((operation) => routeOf(operation, service)),
      ),
    );
    return new Routes(perService.flat().sort(bySpecificity));
  }

  /** @param path without the query, percent-encoded */
  match(method: string, path: string): Match | undefined {
    for (const { operation, service, pattern, names } of this.#byMethod.get(method) ?? []) {
      const values = pattern.exec(path)?.slice(1);
      if (!values) continue;
      const named = names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")]);
      return { operation, service, path: Object.fromEntries(named) };
    }
    return undefined;
  }
}

function routeOf(operation: Operation, service: string): Route {
  const names: string[] = [];
  const source = operation.path.replace(/\{([^{}]+)\}|[^{}]+/g, (part, name: string | undefined) => {
    if (name === undefined) return escaped(part);
    names.push(name);
    return `(${valuePattern(operation.parameters.find((each) => each.in === "path" && each.name === name))})`;
  });
  return { operation, service, pattern: new RegExp(`^${source}$`), names };
}

function valuePattern(parameter: Parameter | undefined): string {
  if (parameter?.style === "file") return "/.*";
  if (parameter?.style !== "resource") return "[^/]+";
  const segments = parameter.pattern?.split("/") ?? ["{...}"];
  return segments.map(segmentPattern).join("/").replace("(?:.+)?/", "(?:.+/)?");
}

function segmentPattern(segment: string): string {
  if (segment === "{...}") return "(?:.+)?";
  return segment
    .split(/\{[^{}]+\}/)
    .map(escaped)
    .join("[^/]+?");
}

/** A path with a literal segment where another has a parameter comes first. */
function bySpecificity(one: Route, other: Route): number {
  return sortKey(one) < sortKey(other) ? -1 : 1;
}

/** `{` stands after every letter, and what takes several segments after all. */
const sortKey = ({ operation }: Route): string =>
  operation.path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    ["file", "resource"].includes(operation.parameters.find((each) => each.name === name)?.style ?? "") ? "~" : "{",
  );
