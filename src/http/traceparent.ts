import { randomBytes } from "node:crypto";

/** Makes `traceparent` headers of one trace (https://www.w3.org/TR/trace-context): each has a span of its own. */
export function newTrace(): () => string {
  const trace = randomBytes(16).toString("hex");
  return () => `00-${trace}-${randomBytes(8).toString("hex")}-01`;
}
