#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Everything else is imported after this, so that its compiled code comes from the cache at the next start.
enableCompileCache();
const { run } = await import("./program.ts");
await run(process.argv);
