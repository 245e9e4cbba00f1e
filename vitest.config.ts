import { defineConfig } from "vitest/config";

// Folders of test/ are layers (scripts/test-layers.mjs). Two files at a time: the code under test has threads of its own. What is compiled is
// loaded as Node loads it: it needs no transforming, file by file.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
    setupFiles: ["test/support/seed-properties.ts"],
    server: { deps: { external: [/\/(packages|services)\/[^/]+\/dist\//] } },
  },
});
