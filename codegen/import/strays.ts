import type { ServiceFacts } from "./go-service.ts";
import { type Place, UnknownShapeError } from "./go-syntax.ts";

interface Link {
  readonly at: Place;
  readonly api: string;
  /** Method, or poller, that must be there. */
  readonly name: string;
}

/** Stops when an iterator, a wait or a long-running operation belongs to, or polls, a method that sends no request. */
export function refuseStrays({ requests, iterators, waiters, pollers, longRunning }: ServiceFacts): void {
  const starts = [...iterators, ...waiters, ...longRunning].map((each) => ({ ...each, name: each.method }));
  const polls = [...pollers, ...longRunning].map((each) => ({ ...each, name: each.pollMethod }));
  const methods = new Set(requests.map(({ api, method }) => `${api}.${method}`));
  refuse([...starts, ...polls], methods, "a method that sends a request");
  const waits = new Set(pollers.map(({ api, name }) => `${api}.${name}`));
  refuse(
    waiters.map((each) => ({ ...each, name: each.poller })),
    waits,
    "a poller",
  );
}

function refuse(links: readonly Link[], known: ReadonlySet<string>, expected: string): void {
  for (const { at, api, name } of links)
    if (!known.has(`${api}.${name}`)) throw new UnknownShapeError(at, expected, `${api}.${name}`);
}
