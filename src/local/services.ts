import type { LocalService } from "./handlers.ts";
import { platformService } from "./platform/index.ts";
import type { Workspace } from "./workspace.ts";

/** Makes one part of the workspace. */
type ServiceFactory = (workspace: Workspace) => LocalService | Promise<LocalService>;

const factories: readonly ServiceFactory[] = [platformService];

/** The parts of the local workspace. Operations of none are answered by Prism. */
export function localServices(workspace: Workspace): Promise<readonly LocalService[]> {
  return Promise.all(factories.map((make) => make(workspace)));
}
