// TypeScript without what is not code: comments, strings, regular expressions and the texts of templates become spaces, so that a rule
// about code can be a plain search. Every character keeps its place; line numbers stay true.

const REGEX_MAY_FOLLOW = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|=>|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))\s*$/;

/** The code of a source text. What stands inside `${}` of a template is code. */
export function codeOnly(source: string): string {
  let code = "";
  let position = 0;
  // One entry for each open `${`: the braces opened since.
  const braces: number[] = [];

  const blank = (end: number) => {
    code += source.slice(position, end).replaceAll(/[^\n]/g, " ");
    position = end;
  };
  /** The end of a literal that starts here and closes at `quote`. */
  const endOfQuoted = (quote: string) => {
    let end = position + 1;
    while (end < source.length && source[end] !== quote && source[end] !== "\n") end += source[end] === "\\" ? 2 : 1;
    return end + 1;
  };
  /** Blanks a template's text up to its end or to the next `${`. */
  const blankTemplate = (start: number) => {
    let end = start;
    while (end < source.length && source[end] !== "`" && !source.startsWith("${", end)) end += source[end] === "\\" ? 2 : 1;
    const opensCode = source.startsWith("${", end);
    blank(Math.min(source.length, end + (opensCode ? 2 : 1)));
    if (opensCode) braces.push(0);
  };

  while (position < source.length) {
    const character = source[position]!;
    if (source.startsWith("//", position)) blank(indexOrEnd(source, "\n", position));
    else if (source.startsWith("/*", position)) blank(Math.min(source.length, indexOrEnd(source, "*/", position + 2) + 2));
    else if (character === '"' || character === "'") blank(endOfQuoted(character));
    else if (character === "`") blankTemplate(position + 1);
    else if (character === "/" && REGEX_MAY_FOLLOW.test(code.slice(-40))) blank(endOfRegex(source, position));
    else if (character === "}" && braces.at(-1) === 0) {
      braces.pop();
      blankTemplate(position + 1);
    } else {
      const open = braces.length - 1;
      if (open >= 0 && character === "{") braces[open]! += 1;
      if (open >= 0 && character === "}") braces[open]! -= 1;
      code += character;
      position++;
    }
  }
  return code;
}

function indexOrEnd(text: string, search: string, from: number): number {
  const index = text.indexOf(search, from);
  return index < 0 ? text.length : index;
}

/** A slash inside a class such as [/] does not end a regular expression. */
function endOfRegex(source: string, start: number): number {
  let isInClass = false;
  for (let end = start + 1; end < source.length; end++) {
    const character = source[end];
    if (character === "\\") end++;
    else if (character === "\n") return end;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) return end + 1;
  }
  return source.length;
}
