// From what a stream belongs to, to its Philox key (IDENTITY 16 and 17; docs/decisions/0005-random-streams.md).
//
//   class key   32 bytes   SHA-256(["spikefarm random 1", class, seed, repeat or null, values or null])      one a trial and class
//   stream key  2 words    the first 8 bytes of SHA-256(class key ‖ [object, code, target, ordinal])          one a stream of it
//
// The texts are canonical JSON as UTF-8. `null` stands where a policy leaves something out: `repeat` under the policy "sweep", the values
// of the parameters unless it is "trial". Two hashes a trial and stream is what a sweep of millions pays, so the second text is kept.

import { canonicalJson } from "../canonical-json.js";
import { sha256, utf8 } from "../sha256.js";

const DOMAIN = "spikefarm random 1";
const CLASS_KEY_SIZE_BYTES = 32;

/** What all streams of one class and trial share. */
export interface RandomScope {
  readonly class: string;
  readonly seed: number;
  readonly repeat: number;
  readonly policy: "trial" | "repeat" | "sweep";
  /** Of the parameters that are not derived, by name. */
  readonly values: Readonly<Record<string, number | string>>;
}

/** Which stream of its class. */
export interface StreamName {
  readonly object: string;
  readonly code: string;
  readonly target: string;
  readonly ordinal: number;
}

/** Two unsigned words: Philox's key. */
export type StreamKey = readonly [number, number];

/** 32 bytes. TypeError for a value that is not finite. */
export function classKey({ class: name, seed, repeat, policy, values }: RandomScope): Uint8Array {
  const scope = [policy === "sweep" ? null : repeat, policy === "trial" ? values : null];
  return sha256(canonicalJson([DOMAIN, name, seed, ...scope]));
}

export function streamKey(ofClass: Uint8Array, stream: StreamName): StreamKey {
  const text = textOf(stream);
  const message = new Uint8Array(CLASS_KEY_SIZE_BYTES + text.length);
  message.set(ofClass);
  message.set(text, CLASS_KEY_SIZE_BYTES);
  const digest = sha256(message);
  return [wordAt(digest, 0), wordAt(digest, 4)];
}

const textsByStream = new WeakMap<StreamName, Uint8Array>();

function textOf(stream: StreamName): Uint8Array {
  const { object, code, target, ordinal } = stream;
  const known = textsByStream.get(stream);
  if (known !== undefined) return known;
  const text = utf8(canonicalJson([object, code, target, ordinal]));
  textsByStream.set(stream, text);
  return text;
}

const wordAt = (bytes: Uint8Array, place: number): number =>
  (bytes[place]! | (bytes[place + 1]! << 8) | (bytes[place + 2]! << 16) | (bytes[place + 3]! << 24)) >>> 0;
