// What surrounds random groups: timed arrays, inputs and outputs.

import type { CheckedData } from "@spikefarm/equations";
import { amount, bare, DRAWN, type Draft, number, someOf } from "./draft.js";

const MILLIVOLT = 1e-3;

/** Arrays of a group's unit, read as `stim_G(t)`, and with a column for each element as `each_G(t, i)`. */
export function randomData(draft: Draft, dtMilliseconds: number): readonly CheckedData[] {
  const { random, name, size, unit, method } = draft;
  const isExact = method === "exact" || method === "auto";
  const every = isExact ? random.pick([1, 4, 10]) : random.pick([1, 4, 10, 2.5, 0.7]);
  const array = (arrayName: string, columns?: number): CheckedData => {
    const rows = random.integer(3, 12);
    const values = Float64Array.from({ length: rows * (columns ?? 1) }, () => random.between(-1, 1) * (unit === "volt" ? MILLIVOLT : 1));
    const dtSeconds = Number((every * dtMilliseconds * 1e-3).toPrecision(12));
    return { name: arrayName, unit: unit === "1" ? "" : unit, shape: columns === undefined ? [rows] : [rows, columns], values, dtSeconds };
  };
  const wanted = [
    { data: () => array(`stim_${name}`), lookup: `stim_${name}(t)` },
    { data: () => array(`each_${name}`, size), lookup: `each_${name}(t, i)` },
  ];
  const chosen = someOf(random, wanted, 0.2);
  draft.lookups.push(...chosen.map(({ lookup }) => lookup));
  return chosen.map(({ data }) => data());
}

/** Spikes at given times, and Poisson trains, into variables of a group. */
export function randomInputs(draft: Draft, dtMilliseconds: number, steps: number): Record<string, unknown> {
  const { random, name, states, floats, draws } = draft;
  const inputs: Record<string, unknown> = {};
  const target = () => `${name}.${random.pick([...states, states[0]!, ...floats])}`;
  if (random.chance(0.35))
    inputs[`A_${name}`] = { spikes: { to: target(), ...spikeTimes(draft, dtMilliseconds, steps), weight: weight(draft) } };
  if (draws && random.chance(0.4)) {
    draft.notInBrian.add(DRAWN);
    const rate = random.pick(["300*Hz", "1200*Hz", `(200 + 100*i)*Hz`, `500*Hz*(1 + 0.5*tanh(${bare(draft, states[0]!)}))`]);
    inputs[`B_${name}`] = { poisson: { to: target(), count: random.pick([1, 3, 20, "crowd"]), rate, weight: weight(draft) } };
  }
  if (random.chance(0.15))
    inputs[`C_${name}`] = { spikes: { to: target(), ...spikeTimes(draft, dtMilliseconds, steps), weight: weight(draft) } };
  return inputs;
}

const weight = (draft: Draft): string => amount(draft, draft.random.pick([number(draft, 0.05, 0.5), number(draft, -0.3, 0.3), "0.2*gain"]));

/** Steps with at most one spike an element; times that lie in them, on their beginning or later. */
function spikeTimes({ random, size }: Draft, dtMilliseconds: number, steps: number): Record<string, unknown> {
  const hasPeriod = random.chance(0.3);
  const last = hasPeriod ? Math.floor(steps / 3) : steps;
  const spikes = Array.from({ length: size }, (_, element) => {
    const chosen = new Set(Array.from({ length: random.integer(0, 8) }, () => random.integer(0, last - 2)));
    return [...chosen].sort((a, b) => a - b).map((step) => ({ element, time: step + random.pick([0, 0, 0.25, 0.6]) }));
  }).flat();
  if (spikes.length === 0) spikes.push({ element: 0, time: 1 });
  const milliseconds = (time: number) => `${Number((time * dtMilliseconds).toFixed(6))}*ms`;
  return {
    times: spikes.map(({ time }) => milliseconds(time)),
    elements: spikes.map(({ element }) => element),
    ...(hasPeriod && { period: milliseconds(last) }),
  };
}

/** Every variable's trace, all spikes and events, and some of everything else that can be measured. */
export function randomOutputs(
  draft: Draft,
  variables: readonly string[],
  events: readonly string[],
  milliseconds: number,
): Record<string, unknown> {
  const { random, name, size, states } = draft;
  const v = `${name}.${random.pick(states)}`;
  const half = Number((milliseconds / 2).toFixed(3));
  const window = () => random.pick(["", `, from=${half}*ms`, `, to=${half}*ms`, ", from=1.05*ms, to=2.5*ms"]);
  const of = () => random.pick([name, name, ...events.map((event) => `${name}.${event}`)]);
  const outputs: readonly (readonly [string, string])[] = [
    ["n", `count(${of()}${window()})`],
    ["ns", `counts(${of()}${window()})`],
    ["f", `rate(${of()}${window()})`],
    ["fs", `rates(${of()}${window()})`],
    ["first", `first_spike(${of()}${window()})`],
    ["firsts", `first_spikes(${of()}${window()})`],
    ["isi", `isi_mean(${of()}${window()})`],
    ["isis", `isi_means(${of()}${window()})`],
    ["cv", `isi_cv(${of()}${window()})`],
    ["cvs", `isi_cvs(${of()}${window()})`],
    ["binned", `rate(${of()}, bin=2*ms)`],
    ["end", `final(${v})`],
    ["some", `trace(${v}, of=[${random.integer(0, size - 1)}], every=${random.integer(2, 7)}${window()})`],
    ["average", `time_mean(${v}${window()})`],
    ["spread", `time_sd(${v}${window()})`],
    ["low", `time_min(${v}${window()})`],
    ["top", `max(time_max(${v}${window()}))`],
    ["mixed", `gain*mean(final(${v}))/(1 + count(${name}))`],
    ["sd", `sd(counts(${name})) - sum(rates(${name}))*pause`],
  ];
  return Object.fromEntries([
    [`${name}_spikes`, `spikes(${name})`],
    ...events.map((event) => [`${name}_${event}`, `spikes(${name}.${event})`]),
    ...variables.map((variable) => [`${name}_trace_${variable}`, `trace(${name}.${variable})`]),
    ...someOf(random, outputs, 0.3).map(([key, text]) => [`${name}_${key}`, text]),
  ]);
}
