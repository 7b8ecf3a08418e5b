import type { LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import {
  catalogHandlers,
  functionHandlers,
  grantHandlers,
  metastoreHandlers,
  type OpenUnity,
  schemaHandlers,
  tableHandlers,
  volumeHandlers,
} from "./handlers.ts";
import { UnityCatalog } from "./unity-catalog.ts";

/** Unity Catalog: what SQL makes, its APIs show, and what they make can be queried. */
export function unityCatalogService(workspace: Workspace): LocalService {
  const open: OpenUnity = () => UnityCatalog.of(workspace);
  return {
    handlers: {
      metastores: metastoreHandlers(open),
      catalogs: catalogHandlers(open),
      schemas: schemaHandlers(open),
      tables: tableHandlers(open),
      volumes: volumeHandlers(open),
      functions: functionHandlers(open),
      grants: grantHandlers(open),
    },
  };
}
