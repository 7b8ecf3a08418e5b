import { randomUUID } from "node:crypto";
import type { Schemas } from "../../../generated/index.ts";
import { escaped } from "../escaped.ts";
import type { Handlers } from "../handlers.ts";
import { alreadyExists, invalid, LocalError, notFound } from "../local-error.ts";
import { page } from "../page.ts";
import type { Collection } from "../store.ts";
import type { Timings, Workspace } from "../workspace.ts";
import { ended, eventsOf, type Pipeline, pipelineState, stateOf, type Update, updateInfo } from "./pipeline-states.ts";

type Spec = Schemas["pipelines"]["PipelineSpec"];

/** Pipelines as state machines: updates pass their states and end, nothing is computed. */
export function pipelines({ store, timings }: Workspace): Handlers<"pipelines"> {
  const all = new Pipelines(store.collection<Pipeline>("pipelines"), timings);
  return { ...managing(all), ...listing(all), ...updating(all) };
}

class Pipelines {
  readonly all: Collection<Pipeline>;
  readonly timings: Timings;

  constructor(all: Collection<Pipeline>, timings: Timings) {
    this.all = all;
    this.timings = timings;
  }

  /** @throws LocalError 404 */
  find(id: string): Pipeline {
    const pipeline = this.all.get(id);
    if (!pipeline) throw notFound(`The specified pipeline ${id} was not found.`);
    return pipeline;
  }

  /** The update that has not ended, if any. */
  active(pipeline: Pipeline): Update | undefined {
    return pipeline.updates.find((each) => !ended(stateOf(pipeline, each, this.timings)));
  }

  save(id: string, spec: Spec, creator: string, updates: readonly Update[]): void {
    this.all.put(id, { pipeline_id: id, spec: { ...spec, id }, creator, modified: Date.now(), updates });
  }

  /** @throws LocalError 409 when another pipeline has the name */
  checkName(name: string | undefined, id?: string): void {
    if (name === undefined) return;
    const taken = this.all.list().some(({ spec, pipeline_id }) => spec.name === name && pipeline_id !== id);
    if (taken) throw alreadyExists(`The pipeline name '${name}' is already used by another pipeline.`);
  }

  summary(pipeline: Pipeline) {
    const { pipeline_id, spec, creator, updates } = pipeline;
    return {
      pipeline_id,
      ...(spec.name !== undefined && { name: spec.name }),
      state: pipelineState(pipeline, this.timings),
      creator_user_name: creator,
      run_as_user_name: creator,
      latest_updates: updates.slice(0, 5).map((each) => ({
        update_id: each.update_id,
        creation_time: new Date(each.since).toISOString(),
        state: stateOf(pipeline, each, this.timings),
      })),
    };
  }
}

function managing(pipelines: Pipelines): Handlers<"pipelines"> {
  return {
    create: ({ dry_run, allow_duplicate_names, ...spec }, { user }) => {
      if (!allow_duplicate_names) pipelines.checkName(spec.name);
      if (dry_run) return { effective_settings: spec };
      const pipeline_id = randomUUID();
      pipelines.save(pipeline_id, spec, user.userName, []);
      return { pipeline_id };
    },
    update: ({ pipeline_id, allow_duplicate_names, expected_last_modified: _, ...spec }) => {
      const { creator, updates } = pipelines.find(pipeline_id);
      if (!allow_duplicate_names) pipelines.checkName(spec.name, pipeline_id);
      pipelines.save(pipeline_id, spec, creator, updates);
    },
    delete: ({ pipeline_id }) => {
      pipelines.find(pipeline_id);
      pipelines.all.delete(pipeline_id);
    },
    get: ({ pipeline_id }) => {
      const pipeline = pipelines.find(pipeline_id);
      return { ...pipelines.summary(pipeline), spec: pipeline.spec, last_modified: pipeline.modified };
    },
  };
}

function listing(pipelines: Pipelines): Handlers<"pipelines"> {
  return {
    listPipelines: ({ filter, max_results = 25, page_token }) => {
      const pattern = /^name like '(.*)'$/i.exec(filter ?? "")?.[1];
      if (filter && pattern === undefined) throw invalid(`The filter ${filter} is not supported here.`);
      const statuses = pipelines.all
        .list()
        .filter(({ spec }) => pattern === undefined || isLike(spec.name ?? "", pattern))
        .map((each) => pipelines.summary(each));
      return page("statuses", statuses, max_results, page_token);
    },
    listUpdates: ({ pipeline_id, max_results = 25, page_token }) => {
      const pipeline = pipelines.find(pipeline_id);
      const updates = pipeline.updates.map((each) => updateInfo(pipeline, each, pipelines.timings));
      return page("updates", updates, max_results, page_token);
    },
    listPipelineEvents: ({ pipeline_id, max_results = 25, page_token }) =>
      page("events", eventsOf(pipelines.find(pipeline_id), pipelines.timings), max_results, page_token),
  };
}

/** SQL's LIKE, with `%` only. */
const isLike = (text: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split("%").map(escaped).join(".*")}$`, "s").test(text);

function updating(pipelines: Pipelines): Handlers<"pipelines"> {
  return {
    startUpdate: ({ pipeline_id, cause = "API_CALL", full_refresh = false, validate_only = false }) => {
      const pipeline = pipelines.find(pipeline_id);
      const running = pipelines.active(pipeline);
      if (running) {
        throw new LocalError(409, "RESOURCE_CONFLICT", `An active update ${running.update_id} already exists.`);
      }
      const update = { update_id: randomUUID(), cause, full_refresh, validate_only, since: Date.now() };
      pipelines.all.put(pipeline_id, { ...pipeline, updates: [update, ...pipeline.updates] });
      return { update_id: update.update_id };
    },
    getUpdate: ({ pipeline_id, update_id }) => {
      const pipeline = pipelines.find(pipeline_id);
      const update = pipeline.updates.find((each) => each.update_id === update_id);
      if (!update) throw notFound(`The update ${update_id} of pipeline ${pipeline_id} was not found.`);
      return { update: updateInfo(pipeline, update, pipelines.timings) };
    },
    stop: ({ pipeline_id }) => {
      const pipeline = pipelines.find(pipeline_id);
      const running = pipelines.active(pipeline);
      const updates = pipeline.updates.map((each) => (each === running ? { ...each, stopped: Date.now() } : each));
      pipelines.all.put(pipeline_id, { ...pipeline, updates });
    },
  };
}
