import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** What a fake answers; an object becomes JSON, unless it is bytes. */
export interface FakeAnswer {
  readonly status: number;
  readonly body?: string | Buffer | object;
  readonly headers?: Record<string, string>;
}

/** What clouds say of a pre-signed URL whose time is over. */
export const expiredUrl = {
  aws: "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
  azure:
    "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [a] - Expiry [b]</AuthenticationErrorDetail></Error>",
};

/** Reads a body, or no more than so many bytes of it. */
export async function received(incoming: IncomingMessage, most = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= most) break;
  }
  return Buffer.concat(chunks);
}

/** Answers, or closes the connection after so many bytes of the body. */
export function send(
  response: ServerResponse,
  { status, body = "", headers = {} }: FakeAnswer,
  cutAfter?: number,
): void {
  const content =
    Buffer.isBuffer(body) || typeof body === "string" ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  const length = { "content-length": String(content.byteLength) };
  response.writeHead(status, { ...(status !== 204 && length), ...headers });
  if (cutAfter === undefined) return void response.end(content);
  response.write(content.subarray(0, cutAfter), () => response.socket?.destroySoon());
}

/** Listens on loopback until the test ends, and tells where. */
export async function listen(
  serve: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<string> {
  // A request that its client gave up cannot be read to the end; that is for the client to report.
  const server: Server = createServer(
    (incoming, response) => void serve(incoming, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : undefined}`;
}
