import { DatabricksClient, type Int64, type Schemas, WaitError } from "databricks-mcp-toolkit/client";

// Compiled against the packed package, never run: what must type-check, and what must not.

declare function use(...values: unknown[]): void;

const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "t" });

const page: Schemas["jobs"]["ListJobsResponse"] = await client.jobs.list();
for await (const job of client.jobs.list.all({ expand_tasks: true })) {
  const id: Int64 | undefined = job.job_id;
  use(id, page.has_more);
}
for await (const user of client.usersV2.list.all()) use(user.userName);

const run: Schemas["jobs"]["Run"] = await client.jobs.runNow.wait(
  { job_id: "9223372036854775807" },
  {
    timeoutMs: Number.POSITIVE_INFINITY,
    onProgress({ state, polled }) {
      const known: "PENDING" | "RUNNING" | "TERMINATED" | (string & {}) | undefined = state;
      use(known, polled.run_page_url);
    },
  },
);
const project: Schemas["postgres"]["Project"] = await client.postgres.createProject.wait({
  project_id: "p",
  project: {},
});
// @ts-expect-error nothing comes out of a deletion
(await client.postgres.deleteProject.wait({ name: "projects/p" })).name;
const whole: Schemas["jobs"]["Job"] = await client.jobs.get.whole({ job_id: 1 });
use(run, project, whole, new Error() instanceof WaitError);

// @ts-expect-error catalog and schema must be given
client.tables.list.all();
// @ts-expect-error a job cannot be listed
client.jobs.create.all({});
// @ts-expect-error there is no such argument
client.jobs.runNow.wait({ job: 1 });
