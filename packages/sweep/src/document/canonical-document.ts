// What two documents must share to be the same document, or the same model.
//
//   canonical   the document as JSON: numbers in their shortest form, no white space, no comments. Keys keep their order, because the
//               order of axes numbers the points and the order of outputs is that of the columns (IDENTITY 9, 19): workers read the
//               stored document again. Texts are kept letter by letter, so an equation with another space is another document.
//   hash        SHA-256 of that without name, tags and note: what `run` resumes by (IDENTITY 15).
//   modelHash   SHA-256 of the model's own canonical text (IDENTITY 20), in which white space, comments and titles do not count, and which
//               includes dt, duration and outputs; for a module, the hash of its bundled source.

import { canonicalModel } from "@spikefarm/equations";
import { sha256Hex } from "@spikefarm/numerics";
import type { CheckedDocument, CheckedTask } from "../checked-document.js";
import type { Mapping } from "./plain-value.js";

export function canonicalDocument(document: Mapping, task: CheckedTask): Pick<CheckedDocument, "canonical" | "hash" | "modelHash"> {
  const { name: _name, tags: _tags, note: _note, ...meaning } = document;
  return {
    canonical: JSON.stringify(document),
    hash: sha256Hex(JSON.stringify(meaning)),
    modelHash: task.kind === "module" ? task.hash : sha256Hex(canonicalModel(document.model)),
  };
}
