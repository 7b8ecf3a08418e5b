import { orAborted } from "../../auth/or-aborted.ts";

/**
 * Works on items as they come, on so many at once. The first failure ends the work on the others; when this returns or
 * throws, no work is under way any more.
 *
 * @param signal ends everything with its reason
 * @param work hears of a failure elsewhere, and of `signal`, by the signal it is given
 */
export async function inParallel<Item>(
  items: AsyncIterator<Item>,
  workers: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const over = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const worker = async () => {
    try {
      for (;;) {
        const next = await orAborted(items.next(), over);
        if (next.done) return;
        over.throwIfAborted();
        await work(next.value, over);
      }
    } catch (error) {
      failure.abort(error);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  over.throwIfAborted();
}
