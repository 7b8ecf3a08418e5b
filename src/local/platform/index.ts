import type { LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import { currentUser } from "./current-user.ts";
import { oauthRoutes } from "./oauth.ts";
import { permissions } from "./permissions.ts";
import { pipelines } from "./pipelines.ts";
import { secrets } from "./secrets.ts";
import { servingEndpoints } from "./serving-endpoints.ts";
import { tokens } from "./tokens.ts";

/** Who is there, what they may, and the small services that only keep states. */
export function platformService(workspace: Workspace): LocalService {
  const { handlers, levels } = permissions(workspace);
  return {
    handlers: {
      ...handlers,
      currentUser,
      tokens: tokens(workspace),
      secrets: secrets(workspace),
      ...levels,
      pipelines: { ...pipelines(workspace), ...levels.pipelines },
      servingEndpoints: { ...servingEndpoints(workspace), ...levels.servingEndpoints },
    },
    routes: oauthRoutes(workspace),
  };
}
