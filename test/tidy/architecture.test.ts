// ARCHITECTURE.md is the map of what is: it names every package and every dependency, and nothing that is not there.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listProjects, ROOT, readPackageJson, readText } from "./repository.js";

const MAP = "ARCHITECTURE.md";

test("ARCHITECTURE.md is there", () => {
  expect(existsSync(join(ROOT, MAP)), "the map of the code is missing").toBe(true);
});

test("its code map has one row for each package and service", () => {
  const rows = firstCells(sectionOf("Code map")).filter((name) => /^(?:packages|services)\//.test(name));
  expect(rows.sort()).toEqual(listProjects().sort());
});

test("it names each dependency, and no other, with its one job", () => {
  const declared = ["", ...listProjects()].flatMap((project) => {
    const { dependencies, devDependencies } = readPackageJson(project);
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const external = [...new Set(declared)].filter((name) => !name.startsWith("@spikefarm/"));
  expect(firstCells(sectionOf("Dependencies")).sort()).toEqual(external.sort());
});

/** The text under a heading, up to the next heading of its level. */
function sectionOf(title: string): string {
  const [, section] = readText(MAP).split(new RegExp(`^## ${title}\\s*$`, "m"));
  return section?.split(/^## /m)[0] ?? "";
}

/** What stands in backticks in the first cell of each table row or at the head of each list item. */
const firstCells = (section: string): string[] =>
  section.split("\n").flatMap((line) => {
    const cell = /^\s*\|([^|]*)\|/.exec(line)?.[1] ?? /^\s*[-*]\s+((?:`[^`]+`(?:,\s*|\s+and\s+)?)+)/.exec(line)?.[1] ?? "";
    return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  });
