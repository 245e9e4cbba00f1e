// Sweeps for the scripted farm. Their values are closed forms, so that a test can say what has to be on the screen.

import type { Column, SweepDetail, WorkerSummary } from "@spikefarm/protocol";
import type { ScriptedSweep } from "./scripted-farm.js";

type Trials = SweepDetail["trials"];

const column = (name: string, unit: string, display?: string): Column => ({
  name,
  kind: "f64",
  unit,
  shape: [],
  ...(display !== undefined && { display }),
});
const V0 = column("v0", "volt", "mV");
const TAU = column("tau", "second", "ms");
const RATE = column("f", "hertz");
const COUNT: Column = { name: "n", kind: "i32", unit: "", shape: [] };

const DOCUMENT = {
  name: "I-F curve",
  model: {
    parameters: { v0: "10*mV", tau: "10*ms" },
    groups: {
      G: {
        equations: "dv/dt = (v0 - v)/tau + sigma*xi*tau**-0.5 : volt",
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        initial: { v: "0*mV" },
      },
    },
    duration: "1*second",
    outputs: { f: "rate(G)", n: "count(G)" },
  },
  sweep: { space: { v0: { linspace: ["0*mV", "19*mV", 20] } }, repeats: 5, seed: 7 },
};
const PLAN = {
  points: 20,
  repeats: 5,
  trials: 100,
  "steps a trial": 10_000,
  "granule size": 100,
  tasks: 2,
  kernel: "wasm, 16 lanes",
  integrator: "euler",
};

export function detailOf(part: Partial<SweepDetail> & { readonly id: string; readonly trials: Trials }): SweepDetail {
  const { total, pending } = part.trials;
  const isRunning = part.state === undefined ? pending > 0 : part.state === "running";
  return {
    name: "I-F curve",
    kind: "model",
    state: isRunning ? "running" : "complete",
    created_at: new Date(Date.now() - 95_000).toISOString(),
    trials_done: total - pending,
    tasks_running: isRunning ? 2 : 0,
    elapsed_s: isRunning ? 93 : null,
    eta_s: isRunning ? 127 : null,
    failure: null,
    digest: pending === 0 ? "9f4d6c1be0a37f52d8840bb1f0c2aa7e5b3d916c04ef8a7d21c5b6e093fd1a48" : null,
    parameters: [V0],
    outputs: [RATE, COUNT],
    points: 20,
    repeats: 5,
    document: DOCUMENT,
    plan: PLAN,
    ...part,
  };
}

/** Leaky integrate-and-fire: silent up to 10 mV, then 1/(tau·ln(v0/(v0 − 10 mV))); a spread of ±10 % over five repeats. */
const rateOf = (v0: number, tau = 0.01): number => (v0 <= 0.01 ? 0 : 1 / (tau * Math.log(v0 / (v0 - 0.01))));

export const curve: ScriptedSweep = {
  detail: detailOf({ id: "s0mh3k2a1bcurve", trials: { total: 100, ok: 98, failed: 2, skipped: 0, pending: 0 } }),
  aggregates: {
    f: {
      output: RATE,
      parameters: [V0],
      total_points: 20,
      points: Array.from({ length: 20 }, (_, point) => {
        const mean = rateOf(point / 1000);
        const failedCount = point === 7 || point === 15 ? 1 : 0;
        return {
          point,
          at: [point / 1000],
          mean,
          low: mean * 0.9,
          high: mean * 1.1,
          n_ok: 5 - failedCount,
          n_failed: failedCount,
          n_pending: 0,
        };
      }),
    },
    n: {
      output: COUNT,
      parameters: [V0],
      total_points: 20,
      points: Array.from({ length: 20 }, (_, point) => ({
        point,
        at: [point / 1000],
        mean: point,
        low: point,
        high: point,
        n_ok: 5,
        n_failed: 0,
        n_pending: 0,
      })),
    },
  },
  failures: [
    {
      point: 7,
      repeat: 2,
      status: "failed",
      code: "TRIAL_NOT_FINITE",
      message: "G.v is NaN at t = 12.3 ms; take a smaller dt.",
      parameters: { v0: 0.007 },
    },
    {
      point: 15,
      repeat: 4,
      status: "timed_out",
      code: "TRIAL_TIMED_OUT",
      message: "The trial ran for longer than its timeout of 10 minutes.",
      parameters: { v0: 0.015 },
    },
  ],
};

const MAP_SIDE = 24;
/** f = 10 + x + y·1.5: least at the lower left, greatest at the upper right. One cell failed, a corner is pending. */
export const map: ScriptedSweep = {
  detail: detailOf({
    id: "s0mh3k2a1b00map",
    name: "Rate over drive and time constant",
    parameters: [TAU, V0],
    points: MAP_SIDE * MAP_SIDE,
    repeats: 1,
    trials: { total: MAP_SIDE * MAP_SIDE, ok: MAP_SIDE * MAP_SIDE - 17, failed: 1, skipped: 0, pending: 16 },
    trials_done: MAP_SIDE * MAP_SIDE - 9.5,
  }),
  aggregates: {
    f: {
      output: RATE,
      parameters: [TAU, V0],
      total_points: MAP_SIDE * MAP_SIDE,
      points: Array.from({ length: MAP_SIDE * MAP_SIDE }, (_, point) => {
        const x = Math.floor(point / MAP_SIDE);
        const y = point % MAP_SIDE;
        const isFailed = x === 5 && y === 9;
        const isPending = x >= 16 && x < 20 && y < 4;
        const mean = isFailed || isPending ? null : 10 + x + y * 1.5;
        return {
          point,
          at: [(5 + x) / 1000, y / 1000],
          mean,
          low: mean,
          high: mean,
          n_ok: mean === null ? 0 : 1,
          n_failed: isFailed ? 1 : 0,
          n_pending: isPending ? 1 : 0,
        };
      }),
    },
  },
  failures: [
    {
      point: 129,
      repeat: 0,
      status: "crashed",
      code: "TRIAL_CRASHED",
      message: "The thread of this trial died.",
      parameters: { tau: 0.01, v0: 0.009 },
    },
  ],
};

/** Two parameters drawn together: the points fill no grid. */
export const sample: ScriptedSweep = {
  detail: detailOf({
    id: "s0mh3k2a1sample",
    name: "Sobol sample",
    parameters: [TAU, V0],
    points: 200,
    repeats: 1,
    trials: { total: 200, ok: 200, failed: 0, skipped: 0, pending: 0 },
  }),
  aggregates: {
    f: {
      output: RATE,
      parameters: [TAU, V0],
      total_points: 200,
      points: Array.from({ length: 200 }, (_, point) => {
        const tau = 0.005 + ((point * 0.618034) % 1) * 0.02;
        const v0 = 0.011 + ((point * 0.754878) % 1) * 0.02;
        const mean = rateOf(v0, tau);
        return { point, at: [tau, v0], mean, low: mean, high: mean, n_ok: 1, n_failed: 0, n_pending: 0 };
      }),
    },
  },
  failures: [],
};

/** Texts that must stay texts. */
export const HOSTILE_TEXTS = [
  "<img src=x onerror='window.wasRun = true'>",
  "</pre></script><script>window.wasRun = true</script>",
  '"><svg onload=alert(1)><style>body{display:none}</style>',
  "javascript:alert(1)//{{constructor.constructor('alert(1)')()}}",
];

const hostile = HOSTILE_TEXTS.join(" ");
export const hostileSweep: ScriptedSweep = {
  detail: detailOf({
    id: "s0mh3k2ahostile",
    name: hostile,
    state: "failed",
    failure: { code: "SWEEP_FAILED", message: hostile },
    parameters: [
      { ...V0, name: "<b>v0</b>", display: hostile },
      { name: hostile, kind: "text", unit: "", shape: [] },
    ],
    outputs: [{ ...RATE, name: "<i>f</i>", display: "<u>Hz</u>" }],
    document: { name: hostile, "<script>alert(1)</script>": [hostile, { a: hostile }] },
    plan: { [hostile]: hostile },
    trials: { total: 2, ok: 1, failed: 1, skipped: 0, pending: 0 },
  }),
  aggregates: {
    "<i>f</i>": {
      output: { ...RATE, name: "<i>f</i>", display: "<u>Hz</u>" },
      parameters: [
        { ...V0, name: "<b>v0</b>", display: hostile },
        { name: hostile, kind: "text", unit: "", shape: [] },
      ],
      total_points: 4,
      points: [0, 1, 2, 3].map((point) => ({
        point,
        at: [(point % 2) / 100, `${hostile}${Math.floor(point / 2)}`],
        mean: point,
        low: point,
        high: point,
        n_ok: 1,
        n_failed: 0,
        n_pending: 0,
      })),
    },
  },
  failures: [
    { point: 1, repeat: 0, status: "failed", code: hostile, message: hostile, parameters: { "<b>v0</b>": 0.01, [hostile]: hostile } },
  ],
};

export function workerOf(part: Partial<WorkerSummary> & { readonly id: string }): WorkerSummary {
  return {
    machine: "lab-1",
    pid: 4711,
    threads: 8,
    tasks_running: 7,
    cpu_load: 6.8,
    memory_bytes: 734_003_200,
    versions: { numerics: 1, protocol: 1, spikefarm: "0.1.0", node: "20.20.2" },
    modules: [],
    started_at: new Date(Date.now() - 3_600_000).toISOString(),
    last_seen_at: new Date().toISOString(),
    state: "ok",
    reason: null,
    ...part,
  };
}
