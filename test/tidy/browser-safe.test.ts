// The core runs in a browser tab too: what differs between there and Node comes in as an argument.

import { expect, test } from "vitest";
import { findInCode, findInText } from "./find-in-code.js";
import { listSources, readJson } from "./repository.js";

const BROWSER_SAFE = ["numerics", "equations", "sweep", "compiler", "simulator", "protocol"].map((name) => `packages/${name}`);

test.each(BROWSER_SAFE)("%s uses no Node API", (project) => {
  expect(findInText(listSources([project]), /(?:from|import)\s*\(?\s*"(?:node:|fs|path|os|crypto|worker_threads|url|util)/)).toEqual([]);
  expect(findInCode(listSources([project]), /\b(?:process|Buffer|__dirname|__filename|require|setImmediate)\b\s*[.(]/)).toEqual([]);
});

test.each(BROWSER_SAFE)("%s is compiled without Node's types", (project) => {
  const { compilerOptions } = readJson(`${project}/tsconfig.json`) as { compilerOptions: { types: readonly string[] } };
  expect(compilerOptions.types).toEqual([]);
});
