import { invalid } from "./local-error.ts";

/**
 * One page of a list; its token is the position of the next.
 *
 * @param field of the answer that holds the items
 * @throws LocalError 400 for a token that no page gave
 */
export function page<Field extends string, Item>(
  field: Field,
  items: readonly Item[],
  size: number,
  token: string | undefined,
): { [Key in Field]: Item[] } & { next_page_token?: string } {
  if (token && !/^\d+$/.test(token)) throw invalid(`Invalid page token ${token}.`);
  const start = Number(token || 0);
  const end = start + Math.max(1, size);
  const shown = { [field]: items.slice(start, end) } as { [Key in Field]: Item[] };
  return { ...shown, ...(end < items.length && { next_page_token: String(end) }) };
}
