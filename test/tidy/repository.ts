// The repository as the tidy tests see it: its own files, without what is installed, built or run.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

// The folders of .gitignore, and git's own. A list, so that the tests need no git.
const NOT_OURS = new Set(["node_modules", "dist", "dist-types", ".spikefarm", "coverage", ".git"]);

/** Paths from the root, with forward slashes, sorted. */
export function listFiles(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}

export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");
export const readJson = (path: string): unknown => JSON.parse(readText(path));

/** Folders of packages and services: "packages/numerics", "services/cli". */
export function listProjects(): string[] {
  return ["packages", "services"].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => `${group}/${name}`)
      .filter((project) => existsSync(join(ROOT, project, "package.json")))
      .sort(),
  );
}

/** TypeScript sources of one project, or of all of them. */
export const listSources = (projects = listProjects()): string[] =>
  projects.flatMap((project) => listFiles(`${project}/src`)).filter((path) => /\.tsx?$/.test(path));

export type PackageJson = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};
export const readPackageJson = (folder: string): PackageJson =>
  readJson(folder === "" ? "package.json" : `${folder}/package.json`) as PackageJson;
