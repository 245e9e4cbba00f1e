// A library's functions as a kernel.
//
// The loader maps what a library's header promises, and a thread that touches a page beyond the end of the file dies with its process. A machine
// that lost power, or a copy that was cut short, leaves such files: so the header is read first.

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import koffi from "koffi";

/** `run` of the compiler's abi.ts, with its memory. */
export interface NativeKernel {
  readonly slotsInBlock: number;
  /** The first block that breaks an assumption of the kernel, or `blocks`. Only where there is none may it run. */
  firstBroken(memory: Uint8Array, table: number, blocks: number): number;
  run(memory: Uint8Array, table: number, firstBlock: number, blocks: number, firstStep: number, steps: number): number;
}

/** @throws where the file is no library, not all of one, or has no kernel in it. */
export function loadKernel(path: string): NativeKernel {
  if (isCutShort(path)) throw new Error(`${path} is not all there`);
  const library = koffi.load(path);
  const run = library.func("int run(void *memory, uint32_t table, int block, int blocks, double first_step, int steps)");
  const slotsInBlock = (library.func("int slots_in_block(void)") as () => number)();
  const firstBroken = library.func("int first_broken(void *memory, uint32_t table, int blocks)") as NativeKernel["firstBroken"];
  return { slotsInBlock, firstBroken, run: run as NativeKernel["run"] };
}

/** 64-bit little-endian ELF (the System V ABI's "ELF Header"): linkers write the table of sections last. Other formats are the loader's to judge. */
const ELF = { sizeBytes: 64, magic: 0x7f454c46, classAndOrder: 0x0201, sectionsAt: 40, sectionSizeAt: 58, sectionsCountAt: 60 };

function isCutShort(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(ELF.sizeBytes);
    const read = readSync(file, header, 0, ELF.sizeBytes, 0);
    if (header.readUInt32BE(0) !== ELF.magic || header.readUInt16BE(4) !== ELF.classAndOrder) return false;
    const sections = header.readUInt16LE(ELF.sectionSizeAt) * header.readUInt16LE(ELF.sectionsCountAt);
    const wholeBytes = Number(header.readBigUInt64LE(ELF.sectionsAt)) + sections;
    return read < ELF.sizeBytes || fstatSync(file).size < wholeBytes;
  } finally {
    closeSync(file);
  }
}
