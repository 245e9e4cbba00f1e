// What only the main thread of a process may do. Each of them changes nothing here where it is allowed, but for the directory.
export const parameters = { x: 0 };
export const outputs = { y: "", directory: { kind: "text" } };

const changes = [
  () => undefined,
  () => process.chdir("/"),
  () => process.umask(process.umask()),
  () => process.setuid(process.getuid()),
  () => process.setgroups(process.getgroups()),
  () => process.send({ kind: "result" }),
];

export function run({ x }) {
  changes[x]();
  return { y: x * x, directory: process.cwd() };
}
