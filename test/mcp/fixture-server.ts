import { redactor } from "../../src/errors/redact.ts";
import { checked } from "../../src/mcp/arguments.ts";
import { Calls } from "../../src/mcp/calls.ts";
import { createServer } from "../../src/mcp/server.ts";
import { surfaceOf } from "../../src/mcp/surface.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { serveOverStdio } from "../../src/transports/stdio.ts";

// The production server and transport with tools that do what tools should not do.

function tool(name: string, call: Tool["call"], properties: object = {}): Tool {
  return {
    name,
    title: name,
    description: name,
    inputSchema: { type: "object", properties, additionalProperties: false },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    call,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const tools = [
  tool("prints", async () => {
    // biome-ignore lint/suspicious/noConsole: what this tool is for.
    console.log("a dependency prints");
    process.stdout.write("straight to standard output\n");
    process.emitWarning("deprecated", "DeprecationWarning");
    return { text: "printed" };
  }),
  tool("progresses", async (_, { progress }) => {
    progress("first");
    await new Promise((resolve) => setTimeout(resolve, 150));
    progress("second");
    setTimeout(() => progress("late"), 120);
    return { text: "done" };
  }),
  tool("waits", async (_, { signal, progress }) => {
    progress("waiting");
    await aborted(signal);
    await new Promise((resolve) => setTimeout(resolve, 150));
    progress("after the cancellation");
    process.stderr.write("cleaned up\n");
    return { text: "too late" };
  }),
  tool("hangs", async (_, { progress }) => {
    progress("hanging");
    return new Promise(() => setInterval(() => {}, 1000));
  }),
  tool("throws", async () => {
    throw new Error("refused: Authorization: Bearer dapi0123456789abcdef0123456789abcdef");
  }),
  tool("says_nothing", async () => ({ text: "  " })),
  tool("says_too_much", async () => ({ text: "é".repeat(100_000), structured: { rows: Array(20_000).fill("row") } })),
  tool("takes", async (args) => ({ text: JSON.stringify(args), structured: { ...args } }), {
    id: { type: ["integer", "string"] },
    filter: { type: "object" },
    names: { type: "array", items: { type: "string" } },
  }),
].map(checked);

const calls = new Calls();
const surface = surfaceOf("fixture", async () => tools);
const loadClient = async () => () => {
  throw new Error("no client here");
};
await serveOverStdio(
  () => createServer({ surface, loadClient, maxResultBytes: 10_000, redact: redactor([]), calls }),
  () => calls.settled(),
);
