// The tables of these tests against Brian 2 itself: its units, its physical constants, and what it accepts and refuses. Skipped, with a
// message, where no Python has Brian 2.

import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { BRIAN_CONSTANTS, BRIAN_UNITS } from "./brian2-units.js";
import { CONTEXT, VERDICTS } from "./verdicts.js";

const PYTHON = process.env.SPIKEFARM_PYTHON ?? "/usr/bin/python3";
const TIMEOUT_MS = 240_000;

interface Described {
  readonly value: number;
  readonly powers: readonly number[];
}
interface Brian {
  readonly units: Readonly<Record<string, Described>>;
  readonly constants: Readonly<Record<string, Described>>;
  /** Of each verdict's group: the error, or null. */
  readonly refusals: readonly (string | null)[];
}

const hasBrian = spawnSync(PYTHON, ["-c", "import brian2"]).status === 0;
if (!hasBrian) console.warn(`Brian 2 is not compared with: ${PYTHON} cannot import brian2 (Debian: apt-get install python3-brian)`);

describe.skipIf(!hasBrian)("Brian 2's language", () => {
  let brian: Brian;
  beforeAll(() => {
    brian = askBrian();
  }, TIMEOUT_MS);

  const rows = (table: Readonly<Record<string, Described>>): readonly string[] =>
    Object.entries(table)
      .map(([name, { value, powers }]) => `${name} = ${value.toPrecision(14)} ${powers.join(" ")}`)
      .sort();
  it("has the units of our table", () => expect(rows(brian.units)).toEqual(rows(Object.fromEntries(BRIAN_UNITS))));
  it("has the physical constants of our table", () => expect(rows(brian.constants)).toEqual(rows(BRIAN_CONSTANTS)));

  it.each(VERDICTS.map(({ group, isAccepted }, index) => ({ text: JSON.stringify(group), isAccepted, index })))(
    "$text: $isAccepted",
    ({ isAccepted, index }) => {
      const refusal = brian.refusals[index];
      expect(refusal === null, String(refusal)).toBe(isAccepted);
    },
  );
});

function askBrian(): Brian {
  const groups = VERDICTS.map(({ group: { equations = [], ...rest } }) => ({ model: [...CONTEXT, ...equations].join("\n"), ...rest }));
  const script = new URL("brian2_language.py", import.meta.url).pathname;
  const input = JSON.stringify({ groups });
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-W", "ignore", script], { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`Brian 2 failed:\n${stderr}`);
  return JSON.parse(stdout) as Brian;
}
