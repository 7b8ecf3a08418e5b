import type { LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import { dbfsApi } from "./dbfs.ts";
import { Disk } from "./disk.ts";
import { filesApi } from "./files-api.ts";
import { Uploads } from "./uploads.ts";
import { Volumes } from "./volumes.ts";
import { importRoutes, workspaceApi } from "./workspace-api.ts";
import { workspaceFiles } from "./workspace-files.ts";

/** Files of volumes, of the workspace's tree and of DBFS, on disk. */
export function filesService(workspace: Workspace): LocalService {
  const volumes = new Volumes(workspace);
  const tree = workspaceFiles(workspace);
  return {
    handlers: {
      files: filesApi(volumes),
      dbfs: dbfsApi({
        disk: () => Disk.open(workspace, "dbfs"),
        unfinished: () => workspace.temporaryDirectory("dbfs"),
      }),
      workspace: workspaceApi(tree),
    },
    routes: { ...new Uploads(workspace, volumes).routes(), ...importRoutes(workspace, tree) },
  };
}
