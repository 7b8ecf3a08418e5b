/**
 * Reads a `Retry-After` header: seconds (Databricks also sends decimals) or an HTTP date. Anything else, also a time
 * past, counts as no wish.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds to wait
 */
export function retryAfterMs(header: string | null | undefined, now: number): number {
  if (header === null || header === undefined) return 0;
  const wish = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wish) ? 0 : Math.max(wish, 0);
}
