import type { Handlers } from "../handlers.ts";
import { invalid, invalidState } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import { checkSettings } from "./check-settings.ts";
import type { RunDocument } from "./documents.ts";
import type { JobStore } from "./job-store.ts";
import { type NewRun, runOfJob, runOfTasks } from "./new-run.ts";
import { exportOf, outputOf } from "./outputs.ts";
import { newestFirst } from "./pages.ts";
import { repair } from "./repair.ts";
import { RunAnswers } from "./run-answer.ts";
import type { Scheduler } from "./scheduler.ts";
import { isEnd } from "./states.ts";

/** Runs on a page of `jobs/runs/list`. */
const PER_PAGE = { usual: 20, most: 25 };

/** What is done to runs. */
export function runHandlers(workspace: Workspace, store: JobStore, scheduler: Scheduler): Handlers<"jobs"> {
  const answers = new RunAnswers(store, () => workspace.host);
  const start = (token: string | undefined, queue: boolean, make: () => NewRun): RunDocument =>
    startOnce(store, token, (remember) => scheduler.admit(make(), queue, remember));
  return {
    runNow(request, { user }) {
      const job = store.job(request.job_id);
      const queue = (request.queue ?? job.settings.queue)?.enabled ?? false;
      const asked = { creator: user.userName, trigger: "ONE_TIME" } as const;
      const { run_id } = start(request.idempotency_token, queue, () => runOfJob(job, request, asked));
      return { run_id, number_in_job: run_id };
    },

    submit(request, { user }) {
      checkSettings(request);
      const { run_id } = start(request.idempotency_token, true, () => runOfTasks(request, user.userName));
      return { run_id };
    },

    getRun: ({ run_id, ...view }) => answers.answer(run_id, view),

    listRuns({ limit = PER_PAGE.usual, offset, page_token: token, expand_tasks = false, ...filter }) {
      if (limit < 1 || limit > PER_PAGE.most) throw invalid(`limit must be between 1 and ${PER_PAGE.most}.`);
      const found = store.runs.list().filter(filterOf(filter));
      const { items, next } = newestFirst(found, ({ start_time, run_id }) => [start_time, run_id], {
        ...{ limit, offset, token },
      });
      const runs = items.map((run) => answers.listed(run, expand_tasks));
      return { runs, has_more: next !== undefined, ...(next !== undefined && { next_page_token: next }) };
    },

    getRunOutput: ({ run_id }) => outputOf(store, answers, run_id),
    exportRun: ({ run_id }) => exportOf(workspace, store, run_id),

    cancelRun({ run_id }) {
      if (!store.taskRuns.get(Number(run_id))) store.run(run_id);
      scheduler.cancel(Number(run_id));
    },

    cancelAllRuns({ job_id, all_queued_runs }) {
      if (job_id === undefined && !all_queued_runs) throw invalid("Either job_id or all_queued_runs must be given.");
      const job = job_id === undefined ? undefined : store.job(job_id);
      for (const run of store.runs.list().filter(({ state }) => !isEnd(state))) {
        const ofJob = job === undefined || run.job_id === job.job_id;
        if (ofJob && (!all_queued_runs || run.state.life === "QUEUED")) scheduler.cancel(run.run_id);
      }
    },

    deleteRun({ run_id }) {
      const run = store.run(run_id);
      if (!isEnd(run.state)) throw invalidState(`Run ${run_id} is active and cannot be deleted.`);
      store.deleteRun(run);
    },

    repairRun(request) {
      const repaired = repair(store, store.run(request.run_id), request);
      scheduler.restart(repaired);
      return { repair_id: repaired.repairs.at(-1)?.id ?? 0 };
    },
  };
}

/**
 * Starts a run, or finds the one that was started with the same idempotency token.
 *
 * @throws LocalError when that one has been deleted, or the token is too long
 */
function startOnce(
  store: JobStore,
  token: string | undefined,
  admit: (remember?: (run: RunDocument) => void) => RunDocument,
): RunDocument {
  if (!token) return admit();
  if (token.length > 64) throw invalid("idempotency_token cannot have more than 64 characters.");
  const known = store.tokens.get(token);
  return known === undefined ? admit(({ run_id }) => store.tokens.put(token, run_id)) : store.run(known);
}

interface Filter {
  readonly active_only?: boolean | undefined;
  readonly completed_only?: boolean | undefined;
  readonly job_id?: unknown;
  readonly run_type?: string | undefined;
  readonly start_time_from?: unknown;
  readonly start_time_to?: unknown;
}

function filterOf({ active_only, completed_only, job_id, run_type, ...filter }: Filter): (run: RunDocument) => boolean {
  if (active_only && completed_only) throw invalid("active_only and completed_only cannot both be true.");
  const from = Number(filter.start_time_from ?? 0);
  const to = Number(filter.start_time_to ?? Number.MAX_SAFE_INTEGER);
  return (run) =>
    (!active_only || !isEnd(run.state)) &&
    (!completed_only || isEnd(run.state)) &&
    (job_id === undefined || run.job_id === Number(job_id)) &&
    (run_type === undefined || run.run_type === run_type) &&
    run.start_time >= from &&
    run.start_time <= to;
}
