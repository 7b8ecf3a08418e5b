import { randomUUID } from "node:crypto";

/** 32 random hexadecimal digits, but for the few that are fixed in a UUID, which costs a tenth of asking for bytes. */
const digits = (): string => randomUUID().replaceAll("-", "");

/** Makes `traceparent` headers of one trace (https://www.w3.org/TR/trace-context): each has a span of its own. */
export function newTrace(): () => string {
  const trace = digits();
  return () => `00-${trace}-${digits().slice(16)}-01`;
}
