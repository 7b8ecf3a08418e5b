import type { Handlers } from "../handlers.ts";
import { invalid } from "../local-error.ts";
import { permissionLists } from "../platform/permissions.ts";
import type { Workspace } from "../workspace.ts";
import { checkSettings } from "./check-settings.ts";
import { type JobStore, newId } from "./job-store.ts";
import { newestFirst } from "./pages.ts";
import { hasMore, pageOfSettings } from "./run-answer.ts";
import type { Scheduler } from "./scheduler.ts";
import { listedJob, updated, withDefaults } from "./settings.ts";

/** Jobs on a page of `jobs/list`. */
const PER_PAGE = { usual: 20, most: 100 };

/** What is done to jobs themselves. */
export function jobHandlers(store: JobStore, scheduler: Scheduler, { store: documents }: Workspace): Handlers<"jobs"> {
  const permissions = permissionLists(documents);
  return {
    create({ access_control_list, ...settings }, { user }) {
      checkSettings(settings);
      const job_id = newId();
      if (access_control_list) {
        const owner = { user_name: user.userName, permission_level: "IS_OWNER" };
        const owned = access_control_list.some(({ permission_level }) => permission_level === "IS_OWNER");
        permissions.replace("jobs", String(job_id), owned ? access_control_list : [owner, ...access_control_list]);
      }
      const creator_user_name = user.userName;
      store.jobs.put(job_id, { job_id, created_time: Date.now(), creator_user_name, settings: withDefaults(settings) });
      return { job_id };
    },

    get({ job_id, page_token }) {
      const job = store.job(job_id);
      const { settings, next } = pageOfSettings(job.settings, page_token);
      const run_as_user_name = settings.run_as?.user_name ?? job.creator_user_name;
      return { ...job, run_as_user_name, settings, ...(next !== undefined && { next_page_token: next }) };
    },

    list({ name, expand_tasks, limit = PER_PAGE.usual, offset, page_token: token }) {
      if (limit < 1 || limit > PER_PAGE.most) throw invalid(`limit must be between 1 and ${PER_PAGE.most}.`);
      const named = store.jobs.list().filter(({ settings }) => isNamed(settings.name, name));
      const { items, next } = newestFirst(named, ({ created_time, job_id }) => [created_time, job_id], {
        ...{ limit, offset, token },
      });
      const jobs = items.map((job) => {
        if (!expand_tasks) return listedJob(job);
        const more = hasMore(job.settings);
        return { ...job, settings: pageOfSettings(job.settings, undefined).settings, ...(more && { has_more: true }) };
      });
      return { jobs, has_more: next !== undefined, ...(next !== undefined && { next_page_token: next }) };
    },

    reset({ job_id, new_settings }) {
      const job = store.job(job_id);
      checkSettings(new_settings);
      store.jobs.put(job.job_id, { ...job, settings: withDefaults(new_settings) });
    },

    update(request) {
      const job = store.job(request.job_id);
      const settings = updated(job.settings, request);
      checkSettings(settings);
      store.jobs.put(job.job_id, { ...job, settings });
    },

    delete({ job_id }) {
      const job = store.job(job_id);
      store.jobs.delete(job.job_id);
      for (const run of store.runs.list().filter((each) => each.job_id === job.job_id)) scheduler.cancel(run.run_id);
    },
  };
}

/** The filter is the whole name, in any case. */
const isNamed = (name: string | undefined, filter: string | undefined): boolean =>
  filter === undefined || name?.toLowerCase() === filter.toLowerCase();
