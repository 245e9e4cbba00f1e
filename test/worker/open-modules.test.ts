import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openModules } from "@spikefarm/worker";
import { afterAll, beforeAll, expect, test } from "vitest";

const MODULES = fileURLToPath(new URL("modules", import.meta.url));
const BROKEN = fileURLToPath(new URL("broken-modules", import.meta.url));

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "spikefarm-modules-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test("without a directory there are no modules", async () => {
  const registry = await openModules(undefined, scratch);
  expect(registry.names).toEqual([]);
  expect(registry.failures).toEqual([]);
  expect(registry.schema("square")).toBeUndefined();
});

test("a directory that is not there is named in the error", async () => {
  await expect(openModules(join(scratch, "nowhere"), scratch)).rejects.toMatchObject({
    code: "MODULE_LOAD_FAILED",
    message: expect.stringMatching(/nowhere.*give one that exists/s),
  });
});

test("a module that throws, hangs, exits or lacks an export on load is reported with its reason, and the others work", async () => {
  const { names, failures } = await openModules(BROKEN, join(scratch, "broken"));
  expect(names).toEqual(["fine"]);
  const reasons = Object.fromEntries(failures.map(({ code, details }) => [details.file, `${code}: ${details.reason}`]));
  expect(reasons).toEqual({
    "exits-on-load.mjs": "MODULE_LOAD_FAILED: it ended its thread with exit code 3 while it loaded",
    "fine.mjs": 'MODULE_LOAD_FAILED: another file is named "fine" too; rename one',
    "hangs-on-load.mjs": "MODULE_LOAD_FAILED: it did not load within 5 s",
    "has-no-outputs.mjs": "MODULE_LOAD_FAILED: it exports no object `outputs`",
    "has-no-run.mjs": "MODULE_LOAD_FAILED: it exports no function `run`",
    "imports-nothing-there.mjs": expect.stringMatching(/^MODULE_LOAD_FAILED: imports-nothing-there\.mjs:1:\d+: Could not resolve/),
    "throws-on-load.mjs": "MODULE_LOAD_FAILED: it threw Error: the table of constants is missing",
  });
  for (const { message } of failures) expect(message).toMatch(/Mend the file and start again\.$/);
});

test("a TypeScript module announces what it exports", async () => {
  const registry = await openModules(MODULES, join(scratch, "announced"));
  expect(registry.failures).toEqual([]);
  const schema = registry.schema("square")!;
  expect(schema).toEqual({ name: "square", hash: expect.stringMatching(/^[0-9a-f]{64}$/), parameters: { x: 0 }, outputs: { y: "" } });
  expect(registry.path(schema.hash)).toBe(join(scratch, "announced", `${schema.hash}.mjs`));
});

test("IDENTITY 20: a module's hash follows what it imports, and not where it lies or how it is commented", async () => {
  const there = join(scratch, "there");
  await cp(MODULES, there, { recursive: true });
  await writeFile(join(there, "constant.js"), "export const run = () => ({}); export const parameters = {}, outputs = {}, two = 2;");
  await writeFile(join(there, "user.mjs"), userOf("one comment"));
  const hashes = async () => {
    const { schema, failures } = await openModules(there, join(scratch, "cache"));
    expect(failures).toEqual([]);
    return { square: schema("square")!.hash, user: schema("user")!.hash };
  };
  const first = await hashes();
  expect(first.square).toBe((await openModules(MODULES, join(scratch, "cache"))).schema("square")!.hash);

  await writeFile(join(there, "user.mjs"), userOf("another comment"));
  expect((await hashes()).user).toBe(first.user);
  await writeFile(join(there, "constant.js"), "export const run = () => ({}); export const parameters = {}, outputs = {}, two = 2.5;");
  const changed = await hashes();
  expect(changed.user).not.toBe(first.user);
  expect(changed.square).toBe(first.square);
  expect((await readdir(join(scratch, "cache"))).filter((file) => file.endsWith(".draft"))).toEqual([]);
});

const userOf = (comment: string): string =>
  `// ${comment}\nimport { two } from "./constant.js";\nexport const parameters = {}, outputs = { y: "" };\nexport const run = () => ({ y: two });\n`;
