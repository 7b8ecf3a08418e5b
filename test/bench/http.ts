import { Worker } from "node:worker_threads";
import { Agent, fetch as undiciFetch } from "undici";
import { HttpCaller } from "../../src/http/http-caller.ts";
import { getJob } from "../faults/operations.ts";

/** One way to read a job. */
type Request = () => Promise<unknown>;

/** What one contender did with so many requests in flight. */
interface Measured {
  readonly perSecond: number;
  /** Mean, in microseconds. */
  readonly latency: number;
}

const rounds = 9;
const requestsPerRound = { 1: 1_500, 64: 6_000 } as const;

/**
 * Measures our client against bare undici, on loopback, in one run: they take turns, so that whatever else the machine
 * does is shared, and the median of the rounds counts. All of them keep their connections and parse the answer.
 */
export async function benchHttp(): Promise<void> {
  const server = new Worker(new URL("answering-server.ts", import.meta.url));
  const port = await new Promise<number>((resolve) => server.once("message", resolve));
  const contenders = contendersFor(`http://127.0.0.1:${port}`);
  for (const inFlight of [1, 64] as const) {
    const results = await measureInTurns(Object.values(contenders), inFlight);
    report(inFlight, Object.keys(contenders), results);
  }
  await server.terminate();
}

function contendersFor(host: string): Record<string, Request> {
  const agent = new Agent({ connections: 64, allowH2: false });
  const path = "/api/2.2/jobs/get?job_id=1";
  const headers = { authorization: "Bearer token", accept: "application/json", "user-agent": "bench/1" };
  const caller = new HttpCaller({ host, token: "token" });
  return {
    "undici.request": async () => {
      const { body } = await agent.request({ origin: host, path, method: "GET", headers });
      return body.json();
    },
    "undici.fetch": async () => (await undiciFetch(host + path, { dispatcher: agent, headers })).json(),
    "our client": () => caller.call(getJob, { job_id: 1 }),
  };
}

async function measureInTurns(contenders: readonly Request[], inFlight: 1 | 64): Promise<Measured[]> {
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, request] of contenders.entries()) {
      const seconds = await measure(request, inFlight);
      // The first round warms up.
      if (round > 0) times[index]?.push(seconds);
    }
  }
  const requests = requestsPerRound[inFlight];
  return times.map(median).map((seconds) => ({
    perSecond: requests / seconds,
    latency: (seconds / requests) * inFlight * 1e6,
  }));
}

/** Seconds that one round of requests takes. */
async function measure(request: Request, inFlight: 1 | 64): Promise<number> {
  let left: number = requestsPerRound[inFlight];
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await request();
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (performance.now() - start) / 1_000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function report(inFlight: number, names: readonly string[], results: readonly Measured[]): void {
  const ours = results.at(-1);
  process.stdout.write(`\n${inFlight} in flight${" ".repeat(16)}requests/s   latency     ours: throughput   latency\n`);
  for (const [index, { perSecond, latency }] of results.entries()) {
    const ratios =
      ours && `${(ours.perSecond / perSecond).toFixed(2)}x${(ours.latency / latency).toFixed(2).padStart(11)}x`;
    const columns = [perSecond.toFixed(0).padStart(9), `${latency.toFixed(0).padStart(7)} us`, ratios?.padStart(27)];
    process.stdout.write(`  ${names[index]?.padEnd(24)}${columns.join(" ")}\n`);
  }
}
