#!/usr/bin/env node
// As a whole: an older Node refuses to link a name that it does not have, before it could be told so.
import * as nodeModule from "node:module";
import { isEnough, leastNode } from "./node-version.ts";

if (isEnough(process.versions.node)) {
  // The rest is imported after this, so that its compiled code comes from the cache at the next start.
  nodeModule.enableCompileCache();
  const { run } = await import("./program.ts");
  await run(process.argv);
} else {
  process.stderr.write(
    `error: databricks-mcp needs Node ${leastNode} or newer; this is ${process.versions.node}.
→ Install one from https://nodejs.org. In a clone, npm ci has brought one:
  npx node dist/cli/main.js
`,
  );
  process.exitCode = 1;
}
