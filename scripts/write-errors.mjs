#!/usr/bin/env node
// npm run errors: builds, then writes docs/errors.md.

import { mkdirSync, writeFileSync } from "node:fs";
import { buildIfStale } from "../services/cli/bin/build-if-stale.js";
import { listErrorCodes, writeErrorPage } from "./error-page.mjs";

if (!buildIfStale()) process.exit(1);
const codes = await listErrorCodes();
mkdirSync("docs", { recursive: true });
writeFileSync("docs/errors.md", writeErrorPage(codes));
console.log(`docs/errors.md: ${codes.length} codes`);
