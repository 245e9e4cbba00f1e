// The commands that an example names in the comment above it: lines such as `#   spikefarm run examples/if-curve.yaml`.

/**
 * Each command as its words, without `spikefarm`.
 * @type {(text: string) => string[][]}
 */
export const commandsIn = (text) => [...text.matchAll(/^# {3}spikefarm (.+)$/gm)].map(([, command]) => command.trim().split(/\s+/));
