// Looks at something again and again while it goes on.

/**
 * Looks each time `everyMs` after the last look has ended, well or not, until the function it returns is called. A look that is under way
 * then is the last: without that, one that began just before the end would go on for ever, and the process with it.
 */
export function lookRegularly(look: () => Promise<void>, everyMs: number): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    if (!isOver) timer = setTimeout(() => look().then(again, again), everyMs);
  };
  again();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
