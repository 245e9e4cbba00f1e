// spikefarm submit FILE: hands a document to a running farm, the numbers of its data files with it, and prints the sweep's id.

import { randomUUID } from "node:crypto";
import { commandLine } from "../command-line.js";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { openFarmClient } from "../farm-client.js";
import { readDocument } from "../open-document.js";
import { formatCount } from "../present/index.js";
import { withDataInlined } from "../read-data-files.js";

export async function submit(file: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const text = await withDataInlined({ text: await readDocument(file), file });
  const client = openFarmClient(readConfig(flags));
  const summary = await client.submit(text, { idempotencyKey: randomUUID() });
  process.stdout.write(flags.json === true ? `${JSON.stringify(summary)}\n` : `${summary.id}\n`);
  if (flags.json !== true) {
    const watch = commandLine(["watch", summary.id], { url: flags.url });
    process.stderr.write(
      `${formatCount(summary.trials.total)} ${summary.trials.total === 1 ? "trial" : "trials"}; follow with: ${watch}\n`,
    );
  }
  return ExitCode.ok;
}
