import { invalid } from "../local-error.ts";

/** One page of a list, and how to ask for the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** Where an item stands in a list of newest first. */
export type Position = readonly [time: number, id: number];

/**
 * A page of what is sorted here: newest first. The token names the last item that was shown, so that what comes or goes
 * in between shifts nothing.
 *
 * @throws LocalError for a token that is none
 */
export function newestFirst<Item>(
  items: readonly Item[],
  positionOf: (item: Item) => Position,
  { limit, offset = 0, token }: { limit: number; offset?: number | undefined; token?: string | undefined },
): Page<Item> {
  const sorted = items.toSorted((one, other) => compare(positionOf(other), positionOf(one)));
  const after = token === undefined ? undefined : readToken(token);
  const rest = after ? sorted.filter((item) => compare(positionOf(item), after) < 0) : sorted.slice(offset);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const more = last !== undefined && rest.length > limit;
  return { items: page, next: more ? writeToken(positionOf(last)) : undefined };
}

const compare = ([time, id]: Position, [otherTime, otherId]: Position): number => time - otherTime || id - otherId;

const writeToken = (position: Position): string => Buffer.from(position.join(":")).toString("base64url");

function readToken(token: string): Position {
  const [, time, id] = /^(\d+):(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (time === undefined) throw invalid(`Invalid page token: ${token}`);
  return [Number(time), Number(id)];
}

/** How many entries of each list an object shows at a time. */
export const entriesPerPage = 100;

/** The lists that an object has. */
type Cut<Lists> = { [Name in keyof Lists]?: NonNullable<Lists[Name]> };

/**
 * One page of the lists of an object, each cut in the same way.
 *
 * @throws LocalError for a token that is none
 */
export function subPage<Lists extends Readonly<Record<string, readonly unknown[] | undefined>>>(
  lists: Lists,
  token: string | undefined,
): { readonly lists: Cut<Lists>; readonly next: string | undefined } {
  const [start] = token === undefined ? [0] : readToken(token);
  const end = start + entriesPerPage;
  const cut = Object.entries(lists).flatMap(([name, list]) => (list ? [[name, list.slice(start, end)]] : []));
  const more = Object.values(lists).some((list) => (list?.length ?? 0) > end);
  return { lists: Object.fromEntries(cut) as Cut<Lists>, next: more ? writeToken([end, 0]) : undefined };
}
