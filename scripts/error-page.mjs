// docs/errors.md, made from the code: each package defines its codes in an exported object whose name ends in _CODES,
// `{ AREA_WHAT: { cause, remedy } }`. They are read from the built package, so that a code that is computed counts too.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REGISTRY = /^export const ([A-Z]+_CODES)\b/gm;

/** Every code with its cause, remedy and package, sorted by package and code. */
export async function listErrorCodes() {
  const codes = [];
  for (const project of listProjects()) {
    for (const file of readdirSync(join(ROOT, project, "src"), { recursive: true }).sort()) {
      if (!file.endsWith(".ts")) continue;
      const names = [...readFileSync(join(ROOT, project, "src", file), "utf8").matchAll(REGISTRY)].map((match) => match[1]);
      if (names.length === 0) continue;
      const built = join(ROOT, project, "dist", file.replace(/\.ts$/, ".js"));
      const module = await import(pathToFileURL(built).href);
      for (const name of names) {
        for (const [code, { cause, remedy }] of Object.entries(module[name])) codes.push({ project, code, cause, remedy });
      }
    }
  }
  return codes.sort((a, b) => order(a.project, b.project) || order(a.code, b.code));
}

/** The page: a section a package, an entry a code, each with an anchor to link to. */
export function writeErrorPage(codes) {
  const lines = [
    "# Errors",
    "",
    "Every error and warning has a code. This page says what each means and what to do about it.",
    "It is written from the code by `npm run errors`; a test keeps both in step.",
  ];
  for (const project of new Set(codes.map((code) => code.project))) {
    lines.push("", `## ${project}`);
    for (const { code, cause, remedy } of codes.filter((entry) => entry.project === project)) {
      lines.push("", `### ${code}`, "", `**Cause.** ${sentence(cause)}`, "", `**Remedy.** ${sentence(remedy)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

const listProjects = () =>
  ["packages", "services"].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => `${group}/${name}`)
      .filter((project) => existsSync(join(ROOT, project, "src")))
      .sort(),
  );

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Begins with a capital (unless it quotes code) and ends with a stop. */
function sentence(text) {
  const start = /^[a-z]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
