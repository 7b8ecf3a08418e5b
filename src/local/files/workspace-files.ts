import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { admin } from "../principals.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";
import { Disk } from "./disk.ts";

/** Languages of notebooks. */
export type NotebookLanguage = "PYTHON" | "SQL" | "SCALA" | "R";

/** A notebook, file or directory of the workspace's tree. Times in milliseconds since 1970, sizes in bytes. */
export interface WorkspaceObject {
  readonly path: string;
  readonly object_type: "NOTEBOOK" | "FILE" | "DIRECTORY";
  readonly language?: NotebookLanguage;
  readonly object_id: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly size: number;
}

/** What is written: a notebook's source in its language, or a file. */
export type ObjectForm =
  | { readonly object_type: "NOTEBOOK"; readonly language: NotebookLanguage }
  | { readonly object_type: "FILE" };

/** Directories that are there from the start. */
const firstDirectories = ["/Users", `/Users/${admin.userName}`, "/Shared"];

interface Stored extends WorkspaceObject {
  /** Name of the real file that holds the content; absent when there is none. */
  readonly content?: string;
}

/**
 * The workspace's tree of notebooks and files (`/Users`, `/Shared`, …); `/Workspace` before a path changes nothing. Each
 * content is a real file that is never changed: an object changes when the store is told of another one, so that a
 * killed process leaves the object as it was before or after.
 */
export class WorkspaceFiles {
  readonly #objects: Collection<Stored>;
  readonly #lastId: Collection<number>;
  readonly #workspace: Workspace;
  #swept: Promise<void> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#objects = workspace.store.collection("workspace-objects");
    this.#lastId = workspace.store.collection("workspace-object-id");
    for (const path of firstDirectories) if (!this.get(path)) this.#put(path, { object_type: "DIRECTORY", size: 0 });
  }

  get(path: string): WorkspaceObject | undefined {
    const stored = this.#stored(path);
    return stored && shown(stored);
  }

  /** The entries of a directory, or of the whole tree below it, by path. */
  list(path: string, { recursive = false } = {}): WorkspaceObject[] {
    const prefix = plain(path) === "/" ? "/" : `${plain(path)}/`;
    return this.#objects
      .list()
      .filter((each) => each.path.startsWith(prefix) && (recursive || !each.path.slice(prefix.length).includes("/")))
      .sort((one, other) => (one.path < other.path ? -1 : 1))
      .map(shown);
  }

  /** The content of a notebook or file, which must be there. */
  async read(path: string): Promise<Buffer> {
    const object = this.#stored(path);
    if (!object || object.object_type === "DIRECTORY") throw new Error(`${path} is no notebook or file`);
    if (object.content === undefined) return Buffer.alloc(0);
    try {
      return await readFile(join(await this.#directory(), object.content));
    } catch (error) {
      if (this.#stored(path)?.content === object.content) throw error;
      return this.read(path);
    }
  }

  /** Writes a notebook or file, over one of the same path. The directories above it must be there. */
  async write(path: string, bytes: Buffer, form: ObjectForm): Promise<void> {
    const disk = await Disk.open(this.#workspace, contents);
    await this.#directory();
    const content = randomUUID();
    await disk.write(`/${content}`, bytes, false);
    const before = this.#stored(path);
    this.#put(path, { ...form, size: bytes.length, content });
    if (before?.content !== undefined) await disk.remove(`/${before.content}`);
  }

  /** Makes a directory and those above it. */
  makeDirectory(path: string): void {
    const segments = plain(path).split("/").slice(1);
    for (const count of segments.keys()) {
      const each = `/${segments.slice(0, count + 1).join("/")}`;
      if (!this.get(each)) this.#put(each, { object_type: "DIRECTORY", size: 0 });
    }
  }

  /** Removes an object and all below it. */
  async remove(path: string): Promise<void> {
    const below = this.list(path, { recursive: true }).map((each) => this.#stored(each.path));
    const gone = [...below, this.#stored(path)].filter((each) => each !== undefined);
    const directory = await this.#directory();
    this.#workspace.store.transaction(() => {
      for (const each of gone) this.#objects.delete(each.path);
    });
    for (const { content } of gone) if (content !== undefined) await rm(join(directory, content), { force: true });
  }

  #stored(path: string): Stored | undefined {
    return plain(path) === "/" ? root : this.#objects.get(plain(path));
  }

  #put(path: string, what: (ObjectForm | { object_type: "DIRECTORY" }) & { size: number; content?: string }): void {
    const now = Date.now();
    const { object_id = this.#newId(), created_at = now } = this.#stored(path) ?? {};
    this.#objects.put(plain(path), { ...what, path: plain(path), object_id, created_at, modified_at: now });
  }

  /** Ids are not given twice: permissions go by them. */
  #newId(): number {
    const id = (this.#lastId.get("last") ?? 1000) + 1;
    this.#lastId.put("last", id);
    return id;
  }

  /** Where the contents are. What a killed process has left there is removed when it is first asked for. */
  async #directory(): Promise<string> {
    const directory = await this.#workspace.directory(contents);
    this.#swept ??= this.#sweep(directory);
    await this.#swept;
    return directory;
  }

  async #sweep(directory: string): Promise<void> {
    const there = await readdir(directory);
    const used = new Set(this.#objects.list().map(({ content }) => content));
    for (const name of there) if (!used.has(name)) await rm(join(directory, name), { force: true });
  }
}

/** The workspace's directory of contents. */
const contents = "workspace-files";

const shown = ({ content: _, ...object }: Stored): WorkspaceObject => object;

const root: WorkspaceObject = {
  path: "/",
  object_type: "DIRECTORY",
  object_id: 0,
  created_at: 0,
  modified_at: 0,
  size: 0,
};

/** A path without `/Workspace` before it, slashes behind, and doubled ones. */
const plain = (path: string): string =>
  path
    .replace(/\/{2,}/g, "/")
    .replace(/^\/Workspace(?=\/|$)/, "")
    .replace(/\/$/, "") || "/";

const opened = new WeakMap<Workspace, WorkspaceFiles>();

/** The tree of a workspace. */
export function workspaceFiles(workspace: Workspace): WorkspaceFiles {
  const files = opened.get(workspace) ?? new WorkspaceFiles(workspace);
  opened.set(workspace, files);
  return files;
}
