// The YAML library's errors in our words: the same place, a code of ours, and a remedy that names the trap behind it.

import type { SourceText } from "@spikefarm/protocol";
import type { Document, YAMLError } from "yaml";
import type { Report, SweepCode } from "../errors.js";

/** Each is located by a pass over the text. */
const MAX_REPORTED = 20;

/** Reports the text's syntax errors, one a line (further ones are consequences of the first); true where there were any. */
export function reportSyntax(source: SourceText, document: Document.Parsed, report: Report): boolean {
  const lines = new Set<number>();
  for (const error of [...document.errors, ...document.warnings]) {
    const lineStart = source.text.lastIndexOf("\n", error.pos[0] - 1) + 1;
    if (lines.has(lineStart)) continue;
    if (lines.size === MAX_REPORTED) break;
    lines.add(lineStart);
    const lineEnd = source.text.indexOf("\n", lineStart);
    const { code, message, help } = describe(error, source.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd));
    report.errorIn(source, { start: error.pos[0], end: error.pos[1] }, code, message, help);
  }
  return lines.size > 0;
}

interface Description {
  readonly code: SweepCode;
  readonly message: string;
  readonly help: string;
}

function describe(error: YAMLError, line: string): Description {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { code: "YAML_TAB", message: "a tab is used as indentation", help: "indent with spaces" };
    case "BAD_INDENT":
      if (error.message.startsWith("Flow")) {
        const help = "close the bracket, and indent the lines within it";
        return { code: "YAML_SYNTAX", message: lowerFirst(error.message), help };
      }
      return { code: "YAML_INDENT", message: lowerFirst(error.message), help: "give the keys of one mapping the same indentation" };
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return {
        code: "YAML_UNQUOTED_TEXT",
        message: "a text without quotes has a colon of its own",
        help: `put the text in quotes: ${quoted(line)}`,
      };
    case "BAD_SCALAR_START":
      return { code: "YAML_SYNTAX", message: lowerFirst(error.message), help: `put the text in quotes: ${quoted(line)}` };
    case "TAG_RESOLVE_FAILED":
      return { code: "YAML_TAG", message: lowerFirst(error.message), help: "remove the tag; put the text in quotes if it begins with !" };
    case "MULTIPLE_DOCS":
      return { code: "YAML_SYNTAX", message: "there is a second document after ---", help: "keep one document in a file" };
    default:
      return { code: "YAML_SYNTAX", message: lowerFirst(error.message), help: "texts with : # , or brackets of their own need quotes" };
  }
}

/** The line with its value in quotes: `equations: dv/dt = -v/tau : volt` → `equations: "dv/dt = -v/tau : volt"`. */
function quoted(line: string): string {
  const match = /^\s*(?:- +)?([^:]+): +(.*?)\s*$/.exec(line);
  return match === null ? '"…"' : `${match[1]}: ${JSON.stringify(match[2])}`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
