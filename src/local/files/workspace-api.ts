import type { Handlers, RawHandler } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import { readBody } from "../read-body.ts";
import type { Workspace } from "../workspace.ts";
import {
  extensionOf,
  fromJupyter,
  languageOfPath,
  languageOfSource,
  toJupyter,
  withFirstLine,
} from "./notebook-formats.ts";
import type { NotebookLanguage, ObjectForm, WorkspaceFiles, WorkspaceObject } from "./workspace-files.ts";

/** The most that is imported or exported at once, in bytes (https://docs.databricks.com/api/workspace/workspace). */
const largest = 10 * 1024 * 1024;

/** The largest file that the tree holds, in bytes (https://docs.databricks.com/aws/en/files/workspace). */
const largestRaw = 500 * 1024 * 1024;

/** The tree of notebooks and files. */
export function workspaceApi(files: WorkspaceFiles): Handlers<"workspace"> {
  return { ...looking(files), ...changing(files) };
}

function looking(files: WorkspaceFiles): Handlers<"workspace"> {
  return {
    getStatus: ({ path }) => info(existing(files, path)),
    list: ({ path, notebooks_modified_after }) => {
      const object = existing(files, path);
      const entries = object.object_type === "DIRECTORY" ? files.list(path) : [object];
      const after = Number(notebooks_modified_after ?? 0);
      const shown = entries.filter((each) => each.object_type !== "NOTEBOOK" || each.modified_at > after);
      return { objects: shown.map(info) };
    },
    export: async ({ path, format = "SOURCE" }) => {
      const object = existing(files, path);
      if (object.object_type === "DIRECTORY") throw invalid(`${path} is a directory; only DBC can hold one.`);
      if (object.size > largest) {
        const problem = `File size imported is (${object.size} bytes), exceeded max size (${largest} bytes)`;
        throw new LocalError(400, "BAD_REQUEST", problem);
      }
      const { content, file_type } = exported(object, await files.read(path), format);
      return { content: content.toString("base64"), file_type };
    },
  };
}

function changing(files: WorkspaceFiles): Handlers<"workspace"> {
  return {
    import: async ({ path, content = "", format = "SOURCE", language, overwrite = false }) => {
      const bytes = Buffer.from(content, "base64");
      if (bytes.length > largest) {
        throw new LocalError(400, "MAX_NOTEBOOK_SIZE_EXCEEDED", `The content has more than ${largest} bytes.`);
      }
      const imported = read(path, bytes, format, language);
      checkPlace(files, imported.path, overwrite);
      await files.write(imported.path, imported.content, imported.form);
    },
    mkdirs: ({ path }) => {
      const inTheWay = prefixesOf(path).find((each) => (files.get(each)?.object_type ?? "DIRECTORY") !== "DIRECTORY");
      if (inTheWay) throw new LocalError(400, "RESOURCE_ALREADY_EXISTS", `Path (${inTheWay}) already exists.`);
      files.makeDirectory(path);
    },
    delete: async ({ path, recursive = false }) => {
      const object = existing(files, path);
      if (object.path === "/") throw invalid("The root folder cannot be deleted.");
      if (object.object_type === "DIRECTORY" && !recursive && files.list(path).length > 0) {
        throw new LocalError(400, "DIRECTORY_NOT_EMPTY", `Folder (${path}) is not empty.`);
      }
      await files.remove(path);
    },
  };
}

/** Files by their raw bytes, as the Databricks CLI sends them. */
export function importRoutes({ tokens }: Workspace, files: WorkspaceFiles): Readonly<Record<string, RawHandler>> {
  const prefix = "/api/2.0/workspace-files/import-file";
  return {
    [`POST ${prefix}/*`]: async (request, url) => {
      const user = tokens.authenticate(request.headers.authorization);
      if (user.readOnly) throw new LocalError(403, "PERMISSION_DENIED", `User ${user.userName} may not write.`);
      const path = decodeURIComponent(url.pathname.slice(prefix.length)).replace(/^\/+/, "/");
      const { content, form, path: place } = read(path, await readBody(request, largestRaw), "AUTO", undefined);
      checkPlace(files, place, url.searchParams.get("overwrite") === "true");
      await files.write(place, content, form);
      return { body: {} };
    },
  };
}

/** @throws LocalError when something is there, or nothing above it */
function checkPlace(files: WorkspaceFiles, path: string, overwrite: boolean): void {
  const there = files.get(path);
  if (there && (!overwrite || there.object_type === "DIRECTORY")) {
    throw new LocalError(400, "RESOURCE_ALREADY_EXISTS", `Path (${path}) already exists.`);
  }
  const parent = path.slice(0, path.lastIndexOf("/")) || "/";
  if (files.get(parent)?.object_type !== "DIRECTORY") {
    throw new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `The parent folder (${parent}) does not exist.`);
  }
}

interface Imported {
  readonly path: string;
  readonly content: Buffer;
  readonly form: ObjectForm;
}

/** What is to be kept of an import, and where. */
function read(path: string, bytes: Buffer, format: string, language: string | undefined): Imported {
  if (format === "RAW") return { path, content: bytes, form: { object_type: "FILE" } };
  if (format === "SOURCE") return notebook(path, bytes.toString("utf8"), checkLanguage(language, path));
  const isJupyter = format === "JUPYTER" || (format === "AUTO" && path.endsWith(".ipynb"));
  if (isJupyter) {
    const { source, language: told } = fromJupyter(bytes.toString("utf8"));
    return notebook(path.replace(/\.ipynb$/, ""), source, told);
  }
  if (format !== "AUTO") throw invalid(`The local workspace does not import the format ${format}.`);
  const found = languageOfSource(bytes.toString("utf8"), path);
  if (!found) return { path, content: bytes, form: { object_type: "FILE" } };
  return notebook(languageOfPath(path) ? path.replace(/\.\w+$/, "") : path, bytes.toString("utf8"), found);
}

const notebook = (path: string, source: string, language: NotebookLanguage): Imported => ({
  path,
  content: Buffer.from(withFirstLine(source, language)),
  form: { object_type: "NOTEBOOK", language },
});

function checkLanguage(language: string | undefined, path: string): NotebookLanguage {
  if (language === "PYTHON" || language === "SQL" || language === "SCALA" || language === "R") return language;
  throw invalid(`The language of ${path} is missing: one of PYTHON, SQL, SCALA, R. Or import it with the format AUTO.`);
}

function exported({ path, language }: WorkspaceObject, content: Buffer, format: string) {
  if (!language) return { content, file_type: /\.(\w+)$/.exec(path)?.[1] ?? "file" };
  if (format === "SOURCE" || format === "AUTO" || format === "RAW")
    return { content, file_type: extensionOf(language) };
  if (format !== "JUPYTER") throw invalid(`The local workspace does not export the format ${format}.`);
  return { content: Buffer.from(toJupyter(content.toString("utf8"), language)), file_type: "ipynb" };
}

/** `/a`, `/a/b` and `/a/b/c` of `/a/b/c`. */
function prefixesOf(path: string): string[] {
  if (!path.startsWith("/")) throw invalid(`Path (${path}) doesn't start with '/'`);
  return [...path.matchAll(/(?<=[^/])(?=\/|$)/g)].map(({ index }) => path.slice(0, index));
}

function existing(files: WorkspaceFiles, path: string): WorkspaceObject {
  const object = files.get(path);
  if (object) return object;
  throw new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `Path (${path}) doesn't exist.`);
}

const info = ({ size, ...object }: WorkspaceObject) => ({
  ...object,
  resource_id: String(object.object_id),
  ...(object.object_type === "FILE" && { size }),
});
