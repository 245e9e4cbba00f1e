/** As a shell shows a process that aborted. */
const ABORTED = 134;

/** What a thread that runs trials makes of `process`, before it loads any module. */
export function tameProcess(): void {
  // Stdout is for results: what a module prints goes to stderr.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  // Node makes an error of it on a thread; a trial that asks for its process's end has it, as far as the thread goes.
  process.abort = () => process.exit(ABORTED);
}
