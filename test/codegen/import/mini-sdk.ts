import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importSdk, type SpecFile } from "../../../codegen/import/import-sdk.ts";
import type { OpenApiDocument, OpenApiOperation, Schema } from "../../../codegen/model/openapi.ts";

/** Go files of one service by name without `.go`, package clause left out: `{ impl, model, api, interface, … }`. */
export type MiniService = Readonly<Record<string, string>>;

/** What a checkout of databricks-sdk-go needs to be importable, as small as it goes. */
export interface MiniSdk {
  readonly services: Readonly<Record<string, MiniService>>;
  /** Other files of the SDK by path, in place of the default ones. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files of a checkout of databricks/cli by path; without any, no CLI is given. */
  readonly cli?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly sdk: { readonly version: string };
  readonly specSha: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly documents: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, { readonly of: string; readonly reason: string }>>;
}

/** What an import of a mini SDK gives. */
export class Imported {
  readonly files: readonly SpecFile[];

  constructor(files: readonly SpecFile[]) {
    this.files = files;
  }

  get text(): string {
    return this.files.map(({ content }) => content).join("");
  }

  get lock(): Lock {
    return JSON.parse(this.content("lock"));
  }

  document(service: string): OpenApiDocument {
    return JSON.parse(this.content(service));
  }

  schema(service: string, name: string): Schema | undefined {
    return this.document(service).components.schemas[name];
  }

  /** Operation ids by `<VERB> <path>`, over all documents. */
  get routes(): Record<string, string> {
    return Object.fromEntries(this.operations().map(({ verb, path, operationId }) => [`${verb} ${path}`, operationId]));
  }

  operation(id: string): OpenApiOperation & { readonly path: string; readonly verb: string } {
    const found = this.operations().find(({ operationId }) => operationId === id);
    if (!found) throw new Error(`no operation ${id} among ${Object.values(this.routes).join(", ")}`);
    return found;
  }

  /** Parameters of an operation as `<in> <name>`, those that must be given marked with `!`. */
  parameters(id: string): string[] {
    return (this.operation(id).parameters ?? []).map(
      ({ in: place, name, required }) => `${place} ${name}${required ? "!" : ""}`,
    );
  }

  private operations(): (OpenApiOperation & { readonly path: string; readonly verb: string })[] {
    const services = this.files.map(({ name }) => name.replace(".json", "")).filter((name) => name !== "lock");
    return services.flatMap((service) =>
      Object.entries(this.document(service).paths).flatMap(([path, item]) =>
        Object.entries(item).map(([verb, operation]) => ({ ...operation, path, verb: verb.toUpperCase() })),
      ),
    );
  }

  private content(name: string): string {
    const file = this.files.find((each) => each.name === `${name}.json`);
    if (!file) throw new Error(`no ${name}.json among ${this.files.map((each) => each.name).join(", ")}`);
    return file.content;
  }
}

const SDK_FILES = {
  "version/version.go": 'package version\n\nconst Version = "9.8.7"\n',
  ".codegen/_openapi_sha": "0123456789abcdef0123456789abcdef01234567\n",
};

/** Lays a mini SDK (and CLI) into a new directory, calls back with their paths, and removes them. */
export async function withMini<T>(mini: MiniSdk, use: (sdk: string, cli?: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "mini-sdk-"));
  try {
    const sdk = join(root, "sdk");
    for (const [path, text] of Object.entries({ ...SDK_FILES, ...mini.files })) write(join(sdk, path), text);
    for (const [service, files] of Object.entries(mini.services))
      for (const [name, source] of Object.entries(files))
        write(join(sdk, "service", service, `${name}.go`), `package ${service}\n${source}`);
    const cli = mini.cli && join(root, "cli");
    for (const [path, text] of Object.entries(mini.cli ?? {})) write(join(root, "cli", path), text);
    return await use(sdk, cli);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Imports a mini SDK. */
export const importMini = (mini: MiniSdk): Promise<Imported> =>
  withMini(mini, async (sdk, cli) => new Imported(await importSdk(sdk, cli)));

/** Imports a mini SDK of one service, `things`. */
export const importThings = (things: MiniService): Promise<Imported> => importMini({ services: { things } });
