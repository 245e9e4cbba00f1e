// Every example of docs/modules.md is run as it stands there, and gives what is known from elsewhere.
//
//   js NAME.mjs, ts NAME.ts   a module: a file of the folder
//   yaml NAME                 a document that sweeps it
//   js refused CODE           a module that is answered with this error

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { column, ROOT, resultsTable, runJson, spikefarm, type Table, temporaryDirectory, writeDocument } from "../e2e/spikefarm.js";

const page = readFileSync(`${ROOT}docs/modules.md`, "utf8");
const blocks = [...page.matchAll(/^```(js|ts|yaml) (.+)\n([\s\S]*?)^```$/gm)].map(([, language, title, text]) => ({
  language: language!,
  title: title!,
  text: text!,
}));
const documents = blocks.filter(({ language }) => language === "yaml");
const files = blocks.filter(({ title }) => /\.(mjs|ts)$/.test(title));
const refused = blocks.filter(({ title }) => title.startsWith("refused "));

function folder(modules: typeof blocks): string {
  const directory = temporaryDirectory();
  mkdirSync(`${directory}/modules`);
  for (const { title, text } of modules) writeFileSync(`${directory}/modules/${title}`, text);
  return directory;
}

/** What each document's table must hold, worked out here. */
const TRUTHS: Readonly<Record<string, (table: Table) => void>> = {
  settling(table) {
    const taus = column(table, "tau") as number[];
    const shares = column(table, "share") as number[];
    expect(taus).toEqual([0.005, 0.005, 0.005, 0.01, 0.01, 0.01]);
    for (const [index, time] of (column(table, "time") as number[]).entries()) {
      expect(Math.exp(-time / taus[index]!)).toBeCloseTo(shares[index]!, 12);
    }
  },
  rheobase(table) {
    for (const [index, tau] of (column(table, "tau") as number[]).entries()) {
      const truth = 0.01 / (1 - Math.exp(-0.1 / tau)); // v reaches the threshold in the last step
      expect(Math.abs((column(table, "drive")[index] as number) - truth)).toBeLessThan(1e-6);
    }
  },
  walk(table) {
    const paths = column(table, "path") as number[][];
    const ranges = column(table, "range") as number[][];
    expect(paths.map((path) => path.length)).toEqual([5, 5, 5, 5, 5, 5]);
    expect(new Set(paths.map(String)).size).toBe(6);
    for (const [index, path] of paths.entries()) {
      expect(Math.min(...path)).toBeGreaterThanOrEqual(ranges[index]![0]!);
      expect(Math.max(...path)).toBeLessThanOrEqual(ranges[index]![1]!);
      expect(column(table, "isRight")[index]).toBe(path[4]! > 0);
    }
  },
};

test("every document of the page has a module and a truth", () => {
  expect(documents.map(({ title }) => title).toSorted()).toEqual(Object.keys(TRUTHS).toSorted());
  expect(files.map(({ title }) => title.replace(/\.\w+$/, "")).toSorted()).toEqual(Object.keys(TRUTHS).toSorted());
  expect(files.length + documents.length + refused.length).toBe([...page.matchAll(/^```./gm)].length);
});

describe("an example", () => {
  test.each(documents)(
    "$title gives what it should",
    async ({ title, text }) => {
      const directory = folder(files);
      const data = `${directory}/data`;
      expect(await runJson(writeDocument(directory, text), data)).toMatchObject({ state: "complete", trials: { failed: 0 } });
      TRUTHS[title]!(await resultsTable(data));
    },
    60_000,
  );

  test.each(refused)("that is refused: $title", async ({ title, text }) => {
    const directory = folder([{ language: "js", title: "bad.mjs", text }]);
    const { code, stderr } = await spikefarm("check", writeDocument(directory, "module: bad"));
    expect(code).toBe(2);
    expect(stderr).toContain(title.replace("refused ", ""));
  });
});

describe("the tables of declarations", () => {
  const cellsBelow = (heading: string): readonly string[] => {
    const section = page.slice(page.indexOf(`## ${heading}\n`));
    const table = /^\| declared as [\s\S]*?\n\n/m.exec(section)![0];
    const cells = [...table.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell]) => cell!);
    return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));
  };

  test("are taken as they stand there", async () => {
    const parameters = cellsBelow("Parameters");
    const outputs = cellsBelow("Outputs");
    expect(parameters.length).toBe(7);
    expect(outputs.length).toBe(9);
    for (const [name, declared] of [...parameters.map((text) => ["parameters", text]), ...outputs.map((text) => ["outputs", text])]) {
      const exports = { parameters: "{}", outputs: "{}", [name!]: `{ ${declared} }` };
      const text = `${Object.entries(exports)
        .map(([key, value]) => `export const ${key} = ${value};`)
        .join("\n")}\nexport const run = () => ({});`;
      const directory = folder([{ language: "js", title: "declares.mjs", text }]);
      const sweep = declared === "k: {}" ? "\nsweep: { space: { k: [1, 2] } }" : "";
      const { code, stderr } = await spikefarm("check", writeDocument(directory, `module: declares${sweep}`));
      expect({ declared, code, stderr }).toEqual({ declared, code: 0, stderr: "" });
    }
  }, 120_000);
});
