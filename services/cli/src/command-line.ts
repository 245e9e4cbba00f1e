// A command of ours as the user can paste it into a shell.

/** Flags that are absent are left out. */
export function commandLine(words: readonly string[], flags: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  return ["spikefarm", ...words, ...given].map(quoted).join(" ");
}

/** Within single quotes a shell reads everything as it stands, but the quote itself. */
const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
