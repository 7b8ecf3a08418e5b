import { DatabricksError } from "./databricks-error.ts";

/** Codes of failures before a connection stood: the request cannot have been read by anyone. */
const unsentCodes = [
  "ECONNREFUSED",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Codes of failures on a connection: the request may have been read. */
const lostCodes = [
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "INACTIVE",
  "UND_ERR_SOCKET",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
];

/** A request got no complete answer: no connection, a connection lost, or silence for too long. */
export class TransportError extends DatabricksError {
  override readonly name: string = "TransportError";
  /** Code of Node or undici (`ECONNREFUSED`), or `INACTIVE` when nothing moved for too long. */
  readonly code: string | undefined;
  /** True when the request certainly never arrived, so that repeating it cannot do anything twice. */
  readonly unprocessed: boolean;

  /**
   * @param request verb and URL template
   * @param host where it went
   * @param reason what failed, without secrets
   */
  constructor(request: string, host: string, reason: string, code: string | undefined, cause: unknown) {
    const unsent = unsentCodes.includes(code ?? "");
    // A name that does not resolve is nearly always misspelt; repeating would only hide that for minutes.
    const retryable = (unsent && code !== "ENOTFOUND") || lostCodes.includes(code ?? "");
    super(`${request}: no answer from ${host}: ${reason}${code ? ` (${code})` : ""}`, {
      retryable,
      hint: hintFor(unsent, retryable),
      cause,
    });
    this.code = code;
    this.unprocessed = unsent;
  }
}

function hintFor(unsent: boolean, retryable: boolean): string {
  if (unsent) return "Check DATABRICKS_HOST, the network, proxy and firewall; nothing was sent.";
  if (retryable) return "If the request changes something, look whether it took effect before repeating it.";
  return "Check DATABRICKS_HOST, the proxy and the TLS certificates that Node trusts (NODE_EXTRA_CA_CERTS).";
}
