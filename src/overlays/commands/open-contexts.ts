import type { CallOptions } from "../../http/caller.ts";

/** Databricks cannot list contexts, so the ones that this process opened are remembered here by id. */
const open = new Map<string, (options: CallOptions) => Promise<void>>();

/** Remembers how to destroy a context. */
export function keepContext(id: string, destroy: (options: CallOptions) => Promise<void>): void {
  open.set(id, destroy);
}

/** Forgets a context that is destroyed. */
export function forgetContext(id: string): void {
  open.delete(id);
}

/**
 * Destroys every context that this process opened, in at most `deadlineMs` milliseconds. Never throws: the process is
 * about to end. Calls in flight must have ended before; they clean up after themselves.
 */
export async function closeAllContexts(deadlineMs: number): Promise<void> {
  const signal = AbortSignal.timeout(deadlineMs);
  await Promise.allSettled([...open.values()].map((destroy) => destroy({ signal })));
}
