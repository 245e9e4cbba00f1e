#!/usr/bin/env node
// The spikefarm command. In a checkout it first brings the build up to date; in an installed copy there is nothing to build.
// Only results reach stdout, so that `npx spikefarm … --json | jq` works on a fresh clone too: a build talks to stderr.

import { buildIfStale } from "./build-if-stale.js";

if (buildIfStale()) await import("../dist/main.js");
else process.exitCode = 1;
