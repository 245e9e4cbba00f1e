import { codeOnly } from "./code-only.js";
import { readText } from "./repository.js";

/** Where a pattern matches in the code of some files, as `path:line: the line`. */
export function findInCode(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const source = readText(path);
    const lines = source.split("\n");
    return codeOnly(source)
      .split("\n")
      .flatMap((code, index) => (pattern.test(code) ? [`${path}:${index + 1}: ${lines[index]!.trim()}`] : []));
  });
}

/** The same in whole lines, strings and comments included. */
export function findInText(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    readText(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}
