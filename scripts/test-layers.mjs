// The layers of the tests: folders of test/. What is in no other layer is `unit`: one folder a package.

import { existsSync, readdirSync } from "node:fs";

// Layers that spawn servers, kill processes or measure time run one file at a time, so that nothing but themselves disturbs them.
const LAYERS = [
  { name: "contract", isSerial: false },
  { name: "golden", isSerial: false },
  { name: "reference", isSerial: false },
  { name: "tidy", isSerial: true },
  { name: "e2e", isSerial: true },
  { name: "crash", isSerial: true },
  { name: "browser", isSerial: true },
];

/** The layers that have tests, in the order they run (cheap and telling first), each with its folders. */
export function listLayers(testFolder = "test") {
  const folders = readdirSync(testFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasTests(`${testFolder}/${entry.name}`))
    .map((entry) => entry.name);
  const named = LAYERS.filter(({ name }) => folders.includes(name)).map((layer) => ({
    ...layer,
    folders: [`${testFolder}/${layer.name}/`],
  }));
  const rest = folders.filter((folder) => !LAYERS.some(({ name }) => name === folder)).map((folder) => `${testFolder}/${folder}/`);
  return rest.length === 0 ? named : [{ name: "unit", isSerial: false, folders: rest }, ...named];
}

const hasTests = (folder) => existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => file.endsWith(".test.ts"));
