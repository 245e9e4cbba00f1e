// A kernel's module as WebAssembly text, one instruction a line: of its very bytes, so that parsing the text gives them back.
//
// It reads what module.ts writes, section by section, and nothing else; the bodies of functions are print-instructions.ts's.

import { ByteReader } from "./byte-reader.js";
import { type LocalType, TYPES } from "./opcodes.js";
import { printInstructions } from "./print-instructions.js";

const HEADER_SIZE_BYTES = 8;
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;

export function printWat(module: Uint8Array): string {
  const reader = new ByteReader(module.subarray(HEADER_SIZE_BYTES));
  const sections = new Map<number, ByteReader>();
  while (!reader.isAtEnd) sections.set(reader.byte(), reader.sized());
  const listIn = <Item>(id: number, read: (section: ByteReader, index: number) => Item): Item[] => {
    const section = sections.get(id) ?? new ByteReader(Uint8Array.of(0));
    return section.list((index) => read(section, index));
  };
  const types = listIn(SECTION.type, readSignature);
  const functions = listIn(SECTION.function, (section) => section.unsigned());
  const lines = [
    ...types.map((signature, index) => `(type (;${index};) (func${signature}))`),
    ...listIn(SECTION.import, readImport),
    ...listIn(SECTION.code, (section, index) => readFunction(section.sized(), index, functions[index]!, types[functions[index]!]!)),
    ...listIn(SECTION.export, readExport),
  ];
  return `(module\n${lines.map((line) => `  ${line}\n`).join("")})\n`;
}

const TYPE_NAMES = new Map<number, LocalType>(Object.entries(TYPES).map(([name, code]) => [code, name as LocalType]));

const typeIn = (reader: ByteReader): LocalType => TYPE_NAMES.get(reader.byte())!;

function readSignature(section: ByteReader): string {
  section.byte();
  const parameters = section.list(() => ` ${typeIn(section)}`);
  const results = section.list(() => ` ${typeIn(section)}`);
  return `${parameters.length > 0 ? ` (param${parameters.join("")})` : ""}${results.length > 0 ? ` (result${results.join("")})` : ""}`;
}

/** Of the memory, the one thing that kernels import. */
function readImport(section: ByteReader): string {
  const [module, name] = [section.name(), section.name()];
  section.bytes(2);
  return `(import "${module}" "${name}" (memory ${section.unsigned()}))`;
}

function readExport(section: ByteReader): string {
  const name = section.name();
  section.byte();
  return `(export "${name}" (func ${section.unsigned()}))`;
}

function readFunction(body: ByteReader, index: number, type: number, signature: string): string {
  const runs = body.list(() => ` ${repeated(body.unsigned(), typeIn(body))}`);
  const locals = runs.length > 0 ? `\n    (local${runs.join("")})` : "";
  return `(func (;${index};) (type ${type})${signature}${locals}\n${printInstructions(body, "    ")}  )`;
}

const repeated = (count: number, type: LocalType): string => Array<LocalType>(count).fill(type).join(" ");
