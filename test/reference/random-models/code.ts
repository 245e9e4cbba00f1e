// Random thresholds, resets, refractory periods, events and code that runs regularly.

import { amount, bare, type Draft, drawIn, number, someOf } from "./draft.js";

export function randomThreshold(draft: Draft): string {
  const { random, states, integers, booleans } = draft;
  const v = states[0]!;
  const other = bare(draft, random.pick(states));
  const level = amount(draft, number(draft, 0.6, 1.2));
  return random.pick([
    `${v} > ${level}`,
    `${v} > ${level}`,
    `${v} >= ${level}`,
    `not (${v} <= ${level})`,
    `${v} > ${level} and ${other} < 2.5`,
    `${v} > ${level} or ${other} > 1.7`,
    `${bare(draft, v)} + 0.3*${other} > 1`,
    `${v} > ${level} and t > 2.07*ms`,
    ...integers.map((n) => `${bare(draft, v)} > 0.8 + 0.05*(${n} % 4)`),
    ...booleans.map((flag) => `${v} > ${level} and (${flag} or ${other} > 0.2)`),
    ...(draft.draws ? [drawIn(draft, `${v} > ${level} and rand() < 0.4`)] : []),
  ]);
}

/** The reset takes the first variable down, and does more. */
export function randomReset(draft: Draft): string {
  const { random, states } = draft;
  const v = states[0]!;
  const down = random.pick([
    `${v} = ${amount(draft, number(draft, -0.5, 0.3))}`,
    `${v} -= ${amount(draft, number(draft, 0.6, 1.2))}`,
    `${v} *= ${number(draft, 0, 0.5)}`,
    `${v} = -${v}/4`,
  ]);
  const statements = [down, ...Array.from({ length: random.integer(0, 3) }, () => statement(draft))];
  return statements.join(random.pick(["\n", "; "]));
}

/** A statement that changes something a little. */
function statement(draft: Draft): string {
  const { random, states, integers, booleans, floats, lookups } = draft;
  const [x, y] = [random.pick(states), random.pick(states)];
  const choices = [
    `${x} += ${amount(draft, number(draft, -0.3, 0.3))}`,
    `${x} = 0.8*${x} + 0.1*${y}`,
    `${x} /= ${number(draft, 1.5, 3)}`,
    `${x} = clip(${x} - 0.2*${y}, ${amount(draft, -1)}, ${amount(draft, 1)})`,
    `${x} += ${amount(draft, "0.1*int(t_in_timesteps % 3 == 1)")}`,
    ...lookups.map((lookup) => `${x} += 0.2*${lookup}`),
    ...floats.flatMap((name) => [`${name} *= 0.9`, `${name} = ${amount(draft, `0.1*tanh(${bare(draft, x)})`)}`]),
    ...integers.flatMap((n) => [`${n} += 1`, `${n} = (${n} + 3) % 7`, `${n} = ${n}//2 + 1`, `${n} -= i`, `${n} = 30011*${n} + 77`]),
    ...booleans.map((flag) => random.pick([`${flag} = not ${flag}`, `${flag} = ${x} > ${y}`])),
    ...(draft.draws ? [drawIn(draft, `${x} += ${amount(draft, random.pick(["0.1*rand()", "0.05*randn()", "0.02*poisson(1.5)"]))}`)] : []),
  ];
  return random.pick(choices);
}

export function randomRefractory(draft: Draft): { readonly text: string; readonly line?: string; readonly initial?: string } {
  const { random, states } = draft;
  const other = bare(draft, random.pick(states));
  return random.pick([
    { text: "2*ms" },
    { text: "0.1*ms" },
    { text: "1.95*ms" },
    { text: "pause" },
    { text: "pause*(1 + i)" },
    { text: "5*dt" },
    { text: "own_pause", line: "own_pause : second (constant)", initial: "(1 + i)*ms" },
    { text: "late_pause", line: `late_pause = 1*ms + 0.37*ms*tanh(${other}) : second` },
    { text: `${bare(draft, states[0]!)} > 0.4` },
    { text: `${other} < 0.3 or (t - lastspike) < 0.77*ms` },
    { text: "(t - lastspike) < 1.57*ms" },
    { text: "False" },
    { text: "timestep(t - lastspike, dt) < 12" },
    ...(draft.draws ? [{ text: drawIn(draft, "rand() < 0.8") }] : []),
  ]);
}

const SLOTS = ["start", "groups", "thresholds", "synapses", "resets", "end"].flatMap((slot) => [`before_${slot}`, slot, `after_${slot}`]);

/** A place in the schedule from `first` on. */
function place(draft: Draft, first: string): Record<string, unknown> {
  const { random } = draft;
  return { when: random.pick(SLOTS.slice(SLOTS.indexOf(first))), order: random.pick([-2, -1, 0, 0, 1, 2]) };
}

/** Custom events, recorded or with code. */
export function randomEvents(draft: Draft): Record<string, unknown> {
  const { random, states } = draft;
  const names = someOf(random, ["high", "paired"], 0.6);
  return Object.fromEntries(
    names.map((name) => {
      const condition = random.pick([
        `${bare(draft, random.pick(states))} > 0.5`,
        `${bare(draft, states[0]!)} > 0.3 and ${bare(draft, random.pick(states))} < 0.6`,
        "t_in_timesteps % 17 == 3",
        "i == 1 and t > 1.07*ms",
        ...(draft.draws ? [drawIn(draft, "rand() < 0.05")] : []),
      ]);
      if (random.chance(0.3)) return [name, condition];
      return [name, { condition, code: statement(draft), ...(random.chance(0.5) && place(draft, "before_synapses")) }];
    }),
  );
}

/** Code at regular times, named by what it is. */
export function randomEvery(draft: Draft): Record<string, unknown> {
  const { random, shared } = draft;
  const names = someOf(random, ["beat", "drift"], 0.6);
  return Object.fromEntries(
    names.map((name) => {
      const code = [
        ...someOf(random, shared, 0.6).map(
          (level) => `${level} = ${level}*0.9 + ${draft.draws ? drawIn(draft, "0.05*randn()") : "0.05*sin(t/(3*ms))"}`,
        ),
        ...Array.from({ length: random.integer(1, 2) }, () => statement(draft)),
      ].join("\n");
      const period = random.pick([{}, { dt: "1*ms" }, { dt: "2.4*ms" }, { dt: "pulse" }]);
      return [name, { code, ...period, ...(random.chance(0.6) && place(draft, "before_start")) }];
    }),
  );
}
