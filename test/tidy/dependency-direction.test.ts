// Dependencies point one way. A row says what a package or service may import of ours; a new arrow is a decision and starts here.

import { expect, test } from "vitest";
import { findInText } from "./find-in-code.js";
import { listProjects, listSources, readJson, readPackageJson, readText } from "./repository.js";

const MAY_IMPORT: Readonly<Record<string, string>> = {
  "packages/numerics": "",
  "packages/protocol": "",
  "packages/equations": "numerics protocol",
  "packages/compiler": "equations numerics protocol",
  "packages/native": "",
  "packages/simulator": "compiler equations numerics protocol",
  "packages/sweep": "equations numerics protocol",
  "packages/queue": "protocol",
  "packages/datamanager": "protocol numerics",
  "packages/client": "protocol",
  "packages/http": "protocol",
  "services/coordinator": "client datamanager http sweep equations compiler queue protocol",
  "services/worker": "client native simulator sweep equations numerics queue protocol",
  "services/writer": "datamanager http protocol",
  "services/dashboard": "protocol",
  "services/standalone": "coordinator worker writer queue protocol",
  "services/cli": "client standalone coordinator worker writer datamanager sweep equations compiler protocol numerics",
};

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"(@spikefarm\/[^"]+)"/g;

const projects = listProjects();
const allowed = (project: string): string[] => (MAY_IMPORT[project] ?? "").split(" ").filter((name) => name !== "");
const importsOf = (project: string): string[] => [
  ...new Set(listSources([project]).flatMap((path) => [...readText(path).matchAll(IMPORT)].map((match) => match[1]!))),
];
const namesOf = (packages: readonly string[]): string[] => packages.map((name) => name.replace("@spikefarm/", "")).sort();
const declaredBy = (project: string): string[] =>
  namesOf(Object.keys(readPackageJson(project).dependencies ?? {}).filter((name) => name.startsWith("@spikefarm/")));

test("every package and service has its row", () => {
  expect(projects.filter((project) => !(project in MAY_IMPORT))).toEqual([]);
});

test.each(projects)("%s declares only what its row allows", (project) => {
  expect(declaredBy(project).filter((name) => !allowed(project).includes(name))).toEqual([]);
});

test.each(projects)("%s imports only what its package.json declares", (project) => {
  const imported = namesOf(importsOf(project).map((name) => name.split("/").slice(0, 2).join("/")));
  expect(imported.filter((name) => !declaredBy(project).includes(name))).toEqual([]);
});

test.each(projects)("%s: references of tsconfig.json and dependencies of package.json are the same", (project) => {
  const { references } = readJson(`${project}/tsconfig.json`) as { references: readonly { path: string }[] };
  expect(references.map(({ path }) => path.split("/").at(-1)).sort()).toEqual(declaredBy(project));
});

test("the build knows every package and service", () => {
  const { references } = readJson("tsconfig.json") as { references: readonly { path: string }[] };
  expect(references.map(({ path }) => path.replace("./", "")).sort()).toEqual([...projects].sort());
});

test("no arrow of the table leads back", () => {
  const done: string[] = [];
  const rest = new Set(Object.keys(MAY_IMPORT));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const project of rest) {
      if (!allowed(project).every((name) => done.includes(name))) continue;
      done.push(project.split("/")[1]!);
      rest.delete(project);
      isMoving = true;
    }
  }
  expect([...rest], "these import each other in a circle").toEqual([]);
});

test("a package is imported by its name: its index.ts is its public face", () => {
  const deep = findInText(listSources(), /from "(?:@spikefarm\/[^"/]+\/|(?:\.\.\/)+(?:packages|services)\/)/);
  expect(deep, "export it from the package's index.ts and import that").toEqual([]);
});
