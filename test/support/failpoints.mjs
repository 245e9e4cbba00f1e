// Faults at exact places of a service, without a line in the service: preloaded by `node --import`, it wraps the library calls through which
// a service touches the world, and strikes at the n-th pass of one of them. What is killed is the real process in its real code.
//
//   SPIKEFARM_FAILPOINT=name:n:action     action: kill (SIGKILL), stop (SIGSTOP), or twice (the call is made two times)
//
//   worker.after-claim         a task is claimed, and nobody but Redis knows
//   worker.mid-simulation      progress of a running task is about to be told
//   worker.before-deliver      a block is about to be sent to the writer
//   worker.after-deliver       the writer has answered for a block, and the worker has not seen it
//   worker.before-settle       every block of a task is committed, the task is not settled
//   writer.before-write        a batch with a block is about to be written and synced
//   writer.after-write         it is on the disk, and nobody was told
//   coordinator.after-record   a sweep's record is with the writer, the client has no answer
//   coordinator.mid-enqueue    half of the tasks handed to the queue are in Redis
//
// The first passes go by undisturbed; a restarted service has no failpoint (service.ts).

import { writeSync } from "node:fs";
import http from "node:http";
import { createRequire, syncBuiltinESMExports } from "node:module";

const STDERR = 2;
const [name, nth, action] = (process.env.SPIKEFARM_FAILPOINT ?? "").split(":");
let passes = 0;

/** Whether this pass is the one; a signal does not return. */
function pass() {
  if (++passes !== Number(nth)) return false;
  writeSync(STDERR, `failpoint struck: ${name}, pass ${nth}, ${action}\n`);
  if (action === "kill") process.kill(process.pid, "SIGKILL");
  if (action === "stop") process.kill(process.pid, "SIGSTOP");
  return true;
}

/** Replaces `object[method]` by what `around` makes of it. */
function wrap(object, method, around) {
  const original = object[method];
  object[method] = function wrapped(...args) {
    return around((...given) => original.apply(this, given), args);
  };
}

const before = async (original, args) => {
  if (pass() && action === "twice") await original(...args);
  return await original(...args);
};
const after = async (original, args) => {
  const answer = await original(...args);
  pass();
  return answer;
};
const beforeRequest = (original, args) => (pass() && action === "twice" ? requestedTwice(original, args) : original(...args));
const afterRequest = (original, args) => original(...args).prependOnceListener("response", pass);

/** The request is sent when its twin has been answered. */
function requestedTwice(original, args) {
  const twin = original(...args);
  const request = original(...args);
  const { end } = request;
  request.end = (body) => {
    twin.on("response", (answer) => answer.resume().on("end", () => end.call(request, body)));
    twin.end(body);
  };
  return request;
}

/** Strikes only at the calls that `isMeant`. */
const only = (isMeant, around) => (original, args) => (isMeant(...args) ? around(original, args) : original(...args));

const isBlock = (_, { headers }) => headers["content-digest"] !== undefined;
const isRecord = (url, { method }) => method === "PUT" && /\/sweeps\/[^/]+$/.test(new URL(url).pathname);
const hasBlock = (operations) => operations.some(({ key }) => key.toString().startsWith("block!"));

const bullmq = () => import("../../dist/bullmq.js");
const FAILPOINTS = {
  "worker.after-claim": async () => wrap((await bullmq()).Worker.prototype, "processJob", before),
  "worker.mid-simulation": async () => wrap((await bullmq()).Job.prototype, "updateProgress", before),
  "worker.before-deliver": () => wrapRequests(only(isBlock, beforeRequest)),
  "worker.after-deliver": () => wrapRequests(only(isBlock, afterRequest)),
  "worker.before-settle": async () => wrap((await bullmq()).Job.prototype, "moveToCompleted", before),
  "writer.before-write": () => wrap(levelOfTheStore().prototype, "_batch", only(hasBlock, before)),
  "writer.after-write": () => wrap(levelOfTheStore().prototype, "_batch", only(hasBlock, after)),
  "coordinator.after-record": () => wrapRequests(only(isRecord, afterRequest)),
  "coordinator.mid-enqueue": async () =>
    wrap((await bullmq()).Queue.prototype, "addBulk", async (original, [jobs]) => {
      const half = jobs.length >> 1;
      const first = await original(jobs.slice(0, half));
      if (half > 0) pass(); // a single task has no half
      return [...first, ...(await original(jobs.slice(half)))];
    }),
};

function wrapRequests(around) {
  wrap(http, "request", around);
  syncBuiltinESMExports();
}

function levelOfTheStore() {
  return createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("level").Level;
}

const install = FAILPOINTS[name];
if (install === undefined) throw new Error(`There is no failpoint ${name}; give one of ${Object.keys(FAILPOINTS).join(", ")}.`);
await install();
