// The files a document names for its data, read beside it. One that cannot be read is a diagnostic of the document, with all the others.

import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CodedError, DiagnosticList } from "@spikefarm/protocol";
import { type DataFile, dataFilesOf, inlineDataFiles, MAX_DATA_FILE_SIZE, parseDocument } from "@spikefarm/sweep";

/** By the names the document gives them, which are relative to its folder. */
export async function readDataFiles(document: { readonly text: string; readonly file: string }): Promise<ReadonlyMap<string, DataFile>> {
  const files = new Map<string, DataFile>();
  for (const name of dataFilesOf(parseDocument(document.text, new DiagnosticList()))) {
    files.set(name, await readDataFile(resolve(dirname(document.file), name)));
  }
  return files;
}

/**
 * The document as it is sent to a farm elsewhere: as it was written, or with its files' numbers in it where it names any.
 * @throws {CodedError} DOCUMENT_INVALID where a file cannot be taken.
 */
export async function withDataInlined(document: { readonly text: string; readonly file: string }): Promise<string> {
  const files = await readDataFiles(document);
  if (files.size === 0) return document.text;
  const diagnostics = new DiagnosticList();
  const parsed = parseDocument(document.text, diagnostics);
  if (diagnostics.hasErrors) return document.text; // the farm says what is wrong with it
  const inlined = inlineDataFiles(parsed, files, diagnostics);
  if (!diagnostics.hasErrors) return JSON.stringify(inlined);
  throw new CodedError("DOCUMENT_INVALID", "The document's data cannot be read.", { diagnostics: diagnostics.items });
}

async function readDataFile(path: string): Promise<DataFile> {
  try {
    const { size } = await stat(path);
    if (size > MAX_DATA_FILE_SIZE) return { problem: `it has ${size} bytes; files of up to ${MAX_DATA_FILE_SIZE} are read` };
    return { bytes: await readFile(path) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
