// A document as YAML, as people write them: equations as blocks of lines rather than texts full of \n. It is YAML that can be submitted again.

/** Texts that stay the same text without quotes. */
const PLAIN = /^-?\w[\w.()+*/<>= -]*$/;
/** A key that is no name is taken for an equation that lost its quotes. */
const PLAIN_KEY = /^\w+$/;
const NOT_TEXT_WHEN_PLAIN = /^(?:true|false|null|yes|no|on|off|[\d._-]+|0[xo].*)$/i;
const SHORT_LIST_CHARACTERS = 100;
const DEEPEST = 40;

export const documentText = (value: unknown): string => `${block(value, 0).trim()}\n`;

/** A value that starts after its key's colon or its item's dash. */
function block(value: unknown, depth: number): string {
  const indent = "  ".repeat(depth);
  if (typeof value === "string") return ` ${textOf(value, indent)}\n`;
  if (value === null || typeof value !== "object" || depth > DEEPEST) return ` ${JSON.stringify(value)}\n`;
  if (Array.isArray(value)) {
    const flow = `[${value.map((item) => (typeof item === "string" ? quote(item) : JSON.stringify(item))).join(", ")}]`;
    const isShort = value.every((item) => item === null || typeof item !== "object") && flow.length <= SHORT_LIST_CHARACTERS;
    return isShort ? ` ${flow}\n` : `\n${value.map((item) => `${indent}- ${block(item, depth + 1).trimStart()}`).join("")}`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return " {}\n";
  return `\n${entries.map(([key, item]) => `${indent}${PLAIN_KEY.test(key) ? quote(key) : JSON.stringify(key)}:${block(item, depth + 1)}`).join("")}`;
}

function textOf(text: string, indent: string): string {
  const isLines = /\n/.test(text) && !/^\s|[^\S\n]\n|(?!\n)[\p{Cc}\u2028\u2029]|\n\n$/u.test(text);
  if (!isLines) return quote(text);
  const lines = text.replace(/\n$/, "").split("\n");
  return `|${text.endsWith("\n") ? "" : "-"}\n${lines.map((line) => (line === "" ? "" : `${indent}${line}`)).join("\n")}`;
}

/** A text on one line. JSON's quotes are YAML's. */
function quote(text: string): string {
  const isPlain = PLAIN.test(text) && !text.endsWith(" ") && !NOT_TEXT_WHEN_PLAIN.test(text) && Number.isNaN(Number(text));
  return isPlain ? text : JSON.stringify(text);
}
