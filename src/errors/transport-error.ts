import { DatabricksError } from "./databricks-error.ts";

/** A request, by verb and URL template. */
interface Asked {
  readonly method: string;
  readonly path: string;
}

/** What a code of Node, undici or ours says about a request without an answer. */
interface Kind {
  readonly codes: RegExp;
  /** The request certainly never arrived. */
  readonly unprocessed: boolean;
  readonly retryable: boolean;
  readonly hint: string;
}

const lookFirst = "If the request changes something, look whether it took effect before repeating it.";
const nothingSent = "Check DATABRICKS_HOST, the network, proxy and firewall; nothing was sent.";

/** The first that matches counts. */
const kinds: readonly Kind[] = [
  {
    // A name that does not resolve is nearly always misspelt; repeating would only hide that for minutes.
    codes: /^ENOTFOUND$/,
    unprocessed: true,
    retryable: false,
    hint: nothingSent,
  },
  {
    codes: /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|TLS_HANDSHAKE)$/,
    unprocessed: true,
    retryable: true,
    hint: nothingSent,
  },
  {
    codes: /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/,
    unprocessed: true,
    retryable: false,
    hint: "The certificate of the host is not trusted, so nothing was sent. Check DATABRICKS_HOST; where a proxy or an authority of your own signs certificates, set NODE_EXTRA_CA_CERTS to the file of that authority.",
  },
  {
    codes: /^UND_ERR_(ABORTED|PRX_\w+)$/,
    unprocessed: true,
    retryable: false,
    hint: "The proxy did not let the request through, so nothing was sent. Check HTTPS_PROXY and NO_PROXY.",
  },
  {
    codes: /^BUSY$/,
    unprocessed: true,
    retryable: true,
    hint: "Repeat the request later, and send fewer at once; nothing was sent.",
  },
  {
    codes: /^(ECONNRESET|EPIPE|ETIMEDOUT|INACTIVE|DEADLINE|Z_BUF_ERROR|UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT))$/,
    unprocessed: false,
    retryable: true,
    hint: lookFirst,
  },
  {
    codes: /^/,
    unprocessed: false,
    retryable: false,
    hint: "Check that DATABRICKS_HOST is the URL of a workspace, and any proxy on the way.",
  },
];

/** A request got no complete answer: no connection, a connection lost, silence for too long, or no time left. */
export class TransportError extends DatabricksError {
  override readonly name: string = "TransportError";
  readonly method: string;
  /** URL template, e.g. `/api/2.2/jobs/get`. */
  readonly path: string;
  /**
   * Code of Node or undici (`ECONNREFUSED`); `INACTIVE` when nothing moved for too long, `DEADLINE` when the call's
   * time was up, `BUSY` when its turn among many would have come too late, `TLS_HANDSHAKE` for a connection that
   * closed before it was secure.
   */
  readonly code: string | undefined;
  /** True when the request certainly never arrived, so that repeating it cannot do anything twice. */
  readonly unprocessed: boolean;

  /**
   * @param request what was asked
   * @param host where it went
   * @param reason what failed, without secrets
   */
  constructor(request: Asked, host: string, reason: string, code?: string, cause?: unknown) {
    const { method, path } = request;
    const kind = kinds.find(({ codes }) => codes.test(code ?? ""));
    const { hint = lookFirst, retryable = false, unprocessed = false } = kind ?? {};
    const message = `${method} ${path}: no answer from ${host}: ${reason}${code ? ` (${code})` : ""}`;
    super(message, { retryable, hint, cause });
    this.method = method;
    this.path = path;
    this.code = code;
    this.unprocessed = unprocessed;
  }
}
