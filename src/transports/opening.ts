import { isJSONRPCRequest, type JSONRPCMessage, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/server";

/** What to do with a message that arrives before the connection's protocol era is settled. */
export type Admission = "deliver" | "drop" | "refuse";

/**
 * Guards the opening of a stdio connection. The SDK settles the era on the first message it sees, whatever it is: a
 * stray `notifications/cancelled` would make the connection legacy for good, and the `server/discover` after it fail.
 * So until a request has settled the era, notifications and responses are dropped (nothing they could refer to exists),
 * and a request that neither names a protocol version in `_meta` nor opens a legacy session is refused.
 */
export class Opening {
  #settled = false;

  /** Says whether a message may reach the SDK. */
  admit(message: JSONRPCMessage): Admission {
    if (this.#settled) return "deliver";
    if (!isJSONRPCRequest(message)) return "drop";
    const modern = message.params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined;
    if (modern && message.method === "server/discover") return "deliver";
    if (!modern && message.method !== "initialize" && message.method !== "ping") return "refuse";
    this.#settled = true;
    return "deliver";
  }
}
