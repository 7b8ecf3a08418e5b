import { buffer } from "node:stream/consumers";
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

/** The workspace's tree of notebooks and files (`/Users`, `/Shared`, …); `/Workspace` before a path changes nothing. */
export class WorkspaceFiles {
  readonly #objects: Collection<WorkspaceObject>;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#objects = workspace.store.collection("workspace-objects");
    for (const path of firstDirectories) if (!this.get(path)) this.#put(path, { object_type: "DIRECTORY", size: 0 });
  }

  get(path: string): WorkspaceObject | undefined {
    return plain(path) === "/" ? root : this.#objects.get(plain(path));
  }

  /** The entries of a directory, or of the whole tree below it, by path. */
  list(path: string, { recursive = false } = {}): WorkspaceObject[] {
    const prefix = plain(path) === "/" ? "/" : `${plain(path)}/`;
    return this.#objects
      .list()
      .filter((each) => each.path.startsWith(prefix) && (recursive || !each.path.slice(prefix.length).includes("/")))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** The content of a notebook or file, which must be there. */
  async read(path: string): Promise<Buffer> {
    const object = this.get(path);
    if (!object || object.object_type === "DIRECTORY") throw new Error(`${path} is no notebook or file`);
    if (object.size === 0) return Buffer.alloc(0);
    return buffer((await this.#contents()).read(`/${object.object_id}`, { start: 0, end: object.size }));
  }

  /** Writes a notebook or file, over one of the same path. The directories above it must be there. */
  async write(path: string, content: Buffer, form: ObjectForm): Promise<void> {
    const id = this.get(path)?.object_id ?? this.#newId();
    await (await this.#contents()).write(`/${id}`, content, true);
    this.#put(path, { ...form, size: content.length }, id);
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
    const contents = await this.#contents();
    const gone = [...this.list(path, { recursive: true }), this.get(path)].filter((each) => each !== undefined);
    for (const { path: each, object_id } of gone) {
      this.#objects.delete(each);
      if (await contents.stats(`/${object_id}`)) await contents.remove(`/${object_id}`);
    }
  }

  #put(
    path: string,
    what: (ObjectForm & { size: number }) | { object_type: "DIRECTORY"; size: number },
    id = this.#newId(),
  ): void {
    const now = Date.now();
    const created_at = this.get(path)?.created_at ?? now;
    this.#objects.put(plain(path), { ...what, path: plain(path), object_id: id, created_at, modified_at: now });
  }

  #newId(): number {
    return Math.max(1000, ...this.#objects.list().map(({ object_id }) => object_id)) + 1;
  }

  /** By object id. */
  async #contents(): Promise<Disk> {
    return new Disk(await this.#workspace.directory("workspace-files"));
  }
}

const root: WorkspaceObject = {
  path: "/",
  object_type: "DIRECTORY",
  object_id: 0,
  created_at: 0,
  modified_at: 0,
  size: 0,
};

/** A path without `/Workspace` before it and slashes behind. */
const plain = (path: string): string => path.replace(/^\/Workspace(?=\/|$)/, "").replace(/\/+$/, "") || "/";

const opened = new WeakMap<Workspace, WorkspaceFiles>();

/** The tree of a workspace. */
export function workspaceFiles(workspace: Workspace): WorkspaceFiles {
  const files = opened.get(workspace) ?? new WorkspaceFiles(workspace);
  opened.set(workspace, files);
  return files;
}
