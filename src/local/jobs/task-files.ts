import { posix } from "node:path";
import { workspaceFiles } from "../files/workspace-files.ts";
import type { Workspace } from "../workspace.ts";
import { type Cell, readCells } from "./notebook-source.ts";
import { internalError } from "./states.ts";
import { Ended } from "./tasks/task.ts";

/** Notebooks that run each other with `%run` may be nested so deep. */
const DEEPEST = 20;

/** A notebook's language, and its cells with those of the notebooks that it runs in their place. */
export async function readNotebook(
  workspace: Workspace,
  path: string,
  depth = 0,
): Promise<{ language: string; cells: Cell[] }> {
  const files = workspaceFiles(workspace);
  const object = depth < DEEPEST ? files.get(inWorkspace(path)) : undefined;
  if (object?.object_type !== "NOTEBOOK") throw inaccessible(path);
  const language = object.language ?? "PYTHON";
  const cells = readCells((await files.read(object.path)).toString("utf8"), language);
  const expanded = await Promise.all(
    cells.map(async (cell) => {
      if (cell.language !== "run") return [cell];
      const target = posix.resolve(posix.dirname(inWorkspace(path)), cell.source.replace(/^["']|["']$/g, ""));
      return (await readNotebook(workspace, target, depth + 1)).cells;
    }),
  );
  return { language, cells: expanded.flat() };
}

/** A file of `/Workspace`, of a volume or of DBFS, as text. */
export async function readTaskFile(workspace: Workspace, path: string): Promise<string> {
  const place = path.replace(/^dbfs:(?=\/Volumes\/)/, "");
  if (place.startsWith("dbfs:")) return readDbfs(workspace, place.slice("dbfs:".length));
  if (place.startsWith("/Volumes/"))
    return (await get(workspace, `/api/2.0/fs/files${encodeURI(place)}`, path)).toString("utf8");
  const files = workspaceFiles(workspace);
  const object = files.get(inWorkspace(place));
  if (!object || object.object_type === "DIRECTORY") throw unreadable(path);
  return (await files.read(object.path)).toString("utf8");
}

/** The Workspace API names the same places without the mount's name. */
const inWorkspace = (path: string): string => path.replace(/^\/Workspace(?=\/)/, "");

async function readDbfs(workspace: Workspace, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for (let offset = 0; ; ) {
    const query = new URLSearchParams({ path, offset: String(offset), length: "1000000" });
    const { bytes_read, data } = JSON.parse(
      (await get(workspace, `/api/2.0/dbfs/read?${query}`, `dbfs:${path}`)).toString("utf8"),
    );
    if (!bytes_read) return Buffer.concat(chunks).toString("utf8");
    chunks.push(Buffer.from(data, "base64"));
    offset += bytes_read;
  }
}

async function get({ host, token }: Workspace, path: string, file: string): Promise<Buffer> {
  const response = await fetch(host + path, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw unreadable(file);
  return Buffer.from(await response.arrayBuffer());
}

function unreadable(path: string): Ended {
  const message = `Cannot read the python file ${path}. Please check driver logs for more details.`;
  return new Ended(internalError(message, "RESOURCE_NOT_FOUND"), { error: message });
}

function inaccessible(path: string): Ended {
  const message = `Unable to access the notebook "${path}". Either it does not exist, or the identity used to run this job lacks the required permissions.`;
  return new Ended(internalError(message, "RESOURCE_NOT_FOUND"), { error: message });
}
