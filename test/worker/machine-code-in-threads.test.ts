// A kernel's machine code is made once a process: the engine hands what it has made for one thread to every other that asks for the same bytes
// while one of them keeps it (kernel-cache.ts does). Threads get the same bytes of the same model, since compiling depends on nothing else.
//
// The engine translates when a function is first called, which hides what it costs; so here it is told to translate all at once.

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const EAGER = ["--no-wasm-lazy-compilation", "--no-liftoff", "--no-wasm-tier-up"];
/** Of what the first thread pays. */
const MOST_OF_THE_FIRST = 0.2;

const THREADS = `
  const { Worker } = require("node:worker_threads");
  const { once } = require("node:events");
  const thread = ${"`"}
    const { parentPort, workerData } = require("node:worker_threads");
    (async () => {
      const { compileModel } = await import("@spikefarm/compiler");
      const { checkModel } = await import("@spikefarm/equations");
      const { DiagnosticList } = await import("@spikefarm/protocol");
      const model = checkModel(workerData, "model", new DiagnosticList());
      const { wasm } = compileModel(model, { varying: new Set() }).groups[0];
      const start = performance.now();
      globalThis.kept = new WebAssembly.Module(wasm);
      parentPort.postMessage({ milliseconds: performance.now() - start, bytes: Buffer.from(wasm).toString("base64") });
      parentPort.once("message", () => undefined);
    })();
  ${"`"};
  (async () => {
    const found = [];
    for (let k = 0; k < 3; k++) {
      const worker = new Worker(thread, { eval: true, workerData: JSON.parse(process.argv[1]) });
      found.push((await once(worker, "message"))[0]);
    }
    process.stdout.write(JSON.stringify(found), () => process.exit(0));
  })();
`;

const MODEL = {
  groups: {
    G: {
      method: "euler",
      threshold: "v > 1",
      equations: ["dv/dt = (sin(v)*exp(w) - tanh(v)**1.5)/ms : 1", "dw/dt = (log(1 + v**2) - arctan(w)*cos(v) + tan(v))/ms : 1"],
    },
  },
  duration: "1*ms",
  outputs: { n: "count(G)" },
};

test("the machine code that one thread has had made is every thread's", () => {
  const child = spawnSync(process.execPath, [...EAGER, "-e", THREADS, JSON.stringify(MODEL)], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(child.status, child.stderr).toBe(0);
  const [first, ...others] = JSON.parse(child.stdout) as { readonly milliseconds: number; readonly bytes: string }[];
  for (const { milliseconds, bytes } of others) {
    expect(bytes).toBe(first!.bytes);
    expect(milliseconds).toBeLessThan(MOST_OF_THE_FIRST * first!.milliseconds);
  }
  expect(others).toHaveLength(2);
});
