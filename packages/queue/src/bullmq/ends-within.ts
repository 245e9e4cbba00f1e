/** Waits for `work` up to `limitMs`; false when it is not over by then. Its own failure counts as its end. */
export async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const end = work.then(
    () => true,
    () => true,
  );
  return await Promise.race([end, limit]).finally(() => clearTimeout(timer));
}
