// A kernel's module: one imported memory, one exported function and its helpers (WebAssembly 2.0, section 5.5).

import { EXPORT_RUN, IMPORT_MEMORY, IMPORT_MODULE } from "../abi.js";
import { ByteWriter } from "./byte-writer.js";
import type { FunctionWriter } from "./function-writer.js";
import { type LocalType, TYPES } from "./opcodes.js";

/** Parameters of `run`, see abi.ts. */
export const RUN_PARAMETERS: readonly LocalType[] = ["i32", "i32", "i32", "f64", "i32"];

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const MEMORY = 0x02;
const FUNCTION = 0x00;

/** The first of the functions is `run`; the others are its helpers. */
export function encodeModule(functions: readonly FunctionWriter[]): Uint8Array<ArrayBuffer> {
  const types = new ByteWriter().unsigned(functions.length);
  for (const { parameters, result } of functions) {
    types.byte(FUNCTION_TYPE).unsigned(parameters.length);
    for (const type of parameters) types.byte(TYPES[type]);
    types.unsigned(1).byte(TYPES[result]);
  }
  const imports = new ByteWriter().unsigned(1).name(IMPORT_MODULE).name(IMPORT_MEMORY).byte(MEMORY).byte(0).unsigned(1);
  const typesOfFunctions = new ByteWriter().unsigned(functions.length);
  for (const index of functions.keys()) typesOfFunctions.unsigned(index);
  const exports = new ByteWriter().unsigned(1).name(EXPORT_RUN).byte(FUNCTION).unsigned(0);
  const code = new ByteWriter().unsigned(functions.length);
  for (const writer of functions) code.sized(writer.toBody());
  return new ByteWriter()
    .bytes(MAGIC_AND_VERSION)
    .byte(SECTION.type)
    .sized(types)
    .byte(SECTION.import)
    .sized(imports)
    .byte(SECTION.function)
    .sized(typesOfFunctions)
    .byte(SECTION.export)
    .sized(exports)
    .byte(SECTION.code)
    .sized(code)
    .toBytes();
}
