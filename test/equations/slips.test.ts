// Usual slips and what users are told of them: slips.golden.txt, read top to bottom. A case is a place, a text, and every diagnostic.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { model, problems } from "./support.js";

interface Slip {
  readonly place: string;
  readonly text: string;
  readonly told: string;
}

function readSlips(): readonly Slip[] {
  const golden = readFileSync(new URL("slips.golden.txt", import.meta.url), "utf8");
  return golden
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [, place, text, told] = /^([^\n]*)\n(.*?)\n---\n(.*)$/s.exec(block)!;
      return { place: place!, text: text!, told: told!.trim() };
    });
}

/** The text at its place in the usual model. */
function modelWith({ place, text }: Slip): unknown {
  if (place === "output") return model({}, { outputs: { x: text } });
  if (place === "parameter") return model({}, { parameters: { ...model().parameters, x: text } });
  if (place === "initial") return model({ initial: { v: text } });
  if (place === "every") return model({ every: { code: text } });
  if (place === "event") return model({ events: { up: text } });
  return model({ [place]: text });
}

describe("slips", () => {
  it.each(readSlips())("$place: $text", (slip) => {
    expect(problems(modelWith(slip))).toBe(slip.told);
  });
});
