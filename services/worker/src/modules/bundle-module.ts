// One file out of a module and all it imports, named by the SHA-256 of its text. Comments and white space are left out: file names in
// comments would make the hash depend on where the module lies.

import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { sha256Hex } from "@spikefarm/numerics";
import { type BuildFailure, build, type Message } from "esbuild";

/** Packages written for CommonJS ask for Node's own modules by `require`, which a module of today does not have. */
const REQUIRE = `import { createRequire } from "node:module";const require = createRequire(import.meta.url);`;

export interface Bundle {
  readonly hash: string;
  readonly path: string;
}

/** Rejects with an error that quotes the first fault of the source. */
export async function bundleModule(file: string, cacheDirectory: string): Promise<Bundle> {
  const source = await bundle(file);
  const hash = sha256Hex(source);
  const path = resolve(cacheDirectory, `${hash}.mjs`);
  await mkdir(cacheDirectory, { recursive: true });
  if (!(await exists(path))) await writeWhole(path, source);
  return { hash, path };
}

async function bundle(file: string): Promise<Uint8Array> {
  try {
    const { outputFiles } = await build({
      entryPoints: [basename(file)],
      absWorkingDir: resolve(dirname(file)),
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
      target: "node20",
      banner: { js: REQUIRE },
      minifyWhitespace: true,
      legalComments: "none",
      logLevel: "silent",
    });
    return outputFiles[0]!.contents;
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    throw first === undefined ? error : new Error(describe(first), { cause: error });
  }
}

const describe = ({ text, location }: Message): string =>
  location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;

/** Whole or not at all: a reader never meets a half-written bundle. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, bytes);
  await rename(draft, path);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
