// docs/pictures/ holds what the commands above the examples draw, and nothing else. `npm run pictures` draws them anew.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsIn } from "../../scripts/example-commands.mjs";
import { ROOT, spikefarm, temporaryDirectory } from "../e2e/spikefarm.js";

const examples = readdirSync(`${ROOT}examples`).filter((name) => name.endsWith(".yaml"));
const commandsOf = (name: string): readonly string[][] => commandsIn(readFileSync(`${ROOT}examples/${name}`, "utf8"));
const pictureOf = (words: readonly string[]): string | undefined =>
  words.includes("--plot") ? words[words.indexOf("--plot") + 1] : undefined;

test("every example says how it is run, by a command that names it", () => {
  for (const name of examples) expect(commandsOf(name)[0]?.slice(0, 2), name).toEqual(["run", `examples/${name}`]);
});

test("every picture is drawn by an example's command, and every such command has its picture", () => {
  const named = examples.flatMap(commandsOf).flatMap((words) => pictureOf(words) ?? []);
  const there = readdirSync(`${ROOT}docs/pictures`).map((file) => `docs/pictures/${file}`);
  expect(there.toSorted()).toEqual(named.toSorted());
});

test.each(["random-kicks.yaml", "timed-current.yaml", "if-curve.yaml"])(
  "%s: its commands draw the picture that is there, byte for byte",
  async (name) => {
    const directory = temporaryDirectory();
    const drawn = join(directory, "picture.svg");
    const commands = commandsOf(name);
    const picture = commands.flatMap((words) => pictureOf(words) ?? [])[0]!;
    for (const words of commands) {
      const here = words.map((word) => (word === picture ? drawn : word));
      expect(await spikefarm(...here, "--data", `${directory}/data`)).toMatchObject({ code: 0 });
    }
    expect(readFileSync(drawn, "utf8") === readFileSync(`${ROOT}${picture}`, "utf8"), "draw it anew: npm run pictures").toBe(true);
  },
  120_000,
);
