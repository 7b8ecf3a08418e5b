import { unityCatalogService } from "./catalog/index.ts";
import { computeService } from "./compute/index.ts";
import { filesService } from "./files/index.ts";
import type { LocalService } from "./handlers.ts";
import { jobsService } from "./jobs/index.ts";
import { platformService } from "./platform/index.ts";
import { sqlService } from "./sql/index.ts";
import type { Workspace } from "./workspace.ts";

/** Makes one part of the workspace. */
type ServiceFactory = (workspace: Workspace) => LocalService | Promise<LocalService>;

const factories: readonly ServiceFactory[] = [
  computeService,
  filesService,
  platformService,
  sqlService,
  unityCatalogService,
  // The last is closed first: runs of jobs use what the others hold.
  jobsService,
];

/** The parts of the local workspace. Operations of none are answered by Prism. */
export function localServices(workspace: Workspace): Promise<readonly LocalService[]> {
  return Promise.all(factories.map((make) => make(workspace)));
}
