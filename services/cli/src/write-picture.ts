// A picture's file, written in one go.

import { writeFile } from "node:fs/promises";
import { CodedError } from "@spikefarm/protocol";

/** @throws {CodedError} CLI_USAGE, CLI_FILE_UNWRITABLE */
export async function writePicture(file: string, svg: string): Promise<void> {
  if (!file.toLowerCase().endsWith(".svg")) {
    throw new CodedError("CLI_USAGE", `Pictures are SVG; give a file whose name ends in .svg, not ${file}.`);
  }
  try {
    await writeFile(file, svg);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError("CLI_FILE_UNWRITABLE", `Cannot write ${file}: ${reason}. Check the path and its permissions.`, { cause });
  }
}
