// The bytes of a .npy file → its numbers.
//
//   offset  bytes
//        0      6  magic 93 "NUMPY"
//        6      2  version, 1.0 or 2.0
//        8      2  H, bytes of the header (version 1), or 4 of them (version 2)
//       10      H  a Python dictionary: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
//                  the numbers, row after row
//
// Source: NumPy Enhancement Proposal 1. What is read is what numpy.save writes of a list or a table of numbers; every other kind is refused
// by name, and nothing in the file is ever evaluated.

import { type ArrayProblem, MAX_DATA_ITEMS, type NumberArray } from "./number-array.js";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** A header names a type and two lengths. */
const MAX_HEADER_SIZE = 4096;

type Read = (view: DataView, offset: number) => number;
interface Format {
  readonly size: number;
  readonly read: Read;
}

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["<f8", { size: 8, read: (view, offset) => view.getFloat64(offset, true) }],
  ["<f4", { size: 4, read: (view, offset) => view.getFloat32(offset, true) }],
  ["<i8", { size: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) }],
  ["<u8", { size: 8, read: (view, offset) => Number(view.getBigUint64(offset, true)) }],
  ["<i4", { size: 4, read: (view, offset) => view.getInt32(offset, true) }],
  ["<u4", { size: 4, read: (view, offset) => view.getUint32(offset, true) }],
  ["<i2", { size: 2, read: (view, offset) => view.getInt16(offset, true) }],
  ["<u2", { size: 2, read: (view, offset) => view.getUint16(offset, true) }],
  ["|i1", { size: 1, read: (view, offset) => view.getInt8(offset) }],
  ["|u1", { size: 1, read: (view, offset) => view.getUint8(offset) }],
]);

const SAVE_AGAIN = 'save it with numpy.save(file, numpy.ascontiguousarray(x, dtype="<f8"))';

export function readNpy(bytes: Uint8Array): NumberArray | ArrayProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((byte, index) => bytes[index] !== byte)) return refused("it does not begin as a .npy file does");
  const version = bytes[6]!;
  if (version !== 1 && version !== 2) return refused(`it is of version ${version}.${bytes[7]} of the format; 1 and 2 are read`);
  const headerStart = version === 1 ? 10 : 12;
  const headerSize = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = headerStart + headerSize;
  if (headerSize > MAX_HEADER_SIZE || start > bytes.length) return refused("its header is cut short");
  const header = String.fromCharCode(...bytes.subarray(headerStart, start));
  const descr = /'descr': *'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const lengths = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (order === undefined || lengths === undefined) return refused("its header cannot be read");
  const format = FORMATS.get(descr ?? "");
  if (format === undefined) return refused(`its numbers are of the type ${descr ?? "that its header gives"}, not ${known()}`);
  const shape = [...lengths.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (shape.length !== 1 && shape.length !== 2) return refused(`it has ${shape.length} dimensions; 1 and 2 are read`);
  if (order === "True" && shape.length === 2) return refused("its numbers go column by column (Fortran order)");
  const count = shape.reduce((product, length) => product * length, 1);
  if (count === 0) return { problem: "it holds no numbers", help: "give it a row a sample" };
  if (count > MAX_DATA_ITEMS) return tooMany(count);
  if (bytes.length - start !== count * format.size) {
    return refused(`${count} numbers take ${count * format.size} bytes, but ${bytes.length - start} follow its header`);
  }
  const values = Float64Array.from({ length: count }, (_, index) => format.read(view, start + index * format.size));
  if (descr?.endsWith("8") === true && descr !== "<f8" && values.some((value) => !Number.isSafeInteger(value))) {
    return refused("it holds a whole number beyond 2^53");
  }
  return { shape, values };
}

const known = (): string => [...FORMATS.keys()].join(", ");
const refused = (problem: string): ArrayProblem => ({ problem, help: SAVE_AGAIN });

export const tooMany = (count: number): ArrayProblem => ({
  problem: `it holds ${count} numbers; ${MAX_DATA_ITEMS} are taken`,
  help: "take a longer dt, or fewer columns",
});
