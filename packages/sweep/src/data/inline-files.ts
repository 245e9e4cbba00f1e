// Arrays that a document names by file → arrays within the document, as they travel to the farm.
//
// Reading files is the caller's part, which knows where the document lies: it asks for the names, and gives the bytes. The farm itself
// never reads a file that a document names.

import type { DiagnosticList } from "@spikefarm/protocol";
import { isMapping, type Mapping } from "../document/plain-value.js";
import { type Report, reportTo } from "../errors.js";
import { show } from "../space/check-value.js";
import { encodeDoubles } from "./base64.js";
import { type ArrayProblem, isProblem, type NumberArray } from "./number-array.js";
import { readCsv } from "./read-csv.js";
import { readNpy } from "./read-npy.js";

/** A text of this length holds far more numbers than are taken. */
export const MAX_DATA_FILE_SIZE = 64 * 1024 * 1024;

/** The bytes of a file, or why there are none. */
export type DataFile = { readonly bytes: Uint8Array } | { readonly problem: string };

/** The names of files in a document's `data`, in its order. */
export function dataFilesOf(document: unknown): readonly string[] {
  return [...new Set(namedFiles(document).map(([, { file }]) => String(file)))];
}

/** The document with the files' numbers in place of their names; what cannot be read is reported, and stays a name. */
export function inlineDataFiles(document: unknown, files: ReadonlyMap<string, DataFile>, diagnostics: DiagnosticList): unknown {
  const named = namedFiles(document);
  if (!isMapping(document) || named.length === 0) return document;
  const report = reportTo(diagnostics);
  const inlined = named.map(([name, entry]) => [name, inline(entry, `data.${name}.file`, files, report)] as const);
  return { ...document, data: { ...(document.data as Mapping), ...Object.fromEntries(inlined) } };
}

function namedFiles(document: unknown): readonly (readonly [name: string, entry: Mapping])[] {
  if (!isMapping(document) || !isMapping(document.data)) return [];
  return Object.entries(document.data).flatMap(([name, entry]) =>
    isMapping(entry) && typeof entry.file === "string" ? [[name, entry] as const] : [],
  );
}

function inline(entry: Mapping, path: string, files: ReadonlyMap<string, DataFile>, report: Report): Mapping {
  const { file, ...rest } = entry;
  const found = files.get(String(file));
  const array = found === undefined ? undefined : readArray(String(file), found);
  if (array === undefined) return entry;
  if (!isProblem(array)) return { ...rest, f64: encodeDoubles(array.values), shape: array.shape };
  report.error(path, "DATA_FILE", `${show(file)} cannot be taken: ${array.problem}`, array.help);
  return { ...rest, values: [0] }; // reported: it need not be again
}

function readArray(name: string, file: DataFile): NumberArray | ArrayProblem {
  if ("problem" in file) return { problem: file.problem, help: "check the path: it is relative to the document's folder" };
  const { bytes } = file;
  const ending = /\.[^./\\]*$/.exec(name)?.[0].toLowerCase();
  if (ending === ".npy") return readNpy(bytes);
  if (ending === ".csv") return readCsv(textOf(bytes));
  return { problem: "its name ends with neither .npy nor .csv", help: "save it as one of the two" };
}

/** What is not ASCII can only stand in a header or a comment, and is passed over with it. */
function textOf(bytes: Uint8Array): string {
  const CHUNK = 8192;
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let text = "";
  for (let from = isMarked ? 3 : 0; from < bytes.length; from += CHUNK) text += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  return text;
}
