// Every run of the tests draws the same cases: those of SPIKEFARM_TEST_SEED, or of one fixed seed. A failure is there again in the next run,
// and `SPIKEFARM_TEST_SEED=$RANDOM npm test` looks at others.

import fc from "fast-check";

const FIXED_SEED = 20241;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.SPIKEFARM_TEST_SEED ?? FIXED_SEED) });
