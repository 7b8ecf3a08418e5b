import type { IncomingHttpHeaders } from "node:http";
import { LocalError } from "./local-error.ts";

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Keeps pages of a browser out: those that come by a name which they have pointed at this machine (DNS rebinding), and
 * those that another site has sent. A page that this machine serves may ask; it needs a token like everybody.
 *
 * @throws LocalError 403
 */
export function checkLoopback({ host = "", origin }: IncomingHttpHeaders): void {
  if (!loopback.test(host)) throw refused(`not as ${host || "nobody"}`);
  if (origin !== undefined && !isLoopback(origin)) throw refused(`not to pages of ${origin}`);
}

const refused = (whom: string): LocalError =>
  new LocalError(403, "PERMISSION_DENIED", `The local workspace answers on loopback only, ${whom}.`);

/** `null`, which sandboxed pages and files send, is none. */
const isLoopback = (origin: string): boolean => loopback.test(origin.replace(/^https?:\/\//i, ""));
