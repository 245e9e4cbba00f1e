// How deep a YAML text nests, told from its lexemes: the parser builds its tree by recursion, and a megabyte of "[" would exhaust memory
// before it said so. Lexemes give the depth to within a factor of a few, which is enough to keep the parser safe; the exact limit is held
// where the tree is walked.

import { Lexer } from "yaml";

/** A document needs about ten levels. */
export const MAX_DEPTH = 50;
const MAX_LEXEME_DEPTH = 4 * MAX_DEPTH;
/** Closing brackets that open nothing: the parser takes quadratic time over them. */
const MAX_STRAY_BRACKETS = 20;

/** True where brackets, indentation and list dashes nest far beyond MAX_DEPTH, or brackets close what was never opened. */
export function hasDeepNesting(text: string): boolean {
  const columns: number[] = [];
  let bracketDepth = 0;
  let column = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === "[" || lexeme === "{") bracketDepth++;
    else if (lexeme === "]" || lexeme === "}") bracketDepth--;
    else if (bracketDepth <= 0 && isContent(lexeme)) {
      while (columns.length > 0 && columns.at(-1)! >= column) columns.pop();
      columns.push(column);
    }
    if (bracketDepth < -MAX_STRAY_BRACKETS) return true;
    if (bracketDepth + columns.length > MAX_LEXEME_DEPTH) return true;
    column = lexeme.endsWith("\n") ? 0 : column + lexeme.length;
  }
  return false;
}

/** Not white space, and none of the lexer's marks, which are control characters and the byte order mark. */
const isContent = (lexeme: string): boolean => lexeme.trim() !== "" && lexeme.charCodeAt(0) > LAST_CONTROL_CHARACTER;
const LAST_CONTROL_CHARACTER = 0x1f;
