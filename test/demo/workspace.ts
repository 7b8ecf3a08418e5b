import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Mock } from "../../src/local/mock.ts";

/** What a request of the demo looks like once it is read. */
interface DemoRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Something that answers a few paths from memory, and leaves the others alone. */
type Answer = (method: string, path: string) => object | undefined;

const TRIPS = {
  manifest: {
    format: "JSON_ARRAY",
    schema: {
      column_count: 2,
      columns: [
        { name: "pickup_zip", position: 0, type_name: "INT", type_text: "INT" },
        { name: "trips", position: 1, type_name: "LONG", type_text: "BIGINT" },
      ],
    },
    total_row_count: 3,
    total_chunk_count: 1,
    chunks: [{ chunk_index: 0, row_offset: 0, row_count: 3 }],
    truncated: false,
  },
  result: {
    chunk_index: 0,
    row_offset: 0,
    row_count: 3,
    data_array: [
      ["10001", "1227"],
      ["10003", "1181"],
      ["10011", "1129"],
    ],
  },
};

/** One SQL statement: PENDING when submitted, RUNNING at the first poll, rows at the second. */
function statement(): Answer {
  const states = ["RUNNING", "SUCCEEDED"];
  return (method, path) => {
    if (!path.startsWith("/api/2.0/sql/statements")) return undefined;
    const state = method === "POST" ? "PENDING" : (states.shift() ?? "SUCCEEDED");
    return { statement_id: "01ef-demo", status: { state }, ...(state === "SUCCEEDED" && TRIPS) };
  };
}

/** One cluster with one execution context; its command takes one poll. */
function commands(): Answer {
  const statuses = ["Running", "Finished"];
  const answers: Readonly<Record<string, () => object>> = {
    "/api/2.1/clusters/get": () => ({ cluster_id: "demo-cluster", state: "RUNNING" }),
    "/api/1.2/contexts/create": () => ({ id: "demo-context" }),
    "/api/1.2/contexts/status": () => ({ id: "demo-context", status: "Running" }),
    "/api/1.2/contexts/destroy": () => ({ id: "demo-context" }),
    "/api/1.2/commands/execute": () => ({ id: "demo-command" }),
    "/api/1.2/commands/status": () => ({
      id: "demo-command",
      status: statuses.length > 1 ? statuses.shift() : statuses[0],
      results: { resultType: "text", data: "328350" },
    }),
  };
  return (_, path) => answers[path]?.();
}

/**
 * A loopback workspace for the demo. Prism sees every request and refuses what the specs do not allow; where states have
 * to move (a statement, a context) the answer is ours, everywhere else it is Prism's.
 */
export async function startWorkspace(prism: Mock): Promise<{ readonly host: string; close(): void }> {
  const answers = [statement(), commands()];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    const checked = await fetch(prism.url + request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body && { body: request.body }),
    });
    const path = new URL(request.url, prism.url).pathname;
    const own = checked.ok ? answers.map((answer) => answer(request.method, path)).find(Boolean) : undefined;
    outgoing.writeHead(checked.status, { "content-type": "application/json" });
    outgoing.end(own ? JSON.stringify(own) : await checked.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `http://127.0.0.1:${port}`, close: () => void server.close().closeAllConnections() };
}

async function read(incoming: IncomingMessage): Promise<DemoRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { authorization = "", accept = "*/*", "content-type": type } = incoming.headers;
  const headers = { authorization, accept, ...(type && { "content-type": type }) };
  return {
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers,
    body: Buffer.concat(chunks).toString(),
  };
}
