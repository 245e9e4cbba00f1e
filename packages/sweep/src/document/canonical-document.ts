// What two documents must share to be the same document, or the same model.
//
//   canonical   the document as JSON without white space and comments, numbers in their shortest form, keys sorted, but for mappings
//               whose order has a meaning: those of the space (IDENTITY 9: the last axis is fastest), the outputs (the order of columns)
//               and a group's initial values, which may use earlier ones.
//               Texts are kept letter by letter, so an equation with another space is another document. Reading it again gives the same
//               plan.
//   hash        SHA-256 of that without name, tags and note: what `run` resumes by (IDENTITY 15).
//   modelHash   SHA-256 of the model's own canonical text (IDENTITY 20), in which white space, comments and titles do not count, and which
//               includes dt, duration and outputs, and of the arrays it names the bytes; for a module, the hash of its bundled source.

import { type CheckedModel, canonicalModel } from "@spikefarm/equations";
import { canonicalJson, sha256, sha256Hex, toHex } from "@spikefarm/numerics";
import type { CheckedDocument, CheckedTask } from "../checked-document.js";
import { bytesOf } from "../data/base64.js";
import { isMapping, type Mapping } from "./plain-value.js";

export function canonicalDocument(document: Mapping, task: CheckedTask): Pick<CheckedDocument, "canonical" | "hash" | "modelHash"> {
  const { name: _name, tags: _tags, note: _note, ...meaning } = document;
  return {
    canonical: orderedJson(document),
    hash: sha256Hex(orderedJson(meaning)),
    modelHash: task.kind === "module" ? task.hash : sha256Hex(canonicalModel(document.model) + canonicalData(task.model)),
  };
}

/** Nothing, or a line an array that the model names: how it is read, and the SHA-256 of its numbers in SI. */
function canonicalData({ data }: CheckedModel): string {
  const lines = data.map(({ name, unit, shape, dtSeconds, values }) =>
    canonicalJson([name, unit, shape, dtSeconds ?? null, toHex(sha256(bytesOf(values)))]),
  );
  return lines
    .sort()
    .map((line) => `\n${line}`)
    .join("");
}

const orderedJson = (document: Mapping): string => JSON.stringify(ordered(document, ""));

const IS_ORDERED = /^(sweep\.space(\..*)?|model\.outputs|model\.groups\.[^.]+\.initial)$/;

function ordered(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, `${path}.`));
  if (!isMapping(value)) return value;
  const keys = IS_ORDERED.test(path) ? Object.keys(value) : Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key], path === "" ? key : `${path}.${key}`)]));
}
