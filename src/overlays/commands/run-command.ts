import { ContextError } from "../../errors/context-error.ts";
import type { CallOptions } from "../../http/caller.ts";
import { afterGrace, cleanUp } from "../clean-up.ts";
import { DEFAULT_WAIT_SECONDS, poll, type WaitOptions } from "../poll.ts";
import { type CommandResult, parseResult } from "./command-result.ts";
import { type CommandClient, type ExecutionContext, namingLostContext } from "./execution-context.ts";

/** Where a command stands, with its result once it ended. */
export interface CommandAnswer {
  readonly command_id: string;
  /** Queued, Running or Cancelling after the longest wait; otherwise Finished, Cancelled or Error. */
  readonly status: string;
  readonly result?: CommandResult;
}

const CANCEL_SECONDS = 30;

const endedStatuses: ReadonlySet<string> = new Set(["Finished", "Cancelled", "Error", ""]);

/**
 * Runs code in a context and waits for its end. After the longest wait it goes on in the cluster and the answer says so:
 * take it up with {@link commandStatus}. An abort cancels the command before the signal's reason is thrown.
 *
 * @throws ContextError when the context no longer exists
 */
export async function runCommand(
  client: CommandClient,
  context: ExecutionContext,
  code: string,
  { max_wait_seconds = DEFAULT_WAIT_SECONDS, ...options }: WaitOptions & { readonly max_wait_seconds?: number } = {},
): Promise<CommandAnswer> {
  options.signal?.throwIfAborted();
  const request = { ...wireIds(context), language: context.language, command: code };
  const started = await namingLostContext(client.commandExecution.execute(request, afterGrace(options.signal)));
  const command = { ...context, command_id: started.id ?? "" };
  try {
    return await commandStatus(client, command, { max_wait_seconds, ...options });
  } catch (error) {
    if (options.signal?.aborted) await cleanUp((late) => requestCancel(client, command, late));
    if (options.signal?.aborted || error instanceof ContextError) throw error;
    throw ContextError.commandLost(command.command_id, error);
  }
}

/** Where a command stands now or, when it is waited for, at its end. An abort only stops the waiting. */
export async function commandStatus(
  client: CommandClient,
  command: Command,
  { max_wait_seconds = 0, ...options }: WaitOptions & { readonly max_wait_seconds?: number } = {},
): Promise<CommandAnswer> {
  return waitForCommand(client, command, max_wait_seconds, await readStatus(client, command, options), options);
}

/**
 * Cancels a command and waits up to 30 s for its end. One that finished first keeps its result: the status says which.
 *
 * @throws ContextError when the context no longer exists
 */
export async function cancelCommand(
  client: CommandClient,
  command: Command,
  options: WaitOptions = {},
): Promise<CommandAnswer> {
  await namingLostContext(requestCancel(client, command, options));
  return waitForCommand(client, command, CANCEL_SECONDS, await readStatus(client, command, options), options);
}

/** A command of a context. */
export interface Command extends ExecutionContext {
  readonly command_id: string;
}

type Status = Awaited<ReturnType<CommandClient["commandExecution"]["commandStatus"]>>;

async function waitForCommand(
  client: CommandClient,
  command: Command,
  maxWaitSeconds: number,
  first: Status,
  options: WaitOptions,
): Promise<CommandAnswer> {
  const ask = () => readStatus(client, command, options);
  const last = await poll(first, { ask, stateOf, ended: endedStatuses }, maxWaitSeconds, options);
  const status = stateOf(last);
  const answer = { command_id: command.command_id, status };
  return endedStatuses.has(status) && last.results ? { ...answer, result: parseResult(last.results) } : answer;
}

function readStatus(client: CommandClient, command: Command, options: CallOptions): Promise<Status> {
  const args = { ...wireIds(command), commandId: command.command_id };
  return namingLostContext(client.commandExecution.commandStatus(args, options));
}

function requestCancel(client: CommandClient, command: Command, options: CallOptions): Promise<unknown> {
  return client.commandExecution.cancel({ ...wireIds(command), commandId: command.command_id }, options);
}

function stateOf({ status }: Status): string {
  return status ?? "";
}

function wireIds({ cluster_id, context_id }: ExecutionContext) {
  return { clusterId: cluster_id, contextId: context_id };
}
