// A lock that any machine can install from: no host in it, and every platform's package described (docs/decisions/0001-lockfile.md).

import { expect, test } from "vitest";
import { absentOptionalEntries, completeLockfile } from "../../scripts/complete-lockfile.mjs";
import { platformOf } from "../../scripts/platform-of.mjs";
import { readJson } from "./repository.js";

const REMEDY = "run `npm run lock` and commit package-lock.json";

type Entry = { resolved?: string; link?: boolean; optionalDependencies?: Record<string, string>; [key: string]: unknown };
const lock = readJson("package-lock.json") as { packages: Record<string, Entry> };

test("the lock names no host to download from", () => {
  const withHost = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined && !entry.link);
  expect(
    withHost.map(([path]) => path),
    `.npmrc needs omit-lockfile-registry-resolved=true; then ${REMEDY}`,
  ).toEqual([]);
});

test("every optional dependency that a package names has an entry", () => {
  expect(Object.keys(absentOptionalEntries(lock)), REMEDY).toEqual([]);
});

test("an absent package gets its version, its platform and nothing to download", () => {
  const parent = { version: "1.2.3", dev: true, optionalDependencies: { "@tool/linux-arm64-musl": "1.2.3", "@tool/linux-x64": "1.2.3" } };
  const partial = { packages: { "node_modules/@tool/linux-x64": { version: "1.2.3" }, "node_modules/tool": parent } };
  expect(absentOptionalEntries(partial)).toEqual({
    "node_modules/@tool/linux-arm64-musl": { version: "1.2.3", cpu: ["arm64"], dev: true, libc: ["musl"], optional: true, os: ["linux"] },
  });
  expect(Object.keys(completeLockfile(partial).packages)).toEqual([
    "node_modules/@tool/linux-arm64-musl",
    "node_modules/@tool/linux-x64",
    "node_modules/tool",
  ]);
});

test("a copy nested under its parent counts as present", () => {
  const parent = { optionalDependencies: { "tool-linux-x64": "2.0.0" } };
  const nested = {
    packages: { "node_modules/a/node_modules/b": parent, "node_modules/a/node_modules/tool-linux-x64": { version: "2.0.0" } },
  };
  expect(absentOptionalEntries(nested)).toEqual({});
});

test("a package whose name hides its platform is refused, not guessed", () => {
  expect(() => platformOf("fast-thing")).toThrow("does not tell its platform");
});
