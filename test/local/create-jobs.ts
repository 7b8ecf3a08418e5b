/**
 * Creates jobs for as long as it lives in the workspace whose directory it is given, and tells each one's id when it
 * was acknowledged. For a test that kills it.
 */
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";

const [data = ""] = process.argv.slice(2);
const { host, token } = await startLocalWorkspace({ data });
const client = new DatabricksClient({ host, token });
const waiting = {
  task_key: "a",
  condition_task: { left: "one", op: "GREATER_THAN", right: "1" },
  max_retries: 1,
  min_retry_interval_millis: 3_600_000,
};
const { run_id } = await client.jobs.submit({ tasks: [waiting] });
process.stdout.write(`run ${run_id}\n`);
for (let count = 0; ; count++) {
  const { job_id } = await client.jobs.create({ name: `job ${count}`, tasks: [waiting] });
  process.stdout.write(`job ${job_id}\n`);
}
