// Texts that YAML quietly reads as something else. Only plain (unquoted) scalars are suspects: quotes say that a text is meant.

import type { SourceText, Span } from "@spikefarm/protocol";
import type { Scalar } from "yaml";
import type { Report } from "../errors.js";

type Trap = "error" | "warning";

/** Keys whose value is text of the model language, never a mapping. */
export const takesText = (key: string): boolean => TEXT_KEYS.has(key);
const TEXT_KEYS: ReadonlySet<string> = new Set(["equations", "threshold", "reset", "refractory"]);

/** Reports what a plain scalar hides, and says how grave it is; undefined where it hides nothing. */
export function reportScalarTraps(
  source: SourceText,
  node: Scalar,
  place: { readonly isInFlow: boolean; readonly isKey: boolean },
  report: Report,
): Trap | undefined {
  if (node.type !== "PLAIN" || node.source === undefined || !node.range) return undefined;
  const span = { start: node.range[0], end: node.range[1] };
  const text = node.source;
  if (place.isInFlow && !hasBalancedParentheses(text)) {
    const message = `"${text}" has half of a pair of parentheses: the text was taken apart at a comma`;
    const whole = textAround(source.text, span);
    const help = `put the whole text in quotes${whole === undefined ? "" : `: "${whole}"`}`;
    report.errorIn(source, span, "YAML_COMMA_IN_FLOW", message, help);
    return "error";
  }
  if (/^[-+]?0[0-9]+$/.test(text)) {
    const message = `${text} begins with 0: it is ${Number(text)} here, and octal elsewhere`;
    report.errorIn(source, span, "YAML_OCTAL", message, `write ${Number(text)}, or put it in quotes if it is a text`);
    return "error";
  }
  if (!place.isKey && /^(yes|no|on|off)$/i.test(text)) {
    const message = `${text} is a text in YAML 1.2, not a boolean`;
    report.warnIn(source, span, "YAML_YES_NO", message, `write true or false, or "${text}" if the text is meant`);
    return "warning";
  }
  return undefined;
}

function hasBalancedParentheses(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth++;
    else if (character === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

const MAX_SHOWN_LENGTH = 200;

/** What was taken apart: the stretch of the line between separators outside parentheses; undefined where it has no other half there. */
function textAround(text: string, span: Span): string | undefined {
  const lineStart = text.lastIndexOf("\n", span.start) + 1;
  let start = lineStart;
  let end = lineStart;
  for (let depth = 0; end < text.length && text[end] !== "\n"; end++) {
    if (text[end] === "(") depth++;
    else if (text[end] === ")") depth--;
    else if (depth <= 0 && (/[,{}[\]]/.test(text[end]!) || /^:\s/.test(text.slice(end, end + 2)))) {
      if (end >= span.end) break;
      start = end + 1;
      depth = 0;
    }
  }
  const whole = text.slice(start, end).trim();
  const isPlain = whole.length <= MAX_SHOWN_LENGTH && hasBalancedParentheses(whole) && !/["\\]/.test(whole);
  return isPlain ? whole : undefined;
}
