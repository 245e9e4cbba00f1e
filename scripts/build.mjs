#!/usr/bin/env node
// npm run build: everything that runs, as `spikefarm` itself would build it before its first command.

import { buildIfStale } from "../services/cli/bin/build-if-stale.js";

process.exitCode = buildIfStale() ? 0 : 1;
