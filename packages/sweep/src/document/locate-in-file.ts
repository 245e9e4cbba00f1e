// Where a diagnostic's place stands in the file it came from: `model.groups.G.equations:1:10` → `if-curve.yaml:12`.
//
// Checks know values and texts, not files. The path is walked down the file's syntax tree once more, only when there is something to show.

import type { Diagnostic } from "@spikefarm/protocol";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument as parseYaml, type Scalar } from "yaml";

/** 1-based. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** The place in the file, or undefined where the path is not in it (the key is missing, or the document came from elsewhere). */
export function locateInFile(text: string, diagnostic: Pick<Diagnostic, "path" | "line" | "column" | "excerpt">): FilePlace | undefined {
  const { path, line, column, excerpt } = diagnostic;
  if (path === "") return excerpt === undefined ? undefined : { line, column };
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  let node = findNode(document.contents, path);
  let lineInText = line;
  if (isSeq(node) && excerpt !== undefined) {
    node = node.items[line - 1] as Node | null;
    lineInText = 1;
  }
  if (!node?.range) return undefined;
  const start = lines.linePos(node.range[0]);
  if (excerpt === undefined || !isScalar(node)) return { line: start.line, column: start.col };
  return placeInScalar(node, start, { line: lineInText, column }, text.split("\n"));
}

/** Keys may contain dots, so each mapping is asked which of its keys the rest of the path begins with. */
function findNode(node: unknown, path: string): Node | null {
  if (path === "") return node as Node | null;
  if (isSeq(node)) {
    const [index] = path.split(".", 1);
    return findNode(node.items[Number(index)], path.slice(index!.length + 1));
  }
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined || !(path === name || path.startsWith(`${name}.`))) continue;
    if (path === name) return (value ?? key) as Node;
    const found = findNode(value, path.slice(name.length + 1));
    if (found !== null) return found;
  }
  return null;
}

function placeInScalar(node: Scalar, start: { line: number; col: number }, inText: FilePlace, fileLines: readonly string[]): FilePlace {
  if (node.type === "BLOCK_LITERAL") {
    const line = start.line + inText.line;
    const first = fileLines.slice(start.line).find((content) => content.trim() !== "") ?? "";
    return { line, column: first.length - first.trimStart().length + inText.column };
  }
  const isQuoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
  if (inText.line > 1 || node.type === "BLOCK_FOLDED") return { line: start.line, column: start.col };
  return { line: start.line, column: start.col + (isQuoted ? 1 : 0) + inText.column - 1 };
}
