/**
 * The Jobs API over runs that really run: notebooks and Python files in processes of their own, SQL in the engine,
 * conditions, loops and other jobs. Schedules, triggers and notifications are kept, and never fire.
 */
import type { Handlers, LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import { jobHandlers } from "./job-handlers.ts";
import { JobStore } from "./job-store.ts";
import { runHandlers } from "./run-handlers.ts";
import { Scheduler } from "./scheduler.ts";

/** Jobs and runs. Runs that an earlier process left active have ended by now, as `INTERNAL_ERROR`. */
export function jobsService(workspace: Workspace): LocalService {
  const store = new JobStore(workspace.store);
  store.endLost();
  const scheduler = new Scheduler(workspace, store);
  const handlers: Handlers<"jobs"> = {
    ...jobHandlers(store, scheduler, workspace),
    ...runHandlers(workspace, store, scheduler),
  };
  return { handlers: { jobs: handlers }, close: () => scheduler.close() };
}
