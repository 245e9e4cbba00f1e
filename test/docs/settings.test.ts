// The table of all settings in docs/operations.md names what each service reads, and what it takes where nothing is set.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROOT } from "../e2e/spikefarm.js";

const page = readFileSync(`${ROOT}docs/operations.md`, "utf8");
const section = page.slice(page.indexOf("## All settings\n")).split("\n## ", 1)[0]!;
const rows = [...section.matchAll(/^\| `(SPIKEFARM_\w+)` \|(.*)\|$/gm)].map(([, variable, rest]) => {
  const [flag, writer, coordinator, worker, , fallback] = rest!.split("|").map((cell) => cell.trim());
  return { variable: variable!, flag: flag!, readers: { writer, coordinator, worker }, fallback: fallback! };
});

const SOURCES = {
  writer: ["services/writer/src/config.ts"],
  coordinator: ["services/coordinator/src/config.ts"],
  worker: ["services/worker/src/config.ts", "services/worker/src/native-compiler.ts"],
} as const;
const sourceOf = (service: keyof typeof SOURCES): string => SOURCES[service].map((file) => readFileSync(`${ROOT}${file}`, "utf8")).join("");

describe.each(["writer", "coordinator", "worker"] as const)("of the %s", (service) => {
  const source = sourceOf(service);

  test("every setting it reads is in the table", () => {
    const read = new Set([...source.matchAll(/SPIKEFARM_[A-Z_]+/g)].map(([name]) => name));
    const told = rows.filter(({ readers }) => readers[service] === "yes").map(({ variable }) => variable);
    expect(read.size).toBeGreaterThan(5);
    expect([...read].filter((name) => !told.includes(name))).toEqual([]);
  });

  test("an address or a word that stands in for a setting is the one of the source", () => {
    const told = rows.filter(({ readers }) => readers[service] === "yes").map(({ variable, fallback }) => ({ variable, fallback }));
    for (const { variable, fallback } of told) {
      const literal = new RegExp(`${variable}\\b[^\\n]*?(?:\\?\\?|\\|\\|) "([^"]+)"`).exec(source)?.[1];
      if (literal !== undefined) expect(fallback, variable).toContain(literal);
    }
  });
});

test("a flag of the table is one of the command", () => {
  const main = readFileSync(`${ROOT}services/cli/src/main.ts`, "utf8");
  const flags = rows.flatMap(({ flag }) => [...flag.matchAll(/`(--\w+)`/g)].map(([, name]) => name!));
  expect(flags.length).toBeGreaterThan(8);
  for (const flag of flags) expect(main).toContain(`"${flag} <`);
});
