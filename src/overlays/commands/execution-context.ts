import type { DatabricksClient } from "../../client/databricks-client.ts";
import { ApiError } from "../../errors/api-error.ts";
import { ArgumentError } from "../../errors/argument-error.ts";
import { ContextError } from "../../errors/context-error.ts";
import type { CallOptions } from "../../http/caller.ts";
import { afterGrace, cleanUp } from "../clean-up.ts";
import { poll, type WaitOptions } from "../poll.ts";
import { forgetContext, keepContext } from "./open-contexts.ts";

/** The part of the client that runs commands (Command Execution API 1.2, all-purpose clusters only). */
export type CommandClient = Pick<DatabricksClient, "clusters" | "commandExecution">;

/** Languages of a context. */
export const languages = ["python", "scala", "sql", "r"] as const;
/** One of {@link languages}. */
export type Language = (typeof languages)[number];

/** A context on a cluster: it keeps variables and imports from command to command. */
export interface ExecutionContext {
  readonly cluster_id: string;
  readonly context_id: string;
  readonly language: Language;
}

/** Seconds that a new context may take to start. */
const START_SECONDS = 120;

/**
 * Opens a context on a running cluster and waits until it can take commands. It stays open until {@link closeContext} or
 * the end of the process. A context that does not start, or that nobody waits for any more, is destroyed.
 *
 * @throws ContextError when the cluster is not running (it is never started: that costs) or the context does not start
 */
export async function openContext(
  client: CommandClient,
  { cluster_id, language }: Omit<ExecutionContext, "context_id">,
  options: WaitOptions = {},
): Promise<ExecutionContext> {
  await requireRunning(client, cluster_id, options);
  const created = await client.commandExecution.create({ clusterId: cluster_id, language }, afterGrace(options.signal));
  const context = { cluster_id, context_id: created.id ?? "", language };
  keepContext(context.context_id, (late) => closeContext(client, context, late));
  try {
    await waitUntilRunning(client, context, options);
    return context;
  } catch (error) {
    await cleanUp((late) => closeContext(client, context, late));
    throw error;
  }
}

/** Destroys a context. One that is already gone, or whose cluster is, counts as closed. */
export async function closeContext(
  client: CommandClient,
  { cluster_id, context_id }: ExecutionContext,
  options: CallOptions = {},
): Promise<void> {
  try {
    await client.commandExecution.destroy({ clusterId: cluster_id, contextId: context_id }, options);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  forgetContext(context_id);
}

/** Opens a context for `work` and destroys it afterwards, whatever happens. */
export async function withContext<T>(
  client: CommandClient,
  where: Omit<ExecutionContext, "context_id">,
  work: (context: ExecutionContext) => Promise<T>,
  options: WaitOptions = {},
): Promise<T> {
  const context = await openContext(client, where, options);
  try {
    return await work(context);
  } finally {
    await cleanUp((late) => closeContext(client, context, late));
  }
}

/** The context's status: Pending, Running or Error. */
export async function contextStatus(
  client: CommandClient,
  { cluster_id, context_id }: ExecutionContext,
  options: CallOptions = {},
): Promise<string> {
  const args = { clusterId: cluster_id, contextId: context_id };
  return (await namingLostContext(client.commandExecution.contextStatus(args, options))).status ?? "Error";
}

/** The context as one string for an agent to hold: `<cluster_id>/<context_id>/<language>`. */
export function formatContext({ cluster_id, context_id, language }: ExecutionContext): string {
  return `${cluster_id}/${context_id}/${language}`;
}

/** Reads what {@link formatContext} wrote. @throws ArgumentError */
export function parseContext(handle: string): ExecutionContext {
  const [cluster_id, context_id, name, ...rest] = handle.split("/");
  const language = languages.find((known) => known === name);
  if (!cluster_id || !context_id || !language || rest.length > 0) {
    throw new ArgumentError(
      "context",
      "is not a context",
      "Pass <cluster_id>/<context_id>/<language>, as context_open answered it.",
    );
  }
  return { cluster_id, context_id, language };
}

/** Turns the API's "no such context" into an error that says what to do. */
export async function namingLostContext<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw isGone(error) ? ContextError.gone(error) : error;
  }
}

async function requireRunning(client: CommandClient, cluster_id: string, options: CallOptions): Promise<void> {
  const { state = "UNKNOWN", state_message } = await client.clusters.get({ cluster_id }, options);
  if (state !== "RUNNING" && state !== "RESIZING")
    throw ContextError.clusterNotRunning(cluster_id, state, state_message);
}

async function waitUntilRunning(client: CommandClient, context: ExecutionContext, options: WaitOptions): Promise<void> {
  const ask = () => contextStatus(client, context, options);
  const ended = new Set(["Running", "Error"]);
  const status = await poll(await ask(), { ask, stateOf: String, ended }, START_SECONDS, options);
  if (status !== "Running") throw ContextError.notStarted(context.cluster_id, status);
}

/** API 1.2 has no error codes: a lost context is a 404 that does not name a command, or a message that says so. */
function isGone(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  const { status, reason } = error;
  const told = /(context|cluster)(id)?\b.*\b(not found|does not exist)|(Context|Cluster)NotFound/i.test(reason);
  return told || (status === 404 && !/command/i.test(reason));
}
