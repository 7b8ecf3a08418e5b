import type { components, operations } from "../../../generated/compute/types.ts";
import { invalid } from "../local-error.ts";
import { type ClusterDocument, type ClusterEvent, detailsOf } from "./cluster-document.ts";

type ListArguments = NonNullable<operations["clusters.list"]["parameters"]["query"]>;
type ListAnswer = components["schemas"]["ListClustersResponse"];
type EventsArguments = components["schemas"]["GetEvents"];
type EventsAnswer = components["schemas"]["GetEventsResponse"];

/** How long ended clusters are listed that are not pinned, in milliseconds. */
const LISTED = 30 * 24 * 3_600_000;

/** A page of clusters: those pinned, active, or ended within 30 days. */
export function listPage(clusters: readonly ClusterDocument[], args: ListArguments): ListAnswer {
  const { page_size = 20, page_token } = args;
  if (page_size < 1 || page_size > 100) throw invalid("page_size must be between 1 and 100");
  const sorted = clusters.filter((each) => isListed(each) && matches(each, args)).toSorted(orderOf(args));
  const offset = readToken(page_token);
  const end = offset + page_size;
  return {
    clusters: sorted.slice(offset, end).map(detailsOf),
    next_page_token: end < sorted.length ? tokenOf(end) : "",
    prev_page_token: offset > 0 ? tokenOf(Math.max(0, offset - page_size)) : "",
  };
}

const isListed = ({ pinned, phase }: ClusterDocument): boolean =>
  pinned || phase.state !== "TERMINATED" || Date.now() - phase.since < LISTED;

function matches({ phase, source, pinned, spec }: ClusterDocument, args: ListArguments): boolean {
  const sources = args["filter_by.cluster_sources"] ?? [];
  const states = args["filter_by.cluster_states"] ?? [];
  const isPinned = args["filter_by.is_pinned"];
  const policy = args["filter_by.policy_id"];
  return (
    (sources.length === 0 || sources.includes(source)) &&
    (states.length === 0 || states.includes(phase.state)) &&
    (isPinned === undefined || isPinned === pinned) &&
    (policy === undefined || policy === spec.policy_id)
  );
}

/** By default those pinned first, then the newest. */
function orderOf(args: ListArguments): (one: ClusterDocument, other: ClusterDocument) => number {
  const sign = args["sort_by.direction"] === "DESC" ? -1 : 1;
  const name = ({ spec }: ClusterDocument): string => spec.cluster_name ?? "";
  if (args["sort_by.field"] === "CLUSTER_NAME") return (one, other) => sign * name(one).localeCompare(name(other));
  return (one, other) => sign * (Number(other.pinned) - Number(one.pinned) || other.created - one.created);
}

/** A page of events: the newest first unless asked otherwise. Pages follow by offset, or by token when asked by token. */
export function eventsPage(all: readonly ClusterEvent[], args: EventsArguments): EventsAnswer {
  const { order = "DESC", page_size, page_token } = args;
  const byToken = page_size !== undefined || page_token !== undefined;
  const limit = Number((byToken ? page_size : args.limit) ?? 50);
  if (limit < 0 || limit > 500) throw invalid("limit must be between 0 and 500");
  const found = all.filter((event) => isWanted(event, args));
  const sorted = order === "ASC" ? found : found.toReversed();
  const offset = byToken ? readToken(page_token) : Number(args.offset ?? 0);
  const end = offset + limit;
  const more = limit > 0 && end < sorted.length;
  return {
    events: sorted.slice(offset, end),
    total_count: sorted.length,
    ...(byToken && { next_page_token: more ? tokenOf(end) : "" }),
    ...(byToken && { prev_page_token: offset > 0 ? tokenOf(Math.max(0, offset - limit)) : "" }),
    ...(!byToken && more && { next_page: { ...args, offset: end, limit, order } }),
  };
}

function isWanted(
  { timestamp, type = "" }: ClusterEvent,
  { start_time, end_time, event_types }: EventsArguments,
): boolean {
  const time = Number(timestamp);
  const within = time >= Number(start_time ?? 0) && time <= Number(end_time ?? Infinity);
  return within && (!event_types?.length || event_types.includes(type));
}

const tokenOf = (offset: number): string => Buffer.from(String(offset)).toString("base64url");

function readToken(token: string | undefined): number {
  if (!token) return 0;
  const offset = Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(offset) || offset < 0) throw invalid("page_token is not one that a page gave");
  return offset;
}
