import type { SizedPart } from "@spikefarm/protocol";
import type { CheckedDocument } from "@spikefarm/sweep";
import type { StretchRequest } from "../messages.js";
import type { BlockSender } from "./block-sender.js";
import type { StretchLine } from "./stretch-line.js";

/** A stretch as the thread sees it, ready to run. */
export interface StretchOnThread {
  readonly request: StretchRequest;
  readonly part: SizedPart;
  readonly document: CheckedDocument;
  readonly line: StretchLine;
  readonly sender: BlockSender;
}
