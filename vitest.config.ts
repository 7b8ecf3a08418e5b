import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "code", include: ["test/{codegen,unit,faults,house}/**/*.test.ts"] } },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: 20_000, hookTimeout: 30_000 } },
      { test: { name: "local", include: ["test/local/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000 } },
      { test: { name: "mcp", include: ["test/{mcp,e2e}/**/*.test.ts"], testTimeout: 20_000, hookTimeout: 30_000 } },
    ],
  },
});
