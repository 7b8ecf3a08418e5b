import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type IteratorFacts, IteratorReader } from "./go-iterators.ts";
import { MODEL_DECLARATIONS, type Model, readModels } from "./go-models.ts";
import { type RequestFacts, RequestReader, sendsRequest } from "./go-requests.ts";
import { type GoDeclaration, GoReader, goText, UnknownShapeError } from "./go-syntax.ts";
import { type LongRunningFacts, type PollerFacts, type WaiterFacts, WaiterReader } from "./go-waiters.ts";
import { refuseStrays } from "./strays.ts";

/** Everything that one service module of databricks-sdk-go says about its API. */
export interface ServiceFacts {
  /** Folder name under `service/`: `jobs`. */
  readonly name: string;
  readonly models: ReadonlyMap<string, Model>;
  readonly requests: readonly RequestFacts[];
  readonly iterators: readonly IteratorFacts[];
  readonly pollers: readonly PollerFacts[];
  readonly waiters: readonly WaiterFacts[];
  readonly longRunning: readonly LongRunningFacts[];
  /** `<Api>.<Method>` of methods whose documentation says that they are deprecated. */
  readonly deprecated: ReadonlySet<string>;
}

/**
 * Hand-written Go that sends requests of its own and adds no operation: another form of workspace import and export
 * (multipart, direct download), which `src/overlays` knows.
 */
const OTHER_FORMS = new Set(["workspace/ext_utilities.go"]);

/** Methods around requests: iterators, their `All` forms, and the data plane's cache of URLs. */
const HELPER = /listing \. (?:NewIterator|ToSlice)|\( \* DataPlaneInfo , error \)/;

/** Reads all service modules of a checkout of databricks-sdk-go, in name order. */
export async function readServices(sdk: string): Promise<ServiceFacts[]> {
  const reader = await GoReader.create();
  const root = join(sdk, "service");
  const names = readdirSync(root).filter((name) => existsSync(join(root, name, "impl.go")));
  const serviceReader = new ServiceReader(reader, root);
  return names.sort().map((name) => serviceReader.read(name));
}

class ServiceReader {
  private readonly go: GoReader;
  private readonly root: string;
  private readonly requests: RequestReader;
  private readonly iterators: IteratorReader;
  private readonly waiters: WaiterReader;

  constructor(go: GoReader, root: string) {
    this.go = go;
    this.root = root;
    this.requests = new RequestReader(go);
    this.iterators = new IteratorReader(go);
    this.waiters = new WaiterReader(go);
  }

  read(name: string): ServiceFacts {
    const models = this.declarations(name, ["model.go", "ext_model.go"], MODEL_DECLARATIONS);
    const methods = this.declarations(name, ["impl.go", "ext_impl.go", "ext_api.go"], ["method_declaration"]);
    const api = this.declarations(name, ["api.go"], ["method_declaration"]);
    this.refuseUnknownRequests(name);
    this.refuseUnknownMethods(name);
    const facts: ServiceFacts = {
      name,
      models: readModels(name, models),
      requests: methods.flatMap((each) => this.requests.read(name, each) ?? []),
      iterators: methods.flatMap((each) => this.iterators.read(each) ?? []),
      pollers: api.flatMap((each) => this.waiters.readPoller(each) ?? []),
      waiters: api.flatMap((each) => this.waiters.readWaiter(each) ?? []),
      longRunning: this.waiters.readLongRunning(api),
      deprecated: readDeprecated(this.declarations(name, ["interface.go", "ext_interface.go"], ["type_declaration"])),
    };
    refuseStrays(facts);
    return facts;
  }

  /** A generated method of an unknown kind may be an operation that is sent in a new way. */
  private refuseUnknownMethods(service: string): void {
    for (const { node } of this.declarations(service, ["impl.go"], ["method_declaration"])) {
      if (!sendsRequest(node) && !HELPER.test(goText(node)))
        throw new UnknownShapeError(
          node,
          "a method that sends a request, or a helper of one",
          goText(node).slice(0, 80),
        );
    }
  }

  private declarations(service: string, files: readonly string[], wanted: readonly string[]): GoDeclaration[] {
    return files
      .filter((file) => existsSync(join(this.root, service, file)))
      .flatMap((file) => this.go.readFile(join(this.root, service, file), `service/${service}/${file}`, wanted));
  }

  /** A new hand-written file may hold operations: better to stop than to miss them. */
  private refuseUnknownRequests(service: string): void {
    const read = new Set(["impl.go", "ext_impl.go", "ext_api.go"]);
    for (const file of readdirSync(join(this.root, service))) {
      if (!file.endsWith(".go") || file.endsWith("_test.go") || read.has(file) || OTHER_FORMS.has(`${service}/${file}`))
        continue;
      for (const { node } of this.declarations(service, [file], ["method_declaration", "function_declaration"])) {
        if (goText(node).includes(". Do ("))
          throw new UnknownShapeError(node, "requests in impl.go, ext_impl.go or ext_api.go only", file);
      }
    }
  }
}

/** The words by which method documentation marks deprecation; the words themselves stay in the SDK. */
const DEPRECATED = /^(?:\*\*Warning\*\*: )?(?:Deprecated|DEPRECATED):|This API is deprecated/m;

function readDeprecated(interfaces: readonly GoDeclaration[]): Set<string> {
  const found = new Set<string>();
  for (const { node } of interfaces) {
    const spec = node.children.find(({ type }) => type === "type_spec");
    const api = spec?.children[0]?.text.replace(/Service$/, "");
    const type = spec?.children.find((each) => each.type === "interface_type");
    let comment: string[] = [];
    for (const element of type?.children ?? []) {
      if (element.type === "comment") comment.push(element.text.replace(/^\/\/ ?/, ""));
      if (element.type !== "method_elem") continue;
      if (DEPRECATED.test(comment.join("\n"))) found.add(`${api}.${element.children[0]?.text}`);
      comment = [];
    }
  }
  return found;
}
