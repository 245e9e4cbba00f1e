// The thread that loads a module once to see what it exports. What leaves it is plain JSON.

import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

export type SchemaAnswer =
  | { readonly kind: "schema"; readonly parameters: unknown; readonly outputs: unknown }
  | { readonly kind: "fault"; readonly reason: string };

parentPort!.postMessage(await readExports(workerData as string));

async function readExports(path: string): Promise<SchemaAnswer> {
  try {
    const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
    if (typeof module.run !== "function") return fault("it exports no function `run`");
    if (module.setup !== undefined && typeof module.setup !== "function") return fault("its export `setup` is not a function");
    for (const name of ["parameters", "outputs"]) {
      if (!isPlainObject(module[name])) return fault(`it exports no object \`${name}\``);
    }
    return { kind: "schema", parameters: asJson(module.parameters), outputs: asJson(module.outputs) };
  } catch (error) {
    return fault(error instanceof Error ? `it threw ${error.name}: ${error.message}` : `it threw ${String(error)}`);
  }
}

function fault(reason: string): SchemaAnswer {
  return { kind: "fault", reason };
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
