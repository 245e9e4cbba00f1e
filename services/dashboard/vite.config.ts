// Bundles the page into dist/, which the coordinator serves at `/`. Everything is a file of its own origin, so that the page runs under
// `Content-Security-Policy: default-src 'self'`: nothing inlined, nothing fetched from elsewhere. Imports from the workspace are types only.

import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
