import type { CallOptions } from "../http/caller.ts";

/** Milliseconds that a clean-up request may take; it does not hear the signal that caused it. */
const CLEAN_UP_MS = 10_000;
/** Milliseconds that a request creating something may go on after an abort, so that we learn what to clean up. */
const GRACE_MS = 5_000;

/** Makes one best-effort request with its own deadline. A failure is dropped: the error that led here matters more. */
export async function cleanUp(request: (options: CallOptions) => Promise<unknown>): Promise<void> {
  await request({ signal: AbortSignal.timeout(CLEAN_UP_MS) }).catch(() => undefined);
}

/** Options for a request that creates something: it hears an abort 5 s late, so its answer still tells the new id. */
export function afterGrace(signal: AbortSignal | undefined): CallOptions {
  if (!signal) return {};
  const late = new AbortController();
  const abort = () => void setTimeout(() => late.abort(signal.reason), GRACE_MS).unref();
  signal.addEventListener("abort", abort, { once: true });
  return { signal: late.signal };
}
