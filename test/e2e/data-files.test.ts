// Arrays in files, as a user has them: beside the document, read by the command, sent along to a farm elsewhere.

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { column, ROOT, resultsTable, runJson, spikefarm, startFarm, temporaryDirectory, writeDocument } from "./spikefarm.js";

/** f8.npy holds 0, 0.1 and -0.0025. */
const DOCUMENT = `
data:
  start: { file: arrays/f8.npy, unit: mV }
model:
  groups:
    G: { size: 3, equations: "v : volt", initial: { v: start } }
  duration: 1*ms
  outputs: { v: final(G.v) }
`;

function writeFiles(text = DOCUMENT): { readonly file: string; readonly directory: string } {
  const directory = temporaryDirectory();
  mkdirSync(`${directory}/arrays`);
  copyFileSync(`${ROOT}test/sweep/arrays/f8.npy`, `${directory}/arrays/f8.npy`);
  return { file: writeDocument(directory, text), directory };
}

describe("a file that a document names", () => {
  test("is read beside the document, wherever the command is run", async () => {
    const { file, directory } = writeFiles();
    await runJson(file, `${directory}/data`);
    expect(column(await resultsTable(`${directory}/data`), "v")).toEqual([[0, 0.0001, -0.0000025]]);
  });

  test("is part of the document: another number in it is another sweep", async () => {
    const { file, directory } = writeFiles(DOCUMENT.replace("f8.npy", "a.csv"));
    writeFileSync(`${directory}/arrays/a.csv`, "1\n2\n3\n");
    const first = await spikefarm("check", file, "--json");
    writeFileSync(`${directory}/arrays/a.csv`, "1\n2\n4\n");
    const second = await spikefarm("check", file, "--json");
    const hashOf = ({ stdout }: { stdout: string }): unknown => (JSON.parse(stdout) as { hash: unknown }).hash;
    expect(hashOf(first)).not.toBe(hashOf(second));
  });

  test("that is not there, or is no array, is told with the document's other mistakes", async () => {
    const { file } = writeFiles(DOCUMENT.replace("f8.npy", "gone.npy").replace("1*ms", "1*mz"));
    const { code, stderr } = await spikefarm("check", file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error DATA_FILE: arrays\/gone\.npy cannot be taken: ENOENT/);
    expect(stderr).toMatch(/help: check the path: it is relative to the document's folder/);
    expect(stderr).toMatch(/mz/);
  });

  test("travels with the document to a farm elsewhere, which gives the same digest; over HTTP alone it is not read", async () => {
    const { file, directory } = writeFiles();
    const embedded = await runJson(file, `${directory}/embedded`);
    const { url } = await startFarm(`${directory}/farm`);
    const submitted = await spikefarm("submit", file, "--url", url);
    expect(submitted).toMatchObject({ code: 0 });
    const watched = await spikefarm("watch", "last", "--url", url, "--json");
    expect(JSON.parse(watched.stdout)).toMatchObject({ state: "complete", digest: embedded.digest });
    const answer = await fetch(`${url}/api/v1/sweeps`, { method: "POST", body: DOCUMENT, headers: { "content-type": "application/yaml" } });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/DATA_FILE.*is not read from here/);
  }, 60_000);
});
