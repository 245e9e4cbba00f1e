// The farm of processes: HTTP, Redis, two workers of one thread, a writer.
//
//   throughput   trials of a module that does nothing, from the submission to the complete sweep, every row committed and synced;
//                beside BullMQ alone on the same Redis, in turns
//   latency      a lone trial, from the submission to its row in the hands of a reader who waits for it, with the farm's own client; the next
//                one is submitted when the sweep of the one before is over
//   10⁹ points   how long the farm takes to accept and to cancel such a sweep, and what Redis holds meanwhile

import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { openCoordinatorClient } from "@spikefarm/client";
import { withFarmOfProcesses } from "./processes.mjs";
import { measureRawBullmq } from "./raw-bullmq.mjs";
import { median, summary } from "./statistics.mjs";

const WORKERS = 2;
const LONE_TRIALS = 200;
/** Until the engine has compiled what a trial runs through. */
const WARM_UP_TRIALS = 200;
const WAIT_SECONDS = 10;
/** The 10⁹ points run this long before they are cancelled. */
const RUNNING_MS = 3_000;
const ENDED = ["complete", "failed", "cancelled"];

export function benchOverRedis({ points, runs = 3 }) {
  console.log(
    `farm     ${points} trials of a module that does nothing, ${WORKERS} workers of one thread, ${runs} runs after one to warm up`,
  );
  return withFarmOfProcesses({ workers: WORKERS }, async (farm) => {
    await throughput(farm, points, runs);
    await latency(farm);
    await billion(farm);
  });
}

async function throughput(farm, points, runs) {
  const ours = [];
  const raw = [];
  for (let run = 0; run <= runs; run++) {
    const rate = await sweepRate(farm, points);
    const rawRate = await measureRawBullmq({ redisPort: farm.redisPort, points, workers: WORKERS });
    if (run === 0) continue;
    ours.push(rate);
    raw.push(rawRate);
  }
  console.log(`farm     ${summary(ours, "trials/s")}, computed, committed and synced`);
  console.log(`bullmq   ${summary(raw, "points/s")}, 100 a job, nothing stored`);
  console.log(`ratio    ${(median(ours) / median(raw)).toFixed(2)}`);
}

async function sweepRate(farm, points) {
  const start = performance.now();
  const { id } = await submit(farm, `module: { name: no-op }\nsweep: { space: { k: { range: [0, ${points}, 1] } } }`);
  for (;;) {
    const { state, trials } = await get(farm, `/api/v1/sweeps/${id}`);
    const seconds = (performance.now() - start) / 1000;
    if (state === "complete" && trials.ok === points) return points / seconds;
    if (ENDED.includes(state)) throw new Error(`the sweep ended as ${state} with ${JSON.stringify(trials)}`);
    await delay(10);
  }
}

async function latency(farm) {
  const client = openCoordinatorClient({ url: farm.url });
  const times = [];
  for (let trial = 0; trial < WARM_UP_TRIALS + LONE_TRIALS; trial++) {
    const start = performance.now();
    const { id } = await client.submit(`module: { name: no-op }\nsweep: { space: { k: [${trial}] } }`);
    const { rows } = JSON.parse(await text(client.results(id, "json", { waitSeconds: WAIT_SECONDS })));
    const elapsed = performance.now() - start;
    if (rows.length !== 1) throw new Error(`the table of ${id} has ${rows.length} rows`);
    if (trial >= WARM_UP_TRIALS) times.push(elapsed);
    while ((await client.show(id)).state !== "complete") await delay(2);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  console.log(`trial    p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms from submission to row, ${LONE_TRIALS} trials one by one`);
}

async function billion(farm) {
  const before = await redisBytes(farm);
  const document = `model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 1*second
  outputs: { n: "count(G)" }
sweep:
  space: { v0: { linspace: [0*mV, 19*mV, 1000000000] } }`;
  const start = performance.now();
  const { id } = await submit(farm, document);
  const acceptMs = performance.now() - start;
  let most = 0;
  for (const end = performance.now() + RUNNING_MS; performance.now() < end; await delay(50)) most = Math.max(most, await redisBytes(farm));
  const cancelStart = performance.now();
  await request(farm, `/api/v1/sweeps/${id}/cancel`, { method: "POST" });
  for (;;) {
    const { state, tasks_running: running } = await get(farm, `/api/v1/sweeps/${id}`);
    if (state === "cancelled" && running === 0) break;
    await delay(5);
  }
  const cancelMs = performance.now() - cancelStart;
  console.log(`10⁹      accepted in ${acceptMs.toFixed(0)} ms, cancelled in ${cancelMs.toFixed(0)} ms`);
  console.log(`redis    ${(before / 1e6).toFixed(1)} MB before, at most ${(most / 1e6).toFixed(1)} MB while it ran`);
}

const submit = (farm, document) =>
  request(farm, "/api/v1/sweeps", { method: "POST", headers: { "content-type": "application/yaml" }, body: document });
const get = (farm, path) => request(farm, path);

async function request({ url }, path, init) {
  const response = await fetch(url + path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Redis' own count of the memory it uses. */
function redisBytes({ redisPort }) {
  return new Promise((resolve, reject) => {
    const socket = connect(redisPort, "127.0.0.1", () => socket.write("INFO memory\r\n"));
    socket.on("error", reject);
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes;
      const used = /used_memory:(\d+)/.exec(text)?.[1];
      if (used === undefined) return;
      socket.destroy();
      resolve(Number(used));
    });
  });
}
