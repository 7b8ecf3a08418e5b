import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";

/**
 * Connects over TLS and checks the certificate as Node does.
 *
 * @param proxy leads there with CONNECT
 * @throws Error with Node's code; an `Error` naming the status when the proxy refuses
 */
export async function secureSocket(host: URL, proxy: URL | undefined, signal: AbortSignal): Promise<TLSSocket> {
  const { hostname } = host;
  const port = Number(host.port) || 443;
  const socket = proxy && (await tunnel(proxy, `${hostname}:${port}`, signal));
  const name = hostname.replace(/^\[|\]$/g, "");
  // A server name is a name, not an address.
  const servername = /^[\d.]+$|:/.test(name) ? "" : name;
  const secure = connect({ host: name, port, servername, ...(socket && { socket }) });
  try {
    await once(secure, "secureConnect", { signal });
    return secure;
  } catch (error) {
    secure.destroy();
    throw error;
  }
}

async function tunnel(proxy: URL, path: string, signal: AbortSignal): Promise<Socket> {
  const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
  const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
  const headers = { host: path, ...(proxy.username && { "proxy-authorization": authorization }) };
  const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)(proxy, {
    method: "CONNECT",
    path,
    headers,
    signal,
  });
  request.end();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  request.once("error", reject);
  request.once("connect", ({ statusCode }, socket: Socket) => {
    if (statusCode === 200) return resolve(socket);
    socket.destroy();
    reject(new Error(`the proxy answers CONNECT with ${statusCode}`));
  });
  return promise;
}
