import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";

/** A server in a thread of its own that answers every request with the same small job, and tells its port. */
const job = JSON.stringify({ job_id: 123456789, settings: { name: "x".repeat(200), max_concurrent_runs: 1 } });
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(job) };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers).end(job);
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
