// The platform that a package is for, read from its name: @biomejs/cli-linux-arm64-musl → { os, cpu, libc }.
//
// The words are Node's own (process.platform, process.arch) plus the C library, which is how the families of native packages
// (napi-rs, esbuild, Biome, TypeScript) name their members.

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];
const C_LIBRARIES = { gnu: "glibc", musl: "musl" };

/** Throws where the name does not say, rather than write an entry that would be fetched everywhere. */
export function platformOf(packageName) {
  const words = packageName.split(/[/-]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  const libc = words.map((word) => C_LIBRARIES[word]).find((library) => library !== undefined);
  if (os === undefined || cpu === undefined) throw new Error(`The name ${packageName} does not tell its platform; describe it here.`);
  return { cpu: [cpu], ...(libc !== undefined && { libc: [libc] }), os: [os] };
}
