#!/usr/bin/env node
// The spikefarm command. In a checkout it first brings the build up to date; in an installed copy there is nothing to build.
// Only results reach stdout, so that `npx spikefarm … --json | jq` works on a fresh clone too: a build talks to stderr.

import { existsSync } from "node:fs";
import { buildIfStale } from "./build-if-stale.js";

const BUNDLE = new URL("../../../dist/spikefarm.js", import.meta.url);

if (buildIfStale()) await import((existsSync(BUNDLE) ? BUNDLE : new URL("../dist/main.js", import.meta.url)).href);
else process.exitCode = 1;
