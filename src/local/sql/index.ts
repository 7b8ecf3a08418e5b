import type { LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import { closeEngine } from "./engine.ts";
import { queryHistoryHandlers } from "./query-history.ts";
import { statementHandlers } from "./statement-handlers.ts";
import { Statements } from "./statements.ts";
import { warehouseHandlers } from "./warehouse-handlers.ts";
import { Warehouses } from "./warehouses.ts";

/** SQL warehouses, the statements that they run, and the history of these. */
export function sqlService(workspace: Workspace): LocalService {
  const warehouses = new Warehouses(workspace);
  const statements = new Statements(workspace, warehouses);
  const [first] = warehouses.list();
  return {
    ...(first && { defaults: { warehouseId: first.id } }),
    handlers: {
      queryHistory: queryHistoryHandlers(workspace, statements),
      statementExecution: statementHandlers(workspace, statements),
      warehouses: warehouseHandlers(workspace, warehouses),
    },
    async close() {
      await statements.close();
      await closeEngine(workspace);
    },
  };
}
