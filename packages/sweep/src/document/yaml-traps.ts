// Texts that YAML quietly reads as something else. Only plain (unquoted) scalars are suspects: quotes say that a text is meant.

import type { SourceText } from "@spikefarm/protocol";
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
    report.errorIn(source, span, "YAML_COMMA_IN_FLOW", message, 'put the whole text in quotes: "rate(G, from=1*ms)"');
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
