import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";

/** Tools on one page of `tools/list`. Many clients read only the first page, so the default surface stays below it. */
export const pageSize = 200;

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/**
 * Cuts a page out of a list that never changes while the process lives.
 *
 * @param cursor what the page before gave; opaque to clients
 * @throws ProtocolError -32602 for a cursor that this list did not give
 */
export function page<Item>(all: readonly Item[], cursor: string | undefined): Page<Item> {
  const start = cursor === undefined ? 0 : offsetOf(cursor, all.length);
  const end = start + pageSize;
  const items = all.slice(start, end);
  return end < all.length ? { items, nextCursor: cursorAt(end, all.length) } : { items };
}

function cursorAt(offset: number, total: number): string {
  return Buffer.from(`${offset}/${total}`).toString("base64url");
}

function offsetOf(cursor: string, total: number): number {
  for (let offset = pageSize; offset < total; offset += pageSize) {
    if (cursorAt(offset, total) === cursor) return offset;
  }
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Unknown cursor: list again from the first page");
}
